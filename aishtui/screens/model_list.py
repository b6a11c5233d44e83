"""The live catalogue: asking for it, by key, by command and by itself, and what is said of it."""

import asyncio

from textual import on

from aishtui.chat.catalog import Catalog
from aishtui.chat.catalog_news import difference, news_words
from aishtui.chat.model_words import as_of
from aishtui.chat.wording import plural, sentences
from aishtui.screens.board import Board
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.sidebar import Sidebar


class ModelList(Board):
    """Nothing is asked while nobody does anything: an idle workbench has no timer."""

    def open_sidebar(self) -> None:
        """Who goes there wants to see what is served now."""
        self.show_sidebar(True)
        self.set_focus(self._sidebar)
        self.look_again()

    def action_models_refresh(self) -> None:
        self.action_models_ask()
        self.show_sidebar(True)
        self.set_focus(self._sidebar)

    def action_models_ask(self) -> None:
        self.run_worker(self._ask_for_models(), exclusive=False)

    @on(Sidebar.RefreshRequested)
    def _refresh_requested(self, event: Sidebar.RefreshRequested) -> None:
        event.stop()
        self.action_models_ask()

    async def _ask_for_models(self) -> None:
        before = self.engine.catalog
        await asyncio.wrap_future(self.engine.refresh())
        health, catalog = self.engine.health, self.engine.catalog
        if health.problem or catalog is None:
            self._notice.show(sentences(health.problem, _last_known(catalog)), NoticeLevel.WARNING)
            return
        served = f"{health.label} serves {plural(len(catalog.entries), 'model')} now"
        without = f"{catalog.skipped} more had no usable id" if catalog.skipped else ""
        level = NoticeLevel.INFO if catalog.whole else NoticeLevel.WARNING
        self._notice.show(sentences(served, news_words(difference(before, catalog)), catalog.note, without), level)


def _last_known(catalog: Catalog | None) -> str:
    when = as_of(catalog.fetched_at) if catalog is not None else ""
    return f"The list is the last one known, as of {when}" if when else ""

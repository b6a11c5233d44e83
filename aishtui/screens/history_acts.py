"""What is done with a conversation in the history: renamed, pinned, deleted, had back, written out."""

import asyncio
from concurrent.futures import Future
from typing import TypeVar

from textual import on

from aishtui.chat.history import Summary
from aishtui.screens.history_desk import WRITING, WRITING_ELSEWHERE
from aishtui.screens.history_view import HistoryView
from aishtui.screens.menu import Menu
from aishtui.store.errors import StoreError
from aishtui.widgets.history_list import HistoryList, title_words
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.notice import NoticeLevel

T = TypeVar("T")

_FORMATS = (
    (MenuRow("m", "Markdown", "with its facts above it"), "md"),
    (MenuRow("j", "JSON", "everything, to be imported again"), "json"),
    (MenuRow("t", "Plain text"), "txt"),
)
_OF_COMPARISONS = (
    (MenuRow("c", "The comparison as Markdown", "its figures, then the answers", 1), "compare-md"),
    (MenuRow("n", "The comparison as JSON", "everything, to be imported again", 1), "compare-json"),
)


class HistoryActs(HistoryView):
    """Each says what it did; nothing is gone for good."""

    # -- one's name and place

    def action_rename(self) -> None:
        if self._list.chosen is None:
            return
        self._list.focus()
        self._list.rename()
        self._show_keys()

    @on(HistoryList.Renamed)
    def _renamed(self, event: HistoryList.Renamed) -> None:
        event.stop()
        self._do(self.engine.archive.rename(event.conversation_id, event.title), "")

    @on(HistoryList.NameLeft)
    def _name_left(self, event: HistoryList.NameLeft) -> None:
        event.stop()
        self._show_keys()

    def action_pin(self) -> None:
        chosen = self._list.chosen
        if chosen is not None:
            said = "Pinned: it stands first from now on." if not chosen.pinned else "No longer pinned."
            self._do(self.engine.archive.pin(chosen.id, not chosen.pinned), said)

    # -- deleting, and having back

    def action_delete(self) -> None:
        """Out of the list and out of the tabs; `u` brings it back."""
        chosen = self._list.chosen
        if chosen is None:
            return
        if chosen.deleted_at is not None:
            self._notice.show("It is deleted already; u brings it back.", NoticeLevel.WARNING)
        elif self.engine.answering(chosen.id):
            self._notice.show(WRITING, NoticeLevel.WARNING)
        elif chosen.writing:
            self._notice.show(WRITING_ELSEWHERE, NoticeLevel.WARNING)
        else:
            self.desk.close_tabs_of(chosen.id)
            self.desk.deleted.add(chosen)
            self._list.focus()
            self._do(self.engine.archive.delete([chosen.id]), f"Deleted {title_words(chosen)}; u brings it back.")

    def action_undo(self) -> None:
        """The chosen one back if it is deleted, else the one deleted last."""
        chosen, last = self._list.chosen, self.desk.deleted.last_conversation
        if chosen is not None and chosen.deleted_at is not None:
            self._bring_back(chosen)
        elif last is not None:
            self._bring_back(last)
        else:
            self._notice.show("Nothing was deleted in this run; is:deleted in the line lists what was before.")

    def _bring_back(self, deleted: Summary) -> None:
        self.desk.deleted.forget_conversation(deleted.id)
        if not self.wanted.deleted:
            self._wish = deleted.id
        self._do(self.engine.archive.restore([deleted.id]), f"{title_words(deleted)} is back.")

    # -- writing out

    def action_export(self) -> None:
        chosen, export = self._list.chosen, self.desk.export
        if chosen is None or export is None:
            return

        def write(form: str | None) -> None:
            if form is not None:
                self._soon(self._export(chosen, form))

        rows = (*_FORMATS, *_OF_COMPARISONS) if chosen.comparison is not None else _FORMATS
        self.app.push_screen(Menu(f"Export {title_words(chosen)}", rows), write)

    async def _export(self, summary: Summary, form: str) -> None:
        comparison, of_comparison = summary.comparison, form.removeprefix("compare-")
        if comparison is not None and of_comparison != form and self.desk.export_comparison is not None:
            said = await self.desk.export_comparison(comparison.id, summary.title, of_comparison)
        else:
            assert self.desk.export is not None
            said = await self.desk.export(summary.id, form)
        self._notice.show(said)

    # -- all of them

    def _do(self, future: Future[T], said: str) -> None:
        self._soon(self._done(future, said))

    async def _done(self, future: Future[T], said: str) -> None:
        """Say what was done once it is on disk, and show it."""
        try:
            await asyncio.wrap_future(future)
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
        else:
            self._notice.show(said)
        self.look_again()

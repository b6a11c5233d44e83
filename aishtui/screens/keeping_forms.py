"""Keeping what is typed into a preset's form and not saved, as it is typed; an end of the program does not lose it."""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date

from aishtui.engine.asking import now
from aishtui.pane.parts import local_time
from aishtui.screens.board import Board
from aishtui.store.errors import StoreError
from aishtui.store.form_drafts import FormDraft, FormKey
from aishtui.widgets.notice import NoticeLevel

_log = logging.getLogger(__name__)


class KeepingForms(Board):
    """Nobody waits for the disk."""

    _form_not_kept = False

    def kept_form(self, key: FormKey) -> FormDraft | None:
        return self._around.form_drafts.get(key)

    def keep_form(self, key: FormKey, texts: Mapping[str, str]) -> None:
        """`texts` are those that were changed; without any there is nothing to keep."""
        drafts = self._around.form_drafts
        self._on_its_way(drafts.keep(key, FormDraft(texts, now())) if texts else drafts.forget(key))

    def forget_form(self, key: FormKey) -> None:
        self._on_its_way(self._around.form_drafts.forget(key))

    def _on_its_way(self, kept: Future[None]) -> None:
        if not kept.done() or kept.exception() is not None:
            self.run_worker(self._form_on_disk(kept), exclusive=False)

    async def _form_on_disk(self, kept: Future[None]) -> None:
        try:
            await asyncio.wrap_future(kept)
        except StoreError as problem:
            _log.warning("what is typed into a form is not kept: %s", problem)
            if not self._form_not_kept:
                self._form_not_kept = True
                self._say_of_form(f"What is not saved here is kept for this run only. {problem}")

    def _say_of_form(self, words: str) -> None:
        """Where it is seen: in the editor, as long as that is open."""
        from aishtui.screens.preset_editor_view import PresetEditorView  # start-up: no form before the first paint

        editors = [screen for screen in self.app.screen_stack if isinstance(screen, PresetEditorView)]
        say = editors[-1].say if editors else self._notice.show
        say(words, NoticeLevel.WARNING)


def of_when(kept: FormDraft | None) -> str:
    """Of when what stands in a form is, behind “unsaved changes”."""
    time = local_time(kept.changed_at, date.today()) if kept is not None else ""
    return f"from {time}" if time else "from before"

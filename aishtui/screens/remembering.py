"""Keeping for the next time how the screen is arranged and what is chosen often."""

import asyncio
import logging
from concurrent.futures import Future

from aishtui.screens.board import Board
from aishtui.store.errors import StoreError
from aishtui.store.screen_file import Change
from aishtui.widgets.notice import NoticeLevel

_log = logging.getLogger(__name__)


class Remembering(Board):
    """Nobody waits for the disk."""

    _not_remembered = False

    def remember_screen(self, change: Change) -> None:
        """Keep how things are arranged now. That it cannot be kept is said once."""
        kept = self._around.screen_file.change(change)
        if not kept.done() or kept.exception() is not None:
            self.run_worker(self._remembered_on_disk(kept), exclusive=False)

    async def _remembered_on_disk(self, kept: Future[None]) -> None:
        try:
            await asyncio.wrap_future(kept)
        except StoreError as problem:
            _log.warning("the screen's arrangement is not kept: %s", problem)
            if not self._not_remembered:
                self._not_remembered = True
                self._notice.show(
                    f"Favourites and the sidebar's shape are kept for this run only. {problem}", NoticeLevel.WARNING
                )

"""Where the reader of each tab is: kept while they read, so that the next start shows the same."""

import asyncio

from textual import on

from aishtui.engine.engine import Engine
from aishtui.pane.transcript import Transcript
from aishtui.screens.board import Board
from aishtui.screens.surroundings import Surroundings

PLACE_DELAY_S = 0.2
"""Finding the place costs what stands above it in its message: not for each line that is scrolled."""


class Placing(Board):
    """The place of the tab in front, told to the engine soon after it was moved and when the tab is left."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._placing: asyncio.TimerHandle | None = None

    @on(Transcript.ReaderMoved)
    def _reader_moved(self, event: Transcript.ReaderMoved) -> None:
        event.stop()
        if self._placing is None:
            self._placing = asyncio.get_running_loop().call_later(PLACE_DELAY_S, self.keep_place)

    def keep_place(self) -> None:
        """Where the tab in front is being read; a tab that is not loaded yet keeps what it has."""
        if self._placing is not None:
            self._placing.cancel()
            self._placing = None
        shown = [column.pane.document for column in self._columns.views()]
        for view in self._views.values():
            if view.loaded and any(view.document is document for document in shown):
                self.engine.set_place(view.tab_id, view.document.place)

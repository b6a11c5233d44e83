"""A line that tells of an answer, with the clock of its stage while that runs."""

import time
from collections.abc import Callable

from textual.timer import Timer

from aishtui.chat.answers import AnswerView
from aishtui.pane.ticking import LATE_S, next_second
from aishtui.widgets.line import LineWidget


class TickingLine(LineWidget):
    """Its timer runs only while the answer does, and then once a second."""

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._view: AnswerView | None = None
        self._monotonic = monotonic
        self._ticking: Timer | None = None
        self._due = 0.0
        """When the clock shows another second."""
        self.latest: Callable[[], AnswerView | None] = lambda: None
        """Asked with each second of the clock: that a server gives signs of life is not told otherwise."""

    @property
    def ticking(self) -> bool:
        """Whether its timer runs: only while something is answering."""
        return self._ticking is not None

    def on_mount(self) -> None:
        self._tick_if_needed()

    def _tick_if_needed(self) -> None:
        """The clock runs only while the answer does, and changes when its seconds do."""
        now = self._monotonic()
        running = self._view is not None and not self._view.status.ended and self.is_attached
        due = next_second(self._view, now) if self._view is not None and running else 0.0
        if due != self._due or not running:
            self._stop_ticking()
        if running and self._ticking is None:
            self._due = due
            self._ticking = self.set_timer(due - now + LATE_S, self._tick)

    def _tick(self) -> None:
        self._view = self.latest() or self._view
        self._stop_ticking()
        self._tick_if_needed()
        self.redraw()

    def _stop_ticking(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

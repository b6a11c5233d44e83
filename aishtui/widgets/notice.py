"""The line above the prompt: a thin rule, in which something just done is said for a few seconds."""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar

from textual.strip import Strip
from textual.timer import Timer

from aishtui.chat.clean import clean_line
from aishtui.widgets.line import LineWidget, Span

SHOWN_S = 6.0
_AT_LEAST_S = 1.0
"""A key sooner than this was pressed before the notice could be read."""


class NoticeLevel(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Notice(LineWidget):
    """It is always one row high, so nothing moves when it speaks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"notice--line", "notice--info", "notice--warning", "notice--error"}

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._text = ""
        self._level = NoticeLevel.INFO
        self._since = 0.0
        self._monotonic = monotonic
        self._timer: Timer | None = None

    @property
    def text(self) -> str:
        """What it says now; empty when it is just a line."""
        return self._text

    def show(self, text: str, level: NoticeLevel = NoticeLevel.INFO) -> None:
        """Says `text` in place of what it said before."""
        self._text, self._level, self._since = clean_line(text), level, self._monotonic()
        self._stop_timer()
        if self._text:
            self._timer = self.set_timer(SHOWN_S, self.dismiss)
        self.refresh()

    def key_pressed(self) -> None:
        """To be called on every key: takes the notice away once there was time to see it."""
        if self._text and self._monotonic() - self._since >= _AT_LEAST_S:
            self.dismiss()

    def dismiss(self) -> None:
        self._text = ""
        self._stop_timer()
        self.refresh()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def render_line(self, y: int) -> Strip:
        rule = Span("─", "notice--line")
        if y or not self._text:
            return self.row([], fill=rule)
        sign = "" if self._level is NoticeLevel.INFO else "! "
        words = Span(f" {sign}{self._text} ", f"notice--{self._level.value}")
        return self.row([rule, words], [rule], fill=rule)

"""The line above the prompt: a thin rule, in which something just done is said for a few seconds."""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from aishtui.chat.clean import clean_line
from aishtui.widgets.fit import wrapped
from aishtui.widgets.line import LineWidget, Span

SHOWN_S = 6.0
MOST_ROWS = 3
_AT_LEAST_S = 1.0
"""A key sooner than this was pressed before the notice could be read."""


class NoticeLevel(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Notice(LineWidget):
    """One row, so that nothing moves when it speaks; up to three while what it says does not fit into one."""

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
        self._level, self._since = level, self._monotonic()
        self._stop_timer()
        self._say(clean_line(text))
        if self._text:
            self._timer = self.set_timer(SHOWN_S, self.dismiss)

    def key_pressed(self) -> None:
        """To be called on every key: takes the notice away once there was time to see it."""
        if self._text and self._monotonic() - self._since >= _AT_LEAST_S:
            self.dismiss()

    def dismiss(self) -> None:
        self._stop_timer()
        self._say("")

    def _say(self, text: str) -> None:
        width, before = self.size.width, len(self._pieces(self.size.width))
        self._text = text
        self.refresh(layout=len(self._pieces(width)) != before)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @property
    def _sign(self) -> str:
        return "" if self._level is NoticeLevel.INFO else "! "

    def _pieces(self, width: int) -> list[str]:
        """What it says, row by row; one empty piece when it is just a line."""
        room = max(1, width - len(f"─ {self._sign} ─"))
        return wrapped(self._text, room, MOST_ROWS) or [""]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return len(self._pieces(width))

    def render_line(self, y: int) -> Strip:
        rule = Span("─", "notice--line")
        pieces = self._pieces(self.size.width)
        if y >= len(pieces) or not self._text:
            return self.row([], fill=rule)
        part = f"notice--{self._level.value}"
        if y:
            return self.row([Span(f"  {' ' * len(self._sign)}{pieces[y]}", part)])
        return self.row([rule, Span(f" {self._sign}{pieces[0]} ", part)], [rule], fill=rule)

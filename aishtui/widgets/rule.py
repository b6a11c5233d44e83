"""A thin rule, in which something is said for as long as it is so."""

from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.fit import wrapped
from aishtui.widgets.line import LineWidget, Span

_MOST_ROWS = 2


class Rule(LineWidget):
    """`─ The index is still being made: 312 messages left to read ─────────`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rule--line", "rule--words"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = ""

    @property
    def text(self) -> str:
        return self._words

    def say(self, words: str) -> None:
        """One or two sentences; empty: just a rule."""
        line = clean_line(words)
        if line != self._words:
            before = len(self._pieces(self.size.width))
            self._words = line
            self.refresh(layout=len(self._pieces(self.size.width)) != before)

    def _pieces(self, width: int) -> list[str]:
        return wrapped(self._words, max(10, width - 6), _MOST_ROWS) or [""]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return len(self._pieces(width))

    def render_line(self, y: int) -> Strip:
        rule = Span("─", "rule--line")
        pieces = self._pieces(self.size.width)
        if y >= len(pieces) or not pieces[y]:
            return self.row([], fill=rule)
        if y:
            return self.row([Span(f"  {pieces[y]}", "rule--words")])
        return self.row([rule, Span(f" {pieces[y]} ", "rule--words")], [rule], fill=rule)

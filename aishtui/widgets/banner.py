"""The banner under the header: what is wrong for longer than a moment, and what to do about it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.chat.wording import plural
from aishtui.widgets.fit import wrapped
from aishtui.widgets.line import LineWidget, Span

_MOST_ROWS = 6


class Banner(LineWidget):
    """Each problem begins with `!` and wraps; without problems the banner is not there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"banner--sign", "banner--text", "banner--more"}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: tuple[str, ...] = ()
        self.display = False

    @property
    def lines(self) -> tuple[str, ...]:
        return self._lines

    def show(self, lines: Sequence[str]) -> None:
        """One sentence (or two: what happened, what to do) for each problem."""
        cleaned = tuple(clean_line(line) for line in lines if line.strip())
        if cleaned != self._lines:
            self._lines = cleaned
            self.display = bool(cleaned)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        rows = self._rows(self.size.width)
        return self.row(rows[y] if y < len(rows) else [])

    def _rows(self, width: int) -> list[list[Span]]:
        rows: list[list[Span]] = []
        for number, line in enumerate(self._lines):
            pieces = wrapped(line, max(10, width - 4), _MOST_ROWS - 1)
            if rows and len(rows) + len(pieces) > _MOST_ROWS - (number < len(self._lines) - 1):
                more = plural(len(self._lines) - number, "more problem")
                return [*rows[: _MOST_ROWS - 1], [Span(f"   and {more}", "banner--more")]]
            for i, piece in enumerate(pieces):
                rows.append([Span("   " if i else " ! ", "banner--sign"), Span(piece, "banner--text")])
        return rows

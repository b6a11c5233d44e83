"""The banner under the header: what is wrong for longer than a moment, and what to do about it."""

import re
from collections.abc import Sequence
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.fit import wrapped
from aishtui.widgets.line import LineWidget, Span

_FEWEST_ROWS = 4
"""So many rows it may have on the lowest screen; on others up to a third of the height."""

_TYPED = re.compile("`([^`]+)`")
"""What can be typed stands between backticks."""

_REST = "`aishtui models` prints them all"


class Banner(LineWidget):
    """Each problem begins with `!` and wraps; without problems the banner is not there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"banner--sign", "banner--text", "banner--typed", "banner--more"}

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
        most = max(_FEWEST_ROWS, self.app.size.height // 3)
        rows: list[list[Span]] = []
        for number, line in enumerate(self._lines):
            pieces = _pieces(line, max(10, width - 4), most - 1, "banner--text")
            if rows and len(rows) + len(pieces) > most - (number < len(self._lines) - 1):
                more = f"and {len(self._lines) - number} more: {_REST}"
                (rest,) = _pieces(more, max(10, width - 4), 1, "banner--more")
                return [*rows[: most - 1], [Span("   "), *rest]]
            for i, piece in enumerate(pieces):
                rows.append([Span("   " if i else " ! ", "banner--sign"), *piece])
        return rows


def _pieces(line: str, width: int, most: int, part: str) -> list[list[Span]]:
    """`line` wrapped into at most `most` rows, what stands between backticks as what can be typed, without them."""
    parts = _TYPED.split(line)
    plain = "".join(parts)
    typed = [bool(index % 2) for index, text in enumerate(parts) for _ in text]
    rows: list[list[Span]] = []
    at = 0
    for piece in wrapped(plain, width, most):
        at = plain.index(piece.rstrip("…"), at)
        rows.append(_marked(piece, typed[at : at + len(piece)], part))
        at += len(piece.rstrip("…"))
    return rows


def _marked(piece: str, typed: Sequence[bool], part: str) -> list[Span]:
    """`piece` as spans, one for each stretch that is or is not to be typed."""
    spans: list[Span] = []
    for index, sign in enumerate(piece):
        look = "banner--typed" if index < len(typed) and typed[index] else part
        if spans and spans[-1].part == look:
            spans[-1] = Span(spans[-1].text + sign, look)
        else:
            spans.append(Span(sign, look))
    return spans

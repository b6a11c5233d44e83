"""The block at the end of a growing text, laid out piece by piece so that a frame's cost does not grow with it."""

from collections.abc import Sequence
from typing import Protocol

from aishtui.pane.lines import Line, Look, Span
from aishtui.pane.wrapping import wrap


class OpenBlock(Protocol):
    """A block that is still being written. It knows its source, so that it can always be laid out as a whole."""

    first_line: int
    """The index of its first line in the answer."""

    def feed(self, text: str) -> str | None:
        """Take in text; what is to be read from here on, or None while the block goes on.

        A block that cannot tell what comes gives all of its source back, and then has none.
        """
        ...

    def source(self) -> str:
        """Everything from its first character on."""
        ...

    def show(self, lines: list[Line]) -> int:
        """Bring the end of `lines` up to date, which holds what it put there before; the first line that may differ."""
        ...


class Settling:
    """The part of an open block whose lines settle one after the other."""

    def __init__(self, first_line: int, settled: Sequence[Line] = ()) -> None:
        self.first_line = first_line
        self._new: list[Line] = list(settled)
        """What has settled since it was shown last."""
        self._shown = first_line

    def settle(self, lines: Sequence[Line]) -> None:
        self._new.extend(lines)

    def put(self, lines: list[Line], open_lines: Sequence[Line], same: int = 0) -> int:
        """Put what has settled and then `open_lines` at the end of `lines`; the first line that may differ. Where
        nothing has settled, the first `same` of the open lines are there already."""
        first = self._shown
        if same and not self._new:
            lines[first + same :] = open_lines[same:]
            return first + same
        del lines[first:]
        lines.extend(self._new)
        self._new = []
        self._shown = len(lines)
        lines.extend(open_lines)
        return first


class OpenWrap:
    """Wraps one paragraph that only grows: what has been wrapped stays, but for its last line."""

    def __init__(self, width: int, fill: Look) -> None:
        self._width = width
        self._fill = fill
        self._carried: tuple[Span, ...] = ()

    def settled(self, spans: Sequence[Span]) -> list[Line]:
        """Wrap what is certain: the lines that are full."""
        *done, last = wrap([*self._carried, *spans], self._width, self._fill)
        self._carried = last.spans
        return done

    def rest(self, spans: Sequence[Span]) -> list[Line]:
        """The last lines, with what may still change."""
        return list(wrap([*self._carried, *spans], self._width, self._fill))

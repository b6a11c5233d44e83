"""A terminal that can scroll some columns alone (DECLRMM), which pyte's cannot."""

from typing import Any

import pyte


class MarginScreen(pyte.Screen):
    """As xterm has it: while mode 69 is set, a line feed at the bottom margin, or a reverse index at the top one, moves
    what is between all four margins, if it comes between left and right; `CSI s` sets those."""

    sides: tuple[int, int] | None = None

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """A new size takes the region that scrolls away, in xterm as in tmux, and before anything is moved."""
        self.set_margins()
        super().resize(lines, columns)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        super().set_mode(*modes, **kwargs)
        if kwargs.get("private") and 69 in modes:
            self.sides = (0, self.columns)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and 69 in modes:
            self.sides = None

    def set_sides(self, left: int = 1, right: int = 0) -> None:
        if self.sides is not None:
            self.sides = (left - 1, right or self.columns)
            self.cursor_position()

    def carriage_return(self) -> None:
        inside = self.sides is not None and self.cursor.x >= self.sides[0]
        super().carriage_return()
        if self.sides is not None and inside:
            self.cursor.x = self.sides[0]

    def index(self) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        if self.sides is None or self.cursor.y != bottom:
            super().index()
        elif self._inside:
            self._move(range(top, bottom), bottom, 1)

    def reverse_index(self) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        if self.sides is None or self.cursor.y != top:
            super().reverse_index()
        elif self._inside:
            self._move(range(bottom, top, -1), top, -1)

    @property
    def _inside(self) -> bool:
        return self.sides is not None and self.sides[0] <= self.cursor.x < self.sides[1]

    def _move(self, rows: range, new: int, up: int) -> None:
        assert self.sides is not None
        for y in (*rows, new):
            self.dirty.add(y)
            for x in range(*self.sides):
                self.buffer[y][x] = self.default_char if y == new else self.buffer[y + up][x]


class MarginStream(pyte.Stream):
    csi = {**pyte.Stream.csi, "s": "set_sides"}  # noqa: RUF012 - as pyte has it
    events = pyte.Stream.events | {"set_sides"}


class MarginByteStream(MarginStream, pyte.ByteStream):
    """The same for bytes."""

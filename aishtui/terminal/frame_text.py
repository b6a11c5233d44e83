"""What is sent for one frame: moves, pens and characters, each only where the terminal needs it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from aishtui.terminal.cells import is_simple, sure
from aishtui.terminal.pens import DEFAULT, Cell, Pen, changed, is_half, taken_up
from aishtui.terminal.scrolled import Row, Shift

_GAP = 4
"""Going over so many cells costs as much as writing them once more."""
_MANY = " " * 8
"""From so many blanks on, erasing is shorter than writing them."""


class FrameText:
    """Collects the text of one frame. `pen` is how the terminal writes at the moment; None: nobody knows."""

    def __init__(self, pen: Pen | None, width: int) -> None:
        self.pen = pen
        self._width = width
        self._parts: list[str] = []
        self._at: tuple[int, int] | None = None

    def __str__(self) -> str:
        return "".join(self._parts)

    @property
    def empty(self) -> bool:
        return not self._parts

    def move_to(self, x: int, y: int) -> None:
        if self._at == (x, y):
            return
        ahead = x - self._at[0] if self._at is not None and self._at[1] == y else 0
        if ahead > 0:
            self._parts.append(f"\x1b[{ahead}C" if ahead > 1 else "\x1b[C")
        else:
            self._parts.append(f"\x1b[{y + 1};{x + 1}H")
        self._at = (x, y)

    def scroll(self, shift: Shift) -> None:
        self._take(DEFAULT)
        self._parts.append(shift.sequence())
        self._at = None

    def as_it_is(self, text: str) -> None:
        """What nobody understands here, with a terminal that writes as it was told nothing."""
        self._take(DEFAULT)
        self._parts.append(text)
        self.pen = self._at = None

    def end_link(self) -> None:
        """No link stays open between frames: what others write is none of it."""
        if self.pen is not None and self.pen.link:
            self._take(DEFAULT)

    def row(self, y: int, cells: Row, places: Sequence[int]) -> None:
        """Write the cells in `places` of row `y`, and those between them where that is shorter."""
        for start, stop in _runs(cells, places):
            if self._run(y, cells, start, stop):
                break

    def _run(self, y: int, cells: Row, start: int, stop: int) -> bool:
        """True: all to the row's end was written, since terminals do not agree where it stands."""
        at = start
        for pen, part in groupby(cells[start:stop], key=_pen):
            stretch = list(part)
            if pen is not None:
                text = "".join(map(_character, stretch))
                self.move_to(at, y)
                if pen is not self.pen:
                    self._take(pen)
                if len(text) != len(stretch) or not is_simple(text) or (pen.erases and _MANY in text):
                    if self._one_by_one(y, cells, at, at + len(stretch)):
                        self._run(y, cells, at + len(stretch), len(cells))
                        return True
                else:
                    self._parts.append(text)
                    self._at = (at + len(text), y) if at + len(text) < self._width else None
            at += len(stretch)
        return False

    def _one_by_one(self, y: int, cells: Row, at: int, stop: int) -> bool:
        """Cells of one pen. True: terminals do not agree where they end."""
        unsure = False
        while at < stop:
            character, width = _character(cells[at]), 2 if at + 1 < stop and is_half(cells[at + 1]) else 1
            self.move_to(at, y)
            if character == " " and (blanks := _same(cells, at, stop)) >= len(_MANY) and self._erases:
                self._parts.append("\x1b[K" if at + blanks == self._width else f"\x1b[{blanks}X")
                at += blanks
                continue
            at += width
            if is_simple(character) or sure(character):
                self._parts.append(character or " ")
                self._at = (at, y) if at < self._width else None
            else:
                unsure = True
                self._parts.append(f"{' ' * width}\x1b[{y + 1};{at - width + 1}H{character}")
                self._at = None
        return unsure

    @property
    def _erases(self) -> bool:
        return self.pen is not None and self.pen.erases

    def _take(self, pen: Pen) -> None:
        self._parts.append(taken_up(pen) if self.pen is None else changed(self.pen, pen))
        self.pen = pen


def _same(cells: Row, start: int, stop: int) -> int:
    """How many times the cell at `start` stands there one after the other."""
    cell, at = cells[start], start + 1
    while at < stop and cells[at] is cell:
        at += 1
    return at - start


def _runs(cells: Row, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches to be written; wide characters are written whole."""
    start = last = places[0]
    for place in places[1:]:
        if place - last > 1 and not _filled(cells, last, place):
            yield _whole(cells, start, last + 1)
            start = place
        last = place
    yield _whole(cells, start, last + 1)


def _filled(cells: Row, last: int, place: int) -> bool:
    """Whether what is between two places is written by the same pen as the first, and is little."""
    first: Cell | None = cells[last]
    if place - last > _GAP + 1 or first is None:
        return False
    return all(cell is not None and cell[1] is first[1] for cell in cells[last + 1 : place])


def _whole(cells: Row, start: int, stop: int) -> tuple[int, int]:
    while start > 0 and is_half(cells[start]):
        start -= 1
    while stop < len(cells) and is_half(cells[stop]):
        stop += 1
    return start, stop


def _pen(cell: Cell | None) -> Pen | None:
    return None if cell is None else cell[1]


def _character(cell: Cell | None) -> str:
    return "" if cell is None else cell[0]

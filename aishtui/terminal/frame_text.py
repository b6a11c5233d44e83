"""What is sent for one frame: moves, pens and characters, each only where the terminal needs it."""

from collections.abc import Iterator, Sequence

from aishtui.terminal.cells import sure
from aishtui.terminal.pens import DEFAULT, Cell, Pen, changed, taken_up
from aishtui.terminal.scrolled import Row, Shift

_GAP = 4
"""Going over so many cells costs as much as writing them once more."""
_ERASED = 8
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
        at, unsure = start, False
        while at < stop:
            cell = cells[at]
            if cell is None:
                at += 1
                continue
            character, pen = cell
            self.move_to(at, y)
            if pen is not self.pen:
                self._take(pen)
            if character == " " and pen.erases and (blanks := _same(cells, at, stop)) >= _ERASED:
                self._parts.append("\x1b[K" if at + blanks == self._width else f"\x1b[{blanks}X")
                at += blanks
                continue
            width = 2 if at + 1 < len(cells) and (after := cells[at + 1]) is not None and not after[0] else 1
            at += width
            if character.isascii() or sure(character):
                self._parts.append(character or " ")
                self._at = (at, y) if at < self._width else None
            else:
                unsure, stop = True, len(cells)
                self._parts.append(f"{' ' * width}\x1b[{y + 1};{at - width + 1}H{character}")
                self._at = None
        return unsure

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
    while start > 0 and _is_half(cells[start]):
        start -= 1
    while stop < len(cells) and _is_half(cells[stop]):
        stop += 1
    return start, stop


def _is_half(cell: Cell | None) -> bool:
    return cell is not None and not cell[0]

"""What of a row is written in one go, and in which order: the fewest changes of pen, and moves."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from aishtui.terminal.pens import Cell, Pen, changed, is_half
from aishtui.terminal.scrolled import Row

_GAP = 4
"""Going over so many cells costs as much as writing them once more."""


class Stretch(NamedTuple):
    """Cells of one pen beside each other, from column `start` to before `stop` of row `y`."""

    y: int
    cells: Row
    start: int
    stop: int
    pen: Pen

    @property
    def text(self) -> str:
        return "".join(map(character_of, self.cells[self.start : self.stop]))


def stretches_of(y: int, cells: Row, start: int, stop: int) -> Iterator[Stretch]:
    """What is known of a run, by its pens; blanks go with what stands beside them."""
    at = begun = start
    last: Pen | None = None
    for pen, part in groupby(cells[start:stop], key=_pen):
        if last is not None and pen is not None and pen.writes(last):
            last = pen
        elif last is None or pen is None or not last.writes(pen):
            if last is not None:
                yield Stretch(y, cells, begun, at, last)
            begun, last = at, pen
        at += sum(1 for _ in part)
    if last is not None:
        yield Stretch(y, cells, begun, at, last)


def ordered_by_pen(stretches: Sequence[Stretch], pen: Pen | None) -> list[Stretch]:
    """Those of one pen after each other, those of the present one first, then always the pen that is nearest. Blanks
    come with what is written before them, if it may."""
    found: dict[Pen, list[Stretch]] = {}
    before = pen
    for stretch in stretches:
        own = stretch.pen
        if before is not None and before.writes(own):
            own = before
        elif own not in found:
            own = next((one for one in found if one.writes(own)), own)
        found.setdefault(own, []).append(stretch)
        before = own
    ordered = list[Stretch]()
    while found:
        pen = _nearest(pen, found)
        ordered += found.pop(pen)
    return ordered


def _nearest(pen: Pen | None, others: Iterable[Pen]) -> Pen:
    if pen is None:
        return next(iter(others))
    here = pen
    return min(others, key=lambda other: 0 if here.writes(other) else len(changed(here, other)))


def switches(stretches: Sequence[Stretch]) -> int:
    return sum(not one.pen.writes(other.pen) for one, other in pairwise(stretches))


def runs(cells: Row, places: Sequence[int], in_colour: bool) -> Iterator[tuple[int, int]]:
    """The stretches to be written; wide characters are written whole."""
    start = last = places[0]
    for place in places[1:]:
        if place - last > 1 and not _filled(cells, last, place, in_colour):
            yield _whole(cells, start, last + 1)
            start = place
        last = place
    yield _whole(cells, start, last + 1)


def _filled(cells: Row, last: int, place: int, in_colour: bool) -> bool:
    """Whether what is between two places is written by the same pen as the first, and is little, or as blank as the
    second: then one erasing is for both."""
    first, second, between = cells[last], cells[place], cells[last + 1 : place]
    if first is None or second is None:
        return False
    if len(between) <= _GAP:
        return all(cell is not None and first[1].writes(cell[1]) for cell in between)
    one_blank = second[0] == " " and second[1].erases(in_colour) and first[1].writes(second[1])
    return one_blank and all(cell is second for cell in between)


def _whole(cells: Row, start: int, stop: int) -> tuple[int, int]:
    while start > 0 and is_half(cells[start]):
        start -= 1
    while stop < len(cells) and is_half(cells[stop]):
        stop += 1
    return start, stop


def _pen(cell: Cell | None) -> Pen | None:
    return None if cell is None else cell[1]


def character_of(cell: Cell | None) -> str:
    return "" if cell is None else cell[0]

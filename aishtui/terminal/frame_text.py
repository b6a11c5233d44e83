"""What is sent for one frame: moves, pens and characters, each only where the terminal needs it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from aishtui.terminal.cells import is_simple, sure
from aishtui.terminal.pens import BLANK, DEFAULT, Cell, Pen, changed, is_half, taken_up
from aishtui.terminal.scrolled import Row, Shift
from aishtui.terminal.stretches import Stretch, character_of, ordered_by_pen, runs, stretches_of, switches

ALL_SCROLL = "\x1b[r"
"""No region of rows scrolls alone any more."""
_DOWN = "\v"
"""One row down in the same column, as in line printers. Of a line feed the kernel would make two bytes."""
_STEPS = 4
"""More of them are not shorter than saying where to go."""
_BLANKS = re.compile(" {8,}")
"""From so many blanks on, erasing is shorter than writing them."""
_MANY = 12
"""The same where something is to be written behind them."""

Change = tuple[int, Row, Sequence[int]]
"""A row's number, its cells, and the places in which they are new."""


class FrameText:
    """Collects the text of one frame. `pen` is how the terminal writes at the moment; None: nobody knows. `region`: the
    rows that scroll, from the first to the last; None: all of them. `in_colour`: it erases in the background that is
    in use."""

    def __init__(
        self, pen: Pen | None, width: int, in_colour: bool = False, region: tuple[int, int] | None = None
    ) -> None:
        self.pen = pen
        self.region = region
        self.has_scrolled = False
        self._width = width
        self._in_colour = in_colour
        self._parts: list[str] = []
        self._at: tuple[int, int] | None = None

    def __str__(self) -> str:
        return "".join(self._parts)

    @property
    def empty(self) -> bool:
        return not self._parts

    def move_to(self, x: int, y: int, cells: Sequence[Cell | None] = ()) -> None:
        """The shortest way there. `cells` are what stands, or will stand, in that row: those on the way may be written
        once more."""
        if self._at == (x, y):
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        if self._at is not None:
            column, row = self._at
            if 0 <= y - row <= _STEPS and self._may_step_to(y):
                down = _DOWN * (y - row)
                ways.append(f"{down}\r{self._right(0, x, cells)}")
                if x >= column:
                    ways.append(down + self._right(column, x, cells))
                else:
                    ways.append(f"{down}\x1b[{column - x}D" if column - x > _STEPS else down + "\b" * (column - x))
        self._parts.append(min(ways, key=len))
        self._at = (x, y)

    def _may_step_to(self, y: int) -> bool:
        """Past the rows that scroll, one step down has them scroll, or is another thing to each terminal."""
        return self.region is None or y <= self.region[1]

    def _right(self, start: int, stop: int, cells: Sequence[Cell | None]) -> str:
        """From one column to another of the same row."""
        steps = stop - start
        over = cells[start:stop] if steps <= _STEPS else ()
        if over and all(map(self._writes_simply, over)):
            return "".join(map(character_of, over))
        return f"\x1b[{steps}C" if steps > 1 else "\x1b[C" * steps

    def _writes_simply(self, cell: Cell | None) -> bool:
        if cell is None or self.pen is None:
            return False
        return cell[0] != "" and is_simple(cell[0]) and self.pen.writes(cell[1])

    def whole_screen(self) -> None:
        """Have all rows scroll again, whatever was said before, and characters written as here: over what stands there
        (IRM), at places of the screen (DECOM)."""
        self._parts.append(f"\x1b[4l\x1b[?6l{ALL_SCROLL}")
        self._at = self.region = None

    def scroll(self, shift: Shift) -> Cell | None:
        """Have rows moved. What then stands in those that come new: blanks of the terminal's own background, or
        something terminals do not agree about."""
        if self.pen is None:
            self._take(DEFAULT)
        elif self.pen.blank is None:
            self._take(self.pen.unlined)
        self._parts.append(shift.sequence(self.region))
        self._at, self.region, self.has_scrolled = shift.left_at, shift.region, True
        return None if self.pen is None or self.pen.background else BLANK

    def as_it_is(self, text: str) -> None:
        """What nobody understands here, with a terminal that writes as it was told nothing."""
        self._take(DEFAULT)
        self._parts.append(text)
        self.pen = self._at = None

    def end_link(self) -> None:
        """No link stays open between frames: what others write is none of it."""
        if self.pen is not None and self.pen.link:
            self._take(DEFAULT)

    def changes(self, changes: Iterable[Change]) -> None:
        """Write what is new, and what stands between where that is shorter: row by row, or one pen after the other."""
        certain: list[Stretch] = []
        for y, cells, places in changes:
            for start, stop in runs(cells, places, self._in_colour):
                if _uncertain(cells[start:stop]):
                    self._to_the_end(y, cells, start)
                    break
                certain += stretches_of(y, cells, start, stop)
        by_pen = ordered_by_pen(certain, self.pen)
        if switches(by_pen) < switches(certain):
            self._put(min(self._written(certain), self._written(by_pen), key=FrameText.__len__))
        else:
            self._write(certain)

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def _written(self, stretches: Sequence[Stretch]) -> "FrameText":
        """What would come next."""
        text = FrameText(self.pen, self._width, self._in_colour, self.region)
        text._at = self._at
        text._write(stretches)
        return text

    def _put(self, text: "FrameText") -> None:
        self._parts += text._parts
        self.pen, self._at = text.pen, text._at

    def _write(self, stretches: Iterable[Stretch]) -> None:
        for stretch in stretches:
            text = stretch.text
            self._begin(stretch)
            if len(text) == stretch.stop - stretch.start and is_simple(text):
                self._simple(stretch, text)
            else:
                self._one_by_one(stretch)

    def _begin(self, stretch: Stretch) -> None:
        if self.pen is None or not self.pen.writes(stretch.pen):
            self._take(stretch.pen)
        self.move_to(stretch.start, stretch.y, stretch.cells)

    def _simple(self, stretch: Stretch, text: str) -> None:
        at, y = stretch.start, stretch.y
        for part, erased in _parts(text) if stretch.pen.erases(self._in_colour) else ((text, False),):
            self.move_to(at, y)
            at += len(part)
            if erased:
                self._parts.append("\x1b[K" if at == self._width else f"\x1b[{len(part)}X")
            else:
                self._parts.append(part)
                self._at = (at, y) if at < self._width else None

    def _one_by_one(self, stretch: Stretch) -> None:
        at = stretch.start
        while at < stretch.stop:
            cells = stretch.cells
            character = character_of(cells[at])
            width = 2 if at + 1 < stretch.stop and is_half(cells[at + 1]) else 1
            self.move_to(at, stretch.y)
            at += width
            if is_simple(character) or sure(character):
                self._parts.append(character or " ")
                self._at = (at, stretch.y) if at < self._width else None
            else:
                self._parts.append(f"{' ' * width}\x1b[{stretch.y + 1};{at - width + 1}H{character}")
                self._at = None

    def _to_the_end(self, y: int, cells: Row, start: int) -> None:
        """All of a row from `start` on, in this order: terminals do not agree where one of its characters ends."""
        self._write(stretches_of(y, cells, start, len(cells)))

    def _take(self, pen: Pen) -> None:
        self._parts.append(taken_up(pen) if self.pen is None else changed(self.pen, pen))
        self.pen = pen


def _uncertain(cells: Sequence[Cell | None]) -> bool:
    """Whether terminals disagree about the width of a character among these."""
    text = "".join(map(character_of, cells))
    return not is_simple(text) and not all(is_simple(said) or sure(said) for said in map(character_of, cells))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text piece by piece, and whether it is blanks that are better erased."""
    at = 0
    for blanks in _BLANKS.finditer(text):
        if len(blanks[0]) >= _MANY or blanks.end() == len(text):
            if at < blanks.start():
                yield text[at : blanks.start()], False
            yield blanks[0], True
            at = blanks.end()
    if at < len(text):
        yield text[at:], False

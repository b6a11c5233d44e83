"""Differences as rows of cells, beside each other or one below the other; nothing is laid out that is not looked at."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from aishtui.chat.differences import Differences, Kind, Row
from aishtui.chat.differences import Span as Words
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.wrapping import TAB, breaks, cells
from aishtui.widgets.fit import pad
from aishtui.widgets.line import Span

GUTTER = 2
_MOST_KEPT = 512
_BETWEEN = Span("│", "frame")


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Item(NamedTuple):
    """What stands on one or more rows: both sides of a row of the difference, or one of them."""

    row: int
    side: Side


class Spot(NamedTuple):
    """One row of cells: the item, and which of its rows."""

    item: int
    line: int


@dataclass(frozen=True, slots=True)
class _Laid:
    """One side of a row, cut into lines: tabs are blanks, `ends` is where each of `looks` ends."""

    text: str
    ends: tuple[int, ...]
    looks: tuple[bool, ...]
    lines: tuple[tuple[int, int], ...]

    def pieces(self, line: int) -> Iterator[tuple[str, bool]]:
        at, stop = self.lines[line]
        for index in range(bisect_right(self.ends, at), len(self.ends)):
            if at >= stop:
                return
            end = min(self.ends[index], stop)
            yield self.text[at:end], self.looks[index]
            at = end


class DifferenceRows:
    """The rows at one width. A spot is addressed by item and line, and kept over widths by row and character."""

    def __init__(self, found: Differences, width: int, *, beside: bool) -> None:
        self._found = found
        self._beside = beside
        self._half = (width - 1) // 2 if beside else width
        self._room = max(1, self._half - GUTTER - beside)
        self._right_half = width - 1 - self._half
        self._kept: dict[tuple[int, Side], _Laid] = {}
        self.items: list[Item] = []
        self.places: list[range] = []
        """Of which items each place of the difference is made."""
        self._arrange()

    # -- which items there are

    def _arrange(self) -> None:
        at = 0
        for place in self._found.places:
            self.items += self._same(range(at, place.start))
            begins = len(self.items)
            self.items += self._differing(place)
            self.places.append(range(begins, len(self.items)))
            at = place.stop
        self.items += self._same(range(at, len(self._found.rows)))

    def _same(self, rows: range) -> Iterator[Item]:
        side = Side.BOTH if self._beside else Side.LEFT
        return (Item(row, side) for row in rows)

    def _differing(self, place: range) -> Iterator[Item]:
        """One below the other, what has gone stands above what has come for it."""
        if self._beside:
            yield from (Item(row, Side.BOTH) for row in place)
            return
        for side in (Side.LEFT, Side.RIGHT):
            for number in place:
                row = self._found.rows[number]
                words = row.left if side is Side.LEFT else row.right
                if words or (words is not None and not row.goes_on):
                    yield Item(number, side)

    # -- going from row to row

    def after(self, spot: Spot) -> Spot | None:
        """The next one; None below the last."""
        if spot.line + 1 < self.height(spot.item):
            return Spot(spot.item, spot.line + 1)
        return Spot(spot.item + 1, 0) if spot.item + 1 < len(self.items) else None

    def before(self, spot: Spot) -> Spot | None:
        """The one above; None above the first."""
        if spot.line:
            return Spot(spot.item, spot.line - 1)
        return self.last_of(spot.item - 1) if spot.item else None

    def last_of(self, item: int) -> Spot:
        return Spot(item, self.height(item) - 1)

    def height(self, item: int) -> int:
        return max(len(laid.lines) for laid in self._sides(self.items[item]))

    def mark(self, spot: Spot) -> tuple[int, int]:
        """Where in the texts `spot` is: the row, and a character of its longer side."""
        item = self.items[spot.item]
        laid = max(self._sides(item), key=lambda laid: len(laid.lines))
        return item.row, laid.lines[spot.line][0]

    def spot_of(self, mark: tuple[int, int]) -> Spot:
        """The spot that shows what was at `mark`, or what is nearest to it."""
        row, character = mark
        index = min(self._item_of(row), len(self.items) - 1)
        laid = max(self._sides(self.items[index]), key=lambda laid: len(laid.lines))
        return Spot(index, max(0, bisect_right(laid.lines, character, key=lambda line: line[0]) - 1))

    def _item_of(self, row: int) -> int:
        """The first item of `row`. Within a place the items of one side stand behind those of the other."""
        place = bisect_right(self._found.places, row, key=lambda place: place.start) - 1
        if place >= 0 and row in self._found.places[place]:
            return next((at for at in self.places[place] if self.items[at].row == row), self.places[place].start)
        last = self.places[place].stop if place >= 0 else 0
        return last + row - (self._found.places[place].stop if place >= 0 else 0)

    # -- what is drawn

    def spans(self, spot: Spot, here: range) -> list[Span]:
        """The cells of one row; `here` are the items of the place where the reader is."""
        item = self.items[spot.item]
        row = self._found.rows[item.row]
        marked = spot.item in here
        if item.side is not Side.BOTH:
            return self._side(row, item, spot.line, item.side, marked)
        left = self._side(row, item, spot.line, Side.LEFT, marked)
        width = sum(cells(span.text) for span in left)
        left.append(Span(pad("", self._half - width)))
        return [*left, _BETWEEN, *self._side(row, item, spot.line, Side.RIGHT, marked)]

    def _side(self, row: Row, item: Item, line: int, side: Side, marked: bool) -> list[Span]:
        laid = self._laid(item.row, side)
        words = row.left if side is Side.LEFT else row.right
        if words is None or line >= len(laid.lines):
            return [Span(" " * GUTTER)]
        look = "removed" if side is Side.LEFT else "added"
        sign = " " if not row.differs or line or row.goes_on else "-" if side is Side.LEFT else "+"
        gutter = [Span(sign, "here" if marked else look), Span(" ")]
        within = f"{look}-words" if row.kind is Kind.CHANGED else look
        return [*gutter, *(Span(text, within if differs else "") for text, differs in laid.pieces(line))]

    def _sides(self, item: Item) -> list[_Laid]:
        sides = (Side.LEFT, Side.RIGHT) if item.side is Side.BOTH else (item.side,)
        return [self._laid(item.row, side) for side in sides]

    def _laid(self, row: int, side: Side) -> _Laid:
        laid = self._kept.get((row, side))
        if laid is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._found.rows[row]
            words = found.left if side is Side.LEFT else found.right
            laid = self._kept[row, side] = _lay(words or (), self._room)
        return laid


def _lay(words: Sequence[Words], room: int) -> _Laid:
    text, ends = "", []
    for span in words:
        text += _without_tabs(span.text, cells(text)) if "\t" in span.text else span.text
        ends.append(len(text))
    lines = tuple((start, stop) for start, stop, _ in breaks(text, room))
    return _Laid(text, tuple(ends), tuple(span.differs for span in words), lines)


def _without_tabs(text: str, column: int) -> str:
    """`text`, which begins at `column`, with blanks up to the next multiple of four cells for each tab."""
    written = ""
    for number, part in enumerate(text.split("\t")):
        if number:
            written += " " * (TAB - (column + cells(written)) % TAB)
        written += part
    return written

"""Finds out whether rows of the screen have moved up or down, so that the terminal can move them itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress, count
from operator import is_not

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.terminal.pens import BLANK, Cell, is_half

Row = list[Cell | None]
"""None: nobody knows what stands in this place, or what should."""

_FEWEST = 3
"""Fewer rows are drawn as soon as moved."""
_MOVING = 30
"""Bytes to have rows moved: the region, the place, the line feeds, the whole screen again."""
_APART = 8
"""Bytes to go to a row in which something is to be drawn."""
_ERASING = 8
"""Bytes for blanks that the terminal can erase, about."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The rows from `top` to `bottom` (both included) go up by `up` rows, or down where that is negative; new ones come
    after them. `columns` where only those from the first to before the second move."""

    top: int
    bottom: int
    up: int
    columns: tuple[int, int] | None = None

    @property
    def region(self) -> tuple[int, int]:
        """The rows that scroll, as `DECSTBM` has them."""
        return self.top, self.bottom

    @property
    def left_at(self) -> tuple[int, int] | None:
        """Where the cursor stands when it is done: column and row. None: terminals do not agree."""
        return (0, self._edge) if self.columns is None else None

    @property
    def _edge(self) -> int:
        """The row from which they are pushed."""
        return self.bottom if self.up > 0 else self.top

    def sequence(self, region: tuple[int, int] | None = None) -> str:
        """What has the terminal move them; `region`: which rows scroll already. Whole rows leave their own as the
        region. Some terminals fill what is new with the background in use, some with their own."""
        row = self._edge
        feeds = "\n" * self.up or "\x1bM" * -self.up
        rows = f"\x1b[{self.top + 1};{self.bottom + 1}r" if region != self.region else ""
        if self.columns is None:
            return f"{rows}\x1b[{row + 1}H{feeds}"
        left, right = self.columns
        return f"{rows}\x1b[?69h\x1b[{left + 1};{right}s\x1b[{row + 1};{left + 1}H{feeds}\x1b[?69l"

    def apply(self, rows: list[Row], width: int, new: Cell | None = BLANK) -> None:
        """Move `rows` as the terminal does; `new` stands in each place of those that come after."""
        left, right = self.columns or (0, width)
        part = rows[self.top : self.bottom + 1]
        blank: list[Row] = [[new] * width] * abs(self.up)
        moved = [*part[self.up :], *blank] if self.up > 0 else [*blank, *part[: self.up]]
        rows[self.top : self.bottom + 1] = [
            [*before[:left], *after[left:right], *before[right:]] for before, after in zip(part, moved, strict=True)
        ]


def differing(old: Row, new: Row) -> list[int]:
    """The places in which two rows of the same length differ and the new one is known."""
    return [at for at in compress(count(), map(is_not, old, new)) if new[at] is not None]


def shift_of(
    shown: Sequence[Row],
    wanted: Sequence[Row],
    differences: dict[int, list[int]],
    *,
    margins: bool = False,
    in_colour: bool = False,
) -> Shift | None:
    """The move that saves most, judged by the cells that need not be sent; None: none is worth its own bytes.

    With `margins` the terminal can move some columns alone. Without, what stands beside them goes with them, and comes
    back as changed cells: that is weighed too. `in_colour`: it erases in the background that is in use.
    """
    changed = [row for row, places in differences.items() if places]
    if len(changed) < _FEWEST:
        return None
    rows = range(min(changed), max(changed) + 1)
    left = min(differences[row][0] for row in changed)
    right = max(differences[row][-1] for row in changed) + 1
    columns = slice(left, right)  # what stands beside it has not moved
    up = _usual_move(shown, wanted, rows, columns) or _most_frequent_move(shown, wanted, rows, columns)
    if up is None:
        return None
    alone = margins and right - left > 1 and not any(_cut(shown[row], left) or _cut(shown[row], right) for row in rows)
    return _best_region(shown, wanted, differences, rows, up, (left, right) if alone else None, in_colour)


def _cut(row: Row, at: int) -> bool:
    """Whether a wide character stands on both sides of column `at`."""
    return at < len(row) and is_half(row[at])


def _usual_move(shown: Sequence[Row], wanted: Sequence[Row], rows: range, columns: slice) -> int | None:
    """One row up, as an answer grows, without looking for others."""
    moved = sum(shown[row + 1][columns] == wanted[row][columns] for row in rows[:-1])
    return 1 if moved > len(rows) // 2 else None


def _most_frequent_move(shown: Sequence[Row], wanted: Sequence[Row], rows: range, columns: slice) -> int | None:
    """By how many rows most of what is now there was further down."""
    before: dict[tuple[int, ...], int | None] = {}
    for row in rows:
        key = tuple(map(id, shown[row][columns]))
        before[key] = None if key in before else row  # what stands there twice tells nothing
    moves = Counter[int]()
    for row in rows:
        was = before.get(tuple(map(id, wanted[row][columns])))
        if was is not None and was != row:
            moves[was - row] += 1
    found = moves.most_common(1)
    return found[0][0] if found and found[0][1] >= _FEWEST - 1 else None


def _best_region(
    shown: Sequence[Row],
    wanted: Sequence[Row],
    differences: dict[int, list[int]],
    rows: range,
    up: int,
    columns: tuple[int, int] | None,
    in_colour: bool,
) -> Shift | None:
    """The rows that together save most when they are moved (the greatest sum of neighbours)."""
    left, right = columns or (0, len(wanted[rows.start]))

    def cost(row: int, places: Iterable[int]) -> int:
        return _cost(wanted[row], places, in_colour)

    def moved_cost(row: int) -> int:
        moved, there = shown[row + up], wanted[row]
        return cost(row, (at for at in range(left, right) if moved[at] is not there[at]))

    best, best_gain = (0, -1), 0
    start, gain = rows.start, 0
    for row in rows:
        if row + up not in rows:
            start, gain = row + 1, 0
            continue
        if gain <= 0:
            start, gain = row, 0
        gain += cost(row, differences.get(row, ())) - moved_cost(row)
        if gain > best_gain:
            best, best_gain = (start, row), gain
    first, last = best
    new = range(last + 1, last + 1 + up) if up > 0 else range(first + up, first)
    loss = sum(cost(row, range(left, right)) - cost(row, differences.get(row, ())) for row in new)
    if first > last or best_gain - loss <= _MOVING:
        return None
    return Shift(min(first, *new), max(last, *new), up, columns)


def _cost(row: Row, places: Iterable[int], in_colour: bool) -> int:
    """About how many bytes it takes to send these places of a row."""
    cells = [cell for at in places if (cell := row[at]) is not None]
    blanks = sum(character == " " and pen.erases(in_colour) for character, pen in cells)
    return len(cells) - blanks + min(blanks, _ERASING) + _APART if cells else 0

"""The difference of two texts: line beside line, and the words within them that are not the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from aishtui.chat.common_runs import Budget
from aishtui.chat.differing_words import Stretch, stretches, word_count
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.line_pairs import Pair, line_pairs
from aishtui.chat.long_lines import LONGEST, pieces_of
from aishtui.chat.wording import plural

_STEPS = 2_500_000
"""What may be spent on finding lines, and as much again on words: the costliest texts then take about a second."""


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    """The same line on both sides, with other words in it."""
    REPLACED = "replaced"
    """Two lines that are not alike and only stand beside each other."""
    REMOVED = "removed"
    """On the left side only."""
    ADDED = "added"
    """On the right side only."""


class Span(NamedTuple):
    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of either text, beside each other; of a very long line a piece. None: that side has no line here."""

    kind: Kind
    left: tuple[Span, ...] | None
    right: tuple[Span, ...] | None
    goes_on: bool = False
    """It is a further piece of the line in the row above."""

    @property
    def differs(self) -> bool:
        return self.kind is not Kind.SAME

    def swapped(self) -> "Row":
        kind = {Kind.REMOVED: Kind.ADDED, Kind.ADDED: Kind.REMOVED}.get(self.kind, self.kind)
        return Row(kind, self.right, self.left, self.goes_on)


@dataclass(frozen=True, slots=True)
class Differences:
    """`words` are those of both texts together, `words_same` how many of them stand in both."""

    rows: tuple[Row, ...]
    places: tuple[range, ...]
    """Where the texts differ, each some rows that belong together."""
    words: int = 0
    words_same: int = 0
    coarse: bool = False
    """Finding out more would have taken too long: what stands for what is only known roughly."""

    def swapped(self) -> "Differences":
        return replace(self, rows=tuple(row.swapped() for row in self.rows))

    @property
    def summary(self) -> str:
        """`12 differences · 84 % of the words are the same`."""
        if not self.places:
            return "no difference"
        parts = [plural(len(self.places), "difference")]
        if self.words:
            parts.append(f"{self._percent} % of the words are the same")
        if self.coarse:
            parts.append("compared roughly, there is too much of it")
        return " · ".join(parts)

    @property
    def _percent(self) -> int:
        """0 and 100 are said only where they are exactly so."""
        if self.words_same in (0, self.words):
            return 100 if self.words_same else 0
        return min(99, max(1, round(100 * self.words_same / self.words)))


def differences(left: str, right: str) -> Differences:
    """What of `left` is another in `right`. Takes a second at most, so it is to be called in a thread.

    Either way round the same is found: which of several ways to match two texts is taken, does not depend on sides.
    """
    if left > right:
        return differences(right, left).swapped()
    return _Comparison(left.split("\n"), right.split("\n")).result()


class _Comparison:
    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self._left = left
        self._right = right
        self._for_lines = Budget(_STEPS)
        self._for_words = Budget(_STEPS)
        self._words = self._same = 0

    def result(self) -> Differences:
        rows = tuple(self._rows())
        coarse = self._for_lines.coarse or self._for_words.coarse
        return Differences(rows, tuple(_places(rows)), self._words, self._same, coarse)

    def _rows(self) -> Iterator[Row]:
        waiting: list[Pair] = []
        for left, right in line_pairs(self._left, self._right, self._for_lines):
            if left is None or right is None:
                waiting.append((left, right))
                continue
            yield from self._replaced(waiting)
            waiting.clear()
            line, beside = self._left[left], self._right[right]
            kind = Kind.SAME if line == beside else Kind.CHANGED
            found = [Stretch(line, line)] if line == beside else stretches(line, beside, self._for_words)
            yield from self._row(kind, found)
        yield from self._replaced(waiting)

    def _replaced(self, waiting: Sequence[Pair]) -> Iterator[Row]:
        """Lines that have nothing to do with each other stand beside each other as long as there are some."""
        lefts = [self._left[left] for left, _ in waiting if left is not None]
        rights = [self._right[right] for _, right in waiting if right is not None]
        for line, beside in zip_longest(lefts, rights):
            yield from self._row(_kind(line, beside), [Stretch(line or "", beside or "")])

    def _row(self, kind: Kind, found: Sequence[Stretch]) -> Iterator[Row]:
        self._count(found)
        long = any(sum(map(len, side)) > LONGEST for side in zip(*found, strict=True))
        whole = kind in (Kind.REPLACED, Kind.REMOVED, Kind.ADDED)
        for number, piece in enumerate(pieces_of(found) if long else [found]):
            left = tuple(Span(part.left, whole or not part.same) for part in piece if part.left)
            right = tuple(Span(part.right, whole or not part.same) for part in piece if part.right)
            shown = Kind.SAME if kind is Kind.CHANGED and all(part.same for part in piece) else kind
            yield Row(
                shown, None if kind is Kind.ADDED else left, None if kind is Kind.REMOVED else right, goes_on=number > 0
            )

    def _count(self, found: Sequence[Stretch]) -> None:
        for stretch in found:
            count = word_count(stretch.left)
            if stretch.same:
                self._same += 2 * count
                self._words += 2 * count
            else:
                self._words += count + word_count(stretch.right)


def _kind(line: str | None, beside: str | None) -> Kind:
    """Of lines for which no like was found. Where there was no time to find it, they may be equal by chance."""
    if line is None:
        return Kind.ADDED
    if beside is None:
        return Kind.REMOVED
    return Kind.SAME if line == beside else Kind.REPLACED


def _places(rows: Sequence[Row]) -> Iterator[range]:
    """Every changed line is a place of its own; lines that have no like are one together."""
    begins = 0
    for number in range(1, len(rows) + 1):
        before, row = rows[number - 1], rows[number] if number < len(rows) else None
        if row is not None and before.differs and row.differs and Kind.CHANGED not in (before.kind, row.kind):
            continue
        if before.differs:
            yield range(begins, number)
        begins = number

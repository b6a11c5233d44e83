"""What two sequences have in common, in order: exactly where that is cheap, coarser where it is not, never for long."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from aishtui.chat.lazy_dataclass import dataclass

_RUN_LENGTHS = (8, 3, 1)
"""Runs of so many items that stand once on either side are where large sequences are fastened to each other."""
_SMALL = 400
"""Sequences with no more items in all are searched without being fastened before."""
_STEPS_PER_ITEM = 2
"""What it costs to look at each item of a sequence once, in steps of the search."""
_AT_ONCE = 4096
"""No more items are counted in one call: for as long as that lasts no other thread comes to its turn."""
_MOST_EDITS = 600
"""Beyond so many removed and added items a stretch has nothing in common that would be worth its price: the search
costs their square."""


class Run(NamedTuple):
    """`size` items from `left` on are those from `right` on."""

    left: int
    right: int
    size: int


@dataclass(slots=True)
class Budget:
    """Steps that may still be taken. `coarse` says that something was left out for want of them."""

    steps: int
    coarse: bool = False

    def spend(self, steps: int) -> bool:
        """False, and nothing spent, where there are not so many."""
        if steps > self.steps:
            self.coarse = True
            return False
        self.steps -= steps
        return True


class _Gap(NamedTuple):
    """A stretch of either side; the ends are behind the last item."""

    left: int
    left_end: int
    right: int
    right_end: int

    @property
    def size(self) -> int:
        return self.left_end - self.left + self.right_end - self.right

    @property
    def one_sided(self) -> bool:
        return self.left == self.left_end or self.right == self.right_end


def common_runs(left: Sequence[Hashable], right: Sequence[Hashable], budget: Budget) -> list[Run]:
    """The runs of equal items, in order, none touching the next on both sides; none at all where the sequences are too
    long for the budget."""
    if not budget.spend(_STEPS_PER_ITEM * (len(left) + len(right))):
        return []
    names: dict[Hashable, int] = {}
    lefts = [names.setdefault(item, len(names)) for item in left]
    rights = [names.setdefault(item, len(names)) for item in right]
    return list(_joined(_Search(lefts, rights, budget).runs(_Gap(0, len(left), 0, len(right)), 0)))


@dataclass(slots=True)
class _Search:
    left: list[int]
    right: list[int]
    budget: Budget

    def runs(self, gap: _Gap, level: int) -> Iterator[Run]:
        """The runs in `gap`; `level` is how many of the run lengths have been tried on it."""
        before, gap, after = self._trimmed(gap)
        if before.size:
            yield before
        if not gap.one_sided:
            yield from self._within(gap, level)
        if after.size:
            yield after

    def _trimmed(self, gap: _Gap) -> tuple[Run, _Gap, Run]:
        """What both begin with, what is between, and what both end with."""
        left, left_end, right, right_end = gap
        while left < left_end and right < right_end and self.left[left] == self.right[right]:
            left, right = left + 1, right + 1
        while left < left_end and right < right_end and self.left[left_end - 1] == self.right[right_end - 1]:
            left_end, right_end = left_end - 1, right_end - 1
        before = Run(gap.left, gap.right, left - gap.left)
        after = Run(left_end, right_end, gap.left_end - left_end)
        return before, _Gap(left, left_end, right, right_end), after

    def _within(self, gap: _Gap, level: int) -> Iterator[Run]:
        if gap.size > _SMALL:
            for deeper in range(level, len(_RUN_LENGTHS)):
                if not self.budget.spend(_STEPS_PER_ITEM * gap.size):
                    return
                anchors = self._anchors(gap, _RUN_LENGTHS[deeper])
                if anchors:
                    yield from self._between(gap, anchors, deeper + 1)
                    return
        yield from self._shared(gap)

    def _between(self, gap: _Gap, anchors: Sequence[Run], level: int) -> Iterator[Run]:
        at_left, at_right = gap.left, gap.right
        for anchor in anchors:
            yield from self.runs(_Gap(at_left, anchor.left, at_right, anchor.right), level)
            yield anchor
            at_left, at_right = anchor.left + anchor.size, anchor.right + anchor.size
        yield from self.runs(_Gap(at_left, gap.left_end, at_right, gap.right_end), level)

    def _anchors(self, gap: _Gap, length: int) -> list[Run]:
        """The longest series of runs of `length` that stand once on either side, in the order of both."""
        of_left = _places(self.left[gap.left : gap.left_end], length)
        of_right = _places(self.right[gap.right : gap.right_end], length)
        pairs = [(place, of_right[run]) for run, place in of_left.items() if run in of_right]
        series = _rising(sorted(pairs))
        return list(_apart(Run(gap.left + left, gap.right + right, length) for left, right in series))

    def _shared(self, gap: _Gap) -> Iterator[Run]:
        """Search what is left when items that stand on one side only are taken out: they need no searching."""
        here, there = set(self.left[gap.left : gap.left_end]), set(self.right[gap.right : gap.right_end])
        lefts = [at for at in range(gap.left, gap.left_end) if self.left[at] in there]
        rights = [at for at in range(gap.right, gap.right_end) if self.right[at] in here]
        wanted, offered = [self.left[at] for at in lefts], [self.right[at] for at in rights]
        for left, right in _fewest_edits(wanted, offered, self.budget):
            yield Run(lefts[left], rights[right], 1)


def _places(items: Sequence[int], length: int) -> dict[tuple[int, ...], int]:
    """Where each run of `length` begins that stands here once."""
    runs = list(zip(*(items[start:] for start in range(length)), strict=False))
    counted: Counter[tuple[int, ...]] = Counter()
    for begins in range(0, len(runs), _AT_ONCE):
        counted.update(runs[begins : begins + _AT_ONCE])
    return {run: place for place, run in enumerate(runs) if counted[run] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of `pairs`, which are sorted, whose second numbers rise too (by patience sorting)."""
    tops: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(pairs):
        at = bisect_left(tops, right)
        before.append(heads[at - 1] if at else -1)
        if at == len(tops):
            tops.append(right)
            heads.append(index)
        else:
            tops[at], heads[at] = right, index
    series = []
    index = heads[-1] if heads else -1
    while index >= 0:
        series.append(pairs[index])
        index = before[index]
    return series[::-1]


def _apart(runs: Iterator[Run]) -> Iterator[Run]:
    """Rising runs without those parts that another has already."""
    left = right = 0
    for run in runs:
        skip = max(0, left - run.left, right - run.right)
        if skip < run.size:
            yield Run(run.left + skip, run.right + skip, run.size - skip)
            left, right = run.left + run.size, run.right + run.size


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Runs that touch each other on both sides are one."""
    last = Run(0, 0, 0)
    for run in runs:
        if run.left == last.left + last.size and run.right == last.right + last.size:
            last = Run(last.left, last.right, last.size + run.size)
        else:
            if last.size:
                yield last
            last = run
    if last.size:
        yield last


def _fewest_edits(left: Sequence[int], right: Sequence[int], budget: Budget) -> list[tuple[int, int]]:
    """The pairs of equal items on a way with the fewest edits (E. W. Myers, "An O(ND) Difference Algorithm and Its
    Variations", 1986); none where that would cost too much."""
    most = min(len(left) + len(right), _MOST_EDITS)
    furthest = [0] * (2 * most + 3)  # by diagonal; the last half are the negative ones
    history: list[list[int]] = []
    for edits in range(most + 1):
        if not budget.spend(edits + 1):
            return []
        history.append(furthest[:])
        for diagonal in range(-edits, edits + 1, 2):
            down = _came_down(furthest, diagonal, edits)
            begin = at = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            while at < len(left) and at - diagonal < len(right) and left[at] == right[at - diagonal]:
                at += 1
            furthest[diagonal] = at
            if at >= len(left) and at - diagonal >= len(right):
                return _way_back(history, len(left), len(right))
            if at > begin and not budget.spend(at - begin):
                return []
    budget.coarse = True
    return []


def _came_down(furthest: Sequence[int], diagonal: int, edits: int) -> bool:
    """Whether the way to `diagonal` took an item of the right side last."""
    return diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])


def _way_back(history: Sequence[Sequence[int]], left: int, right: int) -> list[tuple[int, int]]:
    """The pairs on the way, found from its end."""
    pairs: list[tuple[int, int]] = []
    for edits in range(len(history) - 1, -1, -1):
        furthest = history[edits]
        diagonal = left - right
        down = _came_down(furthest, diagonal, edits)
        before = furthest[diagonal + 1] if down else furthest[diagonal - 1]
        begin = (before if down else before + 1) if edits else 0
        while left > begin:
            left, right = left - 1, right - 1
            pairs.append((left, right))
        if edits:
            left, right = (left, right - 1) if down else (left - 1, right)
    return pairs[::-1]

"""Which line of one text stands for which of the other: the same ones first, then those most like each other."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from aishtui.chat.common_runs import Budget, Run, common_runs
from aishtui.chat.differing_words import has_word, tokens
from aishtui.chat.lazy_dataclass import dataclass

Pair = tuple[int | None, int | None]
"""A line of the left text and one of the right, by their numbers; None where one has none beside it."""

_ALIKE = 0.4
"""Lines that have less than this share of their letters in common are different lines."""
_TRIFLE = 0.5
"""What it is worth to have two equal lines without a word beside each other: less than any word."""
_STEPS_PER_PAIR = 4


@dataclass(frozen=True, slots=True)
class _Bag:
    """A line's words and signs, without their order."""

    words: Mapping[str, int]
    length: int

    @classmethod
    def of(cls, words: Sequence[str]) -> "_Bag":
        return cls(Counter(words), sum(map(len, words)))

    def common(self, other: "_Bag") -> int:
        """How many letters stand in both."""
        few, many = (self.words, other.words) if len(self.words) <= len(other.words) else (other.words, self.words)
        return sum(len(word) * min(count, many[word]) for word, count in few.items() if word in many)


def line_pairs(left: Sequence[str], right: Sequence[str], budget: Budget) -> Iterator[Pair]:
    """Every line of either text once, in its order."""
    at_left = at_right = 0
    for run in [*_fixed(left, right, budget), Run(len(left), len(right), 0)]:
        yield from _matched(left, right, range(at_left, run.left), range(at_right, run.right), budget)
        yield from ((run.left + step, run.right + step) for step in range(run.size))
        at_left, at_right = run.left + run.size, run.right + run.size


def _fixed(left: Sequence[str], right: Sequence[str], budget: Budget) -> Iterator[Run]:
    """Equal lines that say something. Blank ones and lone brackets are everywhere, and would hold apart what belongs
    together; those beside a line that is fixed go with it."""
    lefts = [number for number, line in enumerate(left) if has_word(line)]
    rights = [number for number, line in enumerate(right) if has_word(line)]
    runs = common_runs([left[number] for number in lefts], [right[number] for number in rights], budget)
    at_left = at_right = 0
    for run in runs:
        for step in range(run.size):
            first_left, first_right = last_left, last_right = lefts[run.left + step], rights[run.right + step]
            while first_left > at_left and first_right > at_right and left[first_left - 1] == right[first_right - 1]:
                first_left, first_right = first_left - 1, first_right - 1
            yield Run(first_left, first_right, last_left + 1 - first_left)
            at_left, at_right = last_left + 1, last_right + 1


def _matched(left: Sequence[str], right: Sequence[str], lefts: range, rights: range, budget: Budget) -> Iterator[Pair]:
    """The lines between two fixed places."""
    some, others = left[lefts.start : lefts.stop], right[rights.start : rights.stop]
    at_left, at_right = lefts.start, rights.start
    for one, other in _most_alike(some, others, budget) if some and others else ():
        yield from _unmatched(range(at_left, lefts[one]), range(at_right, rights[other]))
        yield lefts[one], rights[other]
        at_left, at_right = lefts[one] + 1, rights[other] + 1
    yield from _unmatched(range(at_left, lefts.stop), range(at_right, rights.stop))


def _unmatched(lefts: range, rights: range) -> Iterator[Pair]:
    yield from ((number, None) for number in lefts)
    yield from ((None, number) for number in rights)


def _most_alike(left: Sequence[str], right: Sequence[str], budget: Budget) -> list[tuple[int, int]]:
    """The pairs, in order, that have the most letters in common altogether."""
    if not budget.spend(sum(map(len, left)) + sum(map(len, right))):
        return []
    lefts, rights = [_words(line) for line in left], [_words(line) for line in right]
    if len(left) * len(right) * _STEPS_PER_PAIR > budget.steps // 2:
        return _by_their_words(lefts, rights, budget)
    budget.spend(len(left) * len(right) * _STEPS_PER_PAIR)
    others = [_Bag.of(words) for words in rights]
    best = [[0.0] * (len(right) + 1)]
    for line, words in zip(left, lefts, strict=True):
        above, bag, row = best[-1], _Bag.of(words), [0.0]
        for at, other in enumerate(others):
            worth = _worth(line, right[at], bag, other)
            row.append(max(above[at + 1], row[at], above[at] + worth if worth else 0.0))
        best.append(row)
    return _chosen(best)


def _words(line: str) -> list[str]:
    return [token for token in tokens(line) if not token.isspace()]


def _worth(line: str, beside: str, bag: _Bag, other: _Bag) -> float:
    if line == beside:
        return bag.length + _TRIFLE
    length = bag.length + other.length
    if 2 * min(bag.length, other.length) < _ALIKE * length:
        return 0.0
    common = bag.common(other)
    return common if 2 * common >= _ALIKE * length else 0.0


def _chosen(best: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The way through the table that is worth most, found from its end."""
    pairs: list[tuple[int, int]] = []
    one, other = len(best) - 1, len(best[0]) - 1
    while one and other:
        if best[one][other] == best[one][other - 1]:
            other -= 1
        elif best[one][other] == best[one - 1][other]:
            one -= 1
        else:
            one, other = one - 1, other - 1
            pairs.append((one, other))
    return pairs[::-1]


def _by_their_words(
    left: Sequence[Sequence[str]], right: Sequence[Sequence[str]], budget: Budget
) -> list[tuple[int, int]]:
    """The same for many lines: all words of either side are searched at once, and lines belong together whose words
    were found in each other."""
    lefts = [(number, word) for number, words in enumerate(left) for word in words]
    rights = [(number, word) for number, words in enumerate(right) for word in words]
    common: Counter[tuple[int, int]] = Counter()
    for run in common_runs([word for _, word in lefts], [word for _, word in rights], budget):
        for step in range(run.size):
            (one, word), (other, _) = lefts[run.left + step], rights[run.right + step]
            common[one, other] += len(word)
    pairs: list[tuple[int, int]] = []
    for (one, other), letters in sorted(common.items()):
        if 2 * letters < _ALIKE * sum(map(len, (*left[one], *right[other]))):
            continue
        if not pairs or (pairs[-1][0] < one and pairs[-1][1] < other):
            pairs.append((one, other))
        elif letters > common[pairs[-1]]:
            pairs[-1] = one, other
    return pairs

"""Two lines word by word: which parts of them are the same, and which are not."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aishtui.chat.common_runs import Budget, common_runs

# East Asian text has no spaces: each sign is a word. All other letters, digits, emoji and what joins them are words
# together; each sign of punctuation is a token of its own, and so is each stretch of white space.
_EAST = "\u2e80-\u2fff\u3005-\u3007\u3031-\u30ff\u3400-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = (
    "\u0080-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u2190-\u2bff"
    "\u3001-\u3004\u3008-\u3030\uff00-\uff0f"
)
_JOINED = "(?:[\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f]|\u200d.)*"
_LETTER = rf"[^\x00-/:-@\[-^`{{-\x7f\s{_SIGNS}{_EAST}]"
_TOKEN = re.compile(rf"{_LETTER}+|\s+|.{_JOINED}", re.DOTALL)
_WORD = re.compile(rf"{_LETTER}+|[{_EAST}]{_JOINED}")

_AT_ONCE = 4096
"""A longer text is searched match by match: one call for all of it would let no other thread come to its turn."""


class Stretch(NamedTuple):
    """A part of either line. Both are the same text, or they have nothing in common and one may be empty."""

    left: str
    right: str

    @property
    def same(self) -> bool:
        return self.left == self.right


def tokens(text: str) -> list[str]:
    """`text` in words, signs and stretches of white space; joined they are `text` again."""
    if len(text) <= _AT_ONCE:
        return _TOKEN.findall(text)
    return [match.group() for match in _TOKEN.finditer(text)]


def has_word(text: str) -> bool:
    return _WORD.search(text) is not None


def word_count(text: str) -> int:
    return len(_WORD.findall(text)) if len(text) <= _AT_ONCE else sum(1 for _ in _WORD.finditer(text))


def stretches(left: str, right: str, budget: Budget) -> list[Stretch]:
    """What two lines have in common and what not, in turn; joined, the left sides are `left` and the right ones
    `right`."""
    lefts, rights = tokens(left), tokens(right)
    runs = common_runs(lefts, rights, budget)
    return _without_scraps([stretch for stretch in _all(lefts, rights, runs) if stretch.left or stretch.right])


def _all(lefts: Sequence[str], rights: Sequence[str], runs: Sequence[tuple[int, int, int]]) -> Iterator[Stretch]:
    at_left = at_right = 0
    for left, right, size in runs:
        yield Stretch("".join(lefts[at_left:left]), "".join(rights[at_right:right]))
        same = "".join(lefts[left : left + size])
        yield Stretch(same, same)
        at_left, at_right = left + size, right + size
    yield Stretch("".join(lefts[at_left:]), "".join(rights[at_right:]))


def _without_scraps(found: list[Stretch]) -> list[Stretch]:
    """A few letters that two quite different passages happen to share only break them up for the reader: what is the
    same between two differences, and is not longer than either, becomes part of them, and so does a mere space."""
    kept: list[Stretch] = []
    for stretch in found:
        kept.append(stretch)
        while len(kept) >= 3 and _scrap(*kept[-3:]):
            joined = kept[-3:]
            kept[-3:] = [Stretch("".join(part.left for part in joined), "".join(part.right for part in joined))]
    return kept


def _scrap(before: Stretch, between: Stretch, after: Stretch) -> bool:
    if before.same or after.same or not between.same:
        return False
    length = len(between.left)
    return between.left.isspace() or length <= min(max(map(len, before)), max(map(len, after)))

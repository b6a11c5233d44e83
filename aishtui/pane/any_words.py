"""Several words looked for at once, as the history finds them: each from the beginning of a word on, in any order."""

from collections.abc import Sequence

from aishtui.chat.folding import base_letters
from aishtui.pane.searching import MOST_HITS, Hit, Words

_UNBROKEN_FROM = "\u0e00"
"""From here on there are scripts that put no blank between words: there a hit may stand within a run of letters."""


class AnyWords(Words):
    """Hits of any of some words or phrases; neither capitals nor accents count, as they do not in the history's search.
    The last one may go on behind its end, the others are whole words."""

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__(" ".join(terms))
        self._each = tuple(Words(_plain(term.lower())) for term in terms if term.strip())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyWords) and other._each == self._each

    def __hash__(self) -> int:
        return hash(self._each)

    def __bool__(self) -> bool:
        return bool(self._each)

    def narrow(self, wider: Words) -> bool:  # noqa: ARG002 - the same question as of others
        """Never: with one word more there are more hits."""
        return False

    def count(self, text: str) -> int:
        plain = _plain(text)
        return len(self.find(plain)) if text and any(words.count(plain) for words in self._each) else 0

    def find(self, text: str) -> list[Hit]:
        text = _plain(text)
        found: list[Hit] = []
        last = len(self._each) - 1
        for index, words in enumerate(self._each):
            found += (hit for hit in words.find(text) if _is_word(text, hit, open_end=index == last))
        return _apart(sorted(found))[:MOST_HITS]


def _is_word(text: str, hit: Hit, *, open_end: bool) -> bool:
    """Whether a hit is no part of a longer word; with `open_end` it may be its beginning."""
    start, stop = hit
    return not _within_word(text, start) and (open_end or not _within_word(text, stop))


def _within_word(text: str, at: int) -> bool:
    """Whether the characters before and at a place belong to one word."""
    if not 0 < at < len(text) or text[at] >= _UNBROKEN_FROM:
        return False
    return text[at - 1].isalnum() and text[at].isalnum()


def _plain(text: str) -> str:
    """`text` without accents; each character stays where it is."""
    return text if text.isascii() else text.translate(base_letters())


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """In order, and none over another: the first of those that do, and of those that begin together the longest."""
    kept: list[Hit] = []
    for hit in hits:
        if kept and hit[0] == kept[-1][0]:
            kept[-1] = hit
        elif not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept

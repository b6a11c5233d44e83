"""Full-text search over the manual: which sections fit a question, and how well."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from aishtui.broker.index import Index, words
from aishtui.broker.manual import Section
from aishtui.broker.stop_words import STOP_WORDS

_MOST_WORDS = 24
_CORRECTED = range(5, 41)
"""The lengths of words that are read as others: short ones are like too many, long ones are no words."""
_LEAST_ALIKE = 0.82
_LEAST_COVER = 0.34
"""A section that covers less of a question does not fit it, so that one common word is no answer."""


@dataclass(frozen=True, slots=True)
class Found:
    section: Section
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """The sections that fit, best first, and the words that were read as others: `(clipbord, clipboard)`."""

    found: tuple[Found, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question with what the index knows of it."""

    weight: float
    read_as: str
    hits: Mapping[int, float]
    rarity: float


def subject_words(question: str) -> list[str]:
    """What a question is about: its words without stop words, each once, in order."""
    return list(dict.fromkeys(word for word in words(question) if word not in STOP_WORDS))[:_MOST_WORDS]


class Search:
    """Ranks sections by the sum of their words' scores, how much of the question they cover, and how much of their
    heading is asked for: who says `keys` means "All keys" rather than a section that mentions them more often."""

    def __init__(self, sections: Sequence[Section], index: Index) -> None:
        self._sections = sections
        self._index = index
        self._headings = [subject_words(section.heading) for section in sections]
        texts = (f"{s.chapter} {s.heading} {s.also} {s.text}" for s in sections)
        self._vocabulary = sorted({word for text in texts for word in words(text) if _can_be_corrected(word)})

    def find(self, weights: Mapping[str, float]) -> Findings:
        """The sections for a question's words, each with how much it counts."""
        asked = {word: self._look_up(word, weight) for word, weight in weights.items()}
        whole = sum(word.rarity for word in asked.values())
        ranked: list[Found] = []
        for place in sorted({place for word in asked.values() for place in word.hits}):
            here = [word for word in asked.values() if place in word.hits]
            cover = sum(word.rarity for word in here) / whole
            if cover >= _LEAST_COVER:
                score = sum(word.weight * word.hits[place] for word in here)
                ranked.append(Found(self._sections[place], score * cover * (1 + self._heading_asked(place, weights))))
        read_as = tuple((word, known.read_as) for word, known in asked.items() if known.read_as != word)
        return Findings(tuple(sorted(ranked, key=lambda found: -found.score)), read_as if ranked else ())

    def _look_up(self, word: str, weight: float) -> _Word:
        """Rarity is what finding the word says: a word that is nowhere counts most, so that it is missed."""
        read_as, hits = word, self._index.hits(word)
        if not hits and _can_be_corrected(word):
            close = get_close_matches(word, self._vocabulary, n=1, cutoff=_LEAST_ALIKE)
            if close:
                read_as, hits = close[0], self._index.hits(close[0])
        rarity = weight * math.log(1 + len(self._sections) / max(1, len(hits)))
        return _Word(weight, read_as, hits, rarity)

    def _heading_asked(self, place: int, asked: Mapping[str, float]) -> float:
        """The part of the heading's words that are in the question."""
        heading = self._headings[place]
        said = (max((asked[other] for other in asked if _alike(word, other)), default=0.0) for word in heading)
        return sum(said) / max(1, len(heading))


def _alike(word: str, other: str) -> bool:
    """`key` and `keys`, `copy` and `copying`."""
    return word == other or (min(len(word), len(other)) >= 3 and (word.startswith(other) or other.startswith(word)))


def _can_be_corrected(word: str) -> bool:
    return len(word) in _CORRECTED and word not in STOP_WORDS

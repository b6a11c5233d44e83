"""Finding names by some of their letters, as somebody types: which fit, which fit best, and what of them was typed."""

import re
from collections.abc import Sequence

from aishtui.chat.folding import folded

_MOST_WORDS = 8
_LONGEST_WORD = 64

# How well one typed word fits. Between the last two of these lies what has its letters with others between them.
_EXACT, _BEGINS, _BEGINS_WORD, _INITIALS, _WITHIN, _SCATTERED = 1000.0, 900.0, 800.0, 700.0, 600.0, 60.0
_ALSO_WORD, _ALSO = 40.0, 20.0
_LEAST_WITHIN_ALSO = 3
"""One or two letters stand somewhere in nearly every description."""


class Finder:
    """Looks through the same names again and again. What is typed on behind a word is looked for only among the names
    that fitted before."""

    def __init__(self, names: Sequence[str], also: Sequence[str] = (), liked: Sequence[float] = ()) -> None:
        """`also` are further words about each name, which count less; `liked` is added to how well each fits."""
        self._given, self._given_also = names, also
        self._names: list[str] = []
        self._also: list[str] = []
        self._liked = liked
        self._before: tuple[str, list[int]] | None = None
        """What was looked for the last time, and the places of all that fitted."""

    def find(self, typed: str) -> list[int]:
        """The places of the names that fit every word of `typed`, the best first, of equals the shortest. With nothing
        typed all of them, in their order."""
        words = words_of(typed)
        if not words:
            return list(range(len(self._given)))
        if not self._names:
            self._names = [folded(name) for name in self._given]
            self._also = [folded(more) for more in self._given_also] or [""] * len(self._names)
        scores = dict.fromkeys(self._among(typed), 0.0)
        for word in words:
            scores = self._fitting(_Word(word), scores)
        self._before = (typed, list(scores))
        if self._liked:
            scores = {place: score + self._liked[place] for place, score in scores.items()}
        names = self._names
        return [place for _, _, place in sorted((-score, len(names[place]), place) for place, score in scores.items())]

    def _among(self, typed: str) -> Sequence[int]:
        if self._before is not None and self._before[0].strip() and typed.startswith(self._before[0]):
            return self._before[1]
        return range(len(self._names))

    def _fitting(self, word: "_Word", scores: dict[int, float]) -> dict[int, float]:
        names, also, fits = self._names, self._also, word.fits
        found: dict[int, float] = {}
        for place, before in scores.items():
            score = fits(names[place]) or word.fits_also(also[place])
            if score:
                found[place] = before + score
        return found


def words_of(typed: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in folded(typed).split()[:_MOST_WORDS]]


def typed_letters(typed: str, name: str) -> frozenset[int]:
    """The places in `name`, as it is written, of the letters by which it was found."""
    letters = [(made, at) for at, letter in enumerate(name) for made in folded(letter)]
    flat = "".join(made for made, _ in letters)
    return frozenset(letters[at][1] for word in words_of(typed) for at in _Word(word).letters(flat))


class _Word:
    """One word that is looked for, folded, in names that are folded."""

    def __init__(self, word: str) -> None:
        self._word = word
        # Each letter as early as it can be: what an atomic group has found is never looked for elsewhere.
        self._initials = re.compile("".join(rf"(?>.*?(?<![^\W_]){re.escape(letter)})" for letter in word), re.DOTALL)
        self._all = _in_order(word)
        self._rests: tuple[re.Pattern[str], ...] = ()
        """What has to come behind each letter; made where it is needed."""

    def fits(self, name: str) -> float:
        """0 where it does not."""
        word = self._word
        at = name.find(word)
        if at == 0:
            return _EXACT if len(name) == len(word) else _BEGINS
        if at < 0 and self._all.match(name) is None:
            return 0
        if at > 0 and _word_start(name, word, at) >= 0:
            return _BEGINS_WORD
        if len(word) > 1 and self._initials.match(name) is not None:
            return _INITIALS
        return _WITHIN if at > 0 else self._how_scattered(self._walk(name), name)

    def fits_also(self, words: str) -> float:
        at = words.find(self._word)
        if at < 0:
            return 0
        if at == 0 or _word_start(words, self._word, at) >= 0:
            return _ALSO_WORD
        return _ALSO if len(self._word) >= _LEAST_WITHIN_ALSO else 0

    def letters(self, name: str) -> Sequence[int]:
        """Where its letters stand in a name that it fits; nowhere in one that it does not."""
        at = name.find(self._word)
        if at >= 0:
            start = at if at == 0 else _word_start(name, self._word, at)
            if start < 0 and len(self._word) > 1 and self._initials.match(name) is not None:
                return self._walk(name, runs=False)
            start = start if start >= 0 else at
            return range(start, start + len(self._word))
        if self._all.match(name) is None:
            return ()
        return self._walk(name, runs=self._initials.match(name) is None)

    def _walk(self, name: str, runs: bool = True) -> list[int]:
        """Letter by letter: next to the one before, else at the start of a word, else wherever it is. `name` has them
        all. Without `runs` only starts of words are wanted, and there are enough of them."""
        self._rests = self._rests or tuple(_in_order(self._word[at + 1 :]) for at in range(len(self._word)))
        places: list[int] = []
        at = -1
        for number, letter in enumerate(self._word):
            at += 1
            if not (runs and places and name.startswith(letter, at)):
                at = name.find(letter, at)
                start = at if at == 0 else _word_start(name, letter, at)
                if start > at and (not runs or self._rests[number].match(name, start + 1) is not None):
                    at = start
            places.append(at)
        return places

    def _how_scattered(self, places: list[int], name: str) -> float:
        before = -2
        good = 0
        for at in places:
            good += at == before + 1 or at == 0 or not name[at - 1].isalnum()
            before = at
        room = _WITHIN + 40 - _SCATTERED
        return _SCATTERED + room * (good / len(places)) ** 2 - min(30, places[-1] - places[0] + 1 - len(places))


def _in_order(letters: str) -> re.Pattern[str]:
    """Finds all of the letters, one behind the other."""
    return re.compile("".join(f"(?>.*?{re.escape(letter)})" for letter in letters), re.DOTALL)


def _word_start(name: str, word: str, at: int) -> int:
    """Where `word`, which stands at `at` behind the beginning, first stands at the start of a word; else -1."""
    while at > 0 and name[at - 1].isalnum():
        at = name.find(word, at + 1)
    return at

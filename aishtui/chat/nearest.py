"""The nearest names to one that was not found."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from heapq import nlargest

from aishtui.chat.wording import listed

_MANY = 50
"""Among so many that share the most words the nearest ids are looked for: difflib takes 0.1 ms for each."""


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Up to `most` of `names` that look like `name`, best first; case and punctuation count little."""
    by_plain: dict[str, str] = {}
    for candidate in names:
        by_plain.setdefault(candidate.casefold().replace("-", "_"), candidate)
    plain = name.casefold().replace("-", "_")
    close = get_close_matches(plain, by_plain, n=most, cutoff=0.5)
    starting = [key for key in by_plain if key.startswith(plain) and key not in close] if plain else []
    return [by_plain[key] for key in (*close, *starting)][:most]


def or_list(names: Iterable[str]) -> str:
    """`fast`, `fast or chat`, `fast, chat or deep`."""
    return listed(names, "or")


class NearestIds:
    """The ids of a catalogue by their words: one pass over them, and then a near miss is looked for only among those
    that share a word with it."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._with_word: dict[str, list[int]] | None = None

    def to(self, model: str, most: int = 2) -> list[str]:
        if len(self._ids) <= _MANY:
            return nearest(model, self._ids, most)
        if self._with_word is None:
            self._with_word = {}
            for index, id_ in enumerate(self._ids):
                for word in frozenset(_words(id_)):
                    self._with_word.setdefault(word, []).append(index)
        shared = Counter(index for word in frozenset(_words(model)) for index in self._with_word.get(word, ()))
        likely = nlargest(_MANY, sorted(shared), key=shared.__getitem__)  # of equals, those that are listed first
        return nearest(model, [self._ids[index] for index in likely], most)


def _words(model: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", model.casefold()) if word]

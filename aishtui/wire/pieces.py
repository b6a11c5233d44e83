"""JSON whose lists are long, read entry by entry, so that another thread is never kept waiting for all of it."""

import json
import re
from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar

from aishtui.chat.lazy_dataclass import dataclass

T = TypeVar("T")

_SPACE = re.compile(r"[ \t\n\r]*")  # RFC 8259, 2
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Pieces(Generic[T]):
    """What stood at the top: the lists that were named, each entry as `each` made it, and everything else as it is.

    The name of a bare list, and of a bare value, is empty.
    """

    lists: dict[str, list[T]]
    fields: dict[str, Any]


def read_pieces(text: str, names: Collection[str], each: Callable[[Any, str], T]) -> Pieces[T]:
    """What `json.loads` reads, no more and no less, but one entry at a time of the outer lists that have one of these
    `names`: `each` is called with its value and its text.

    One call of `json.loads` holds the interpreter's lock until its end. Raises ValueError or RecursionError.
    """
    reading = _Reading(text, names, each, Pieces({}, {}))
    at = reading.behind_space(0)
    at = reading.object(at) if text[at : at + 1] == "{" else reading.value(at, "")
    at = reading.behind_space(at)
    if at != len(text):
        raise json.JSONDecodeError("Extra data", text, at)
    return reading.pieces


@dataclass(frozen=True, slots=True)
class _Reading(Generic[T]):
    """Each method begins at a place of the text and returns the place behind what it read."""

    text: str
    names: Collection[str]
    each: Callable[[Any, str], T]
    pieces: Pieces[T]

    def object(self, at: int) -> int:
        at = self.behind_space(at + 1)
        if self._is("}", at):
            return at + 1
        while True:
            if not self._is('"', at):
                raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self.text, at)
            key, at = _DECODER.raw_decode(self.text, at)
            at = self._behind(":", self.behind_space(at))
            at = self.behind_space(self.value(at, key))
            if self._is("}", at):
                return at + 1
            at = self._behind(",", at)

    def value(self, at: int, key: str) -> int:
        """Of two values with one name the last counts, as in `json.loads`."""
        self.pieces.lists.pop(key, None)
        self.pieces.fields.pop(key, None)
        if key in self.names and self._is("[", at):
            entries = self.pieces.lists[key] = []
            return self._list(at, entries)
        self.pieces.fields[key], at = _DECODER.raw_decode(self.text, at)
        return at

    def _list(self, at: int, entries: list[T]) -> int:
        at = self.behind_space(at + 1)
        if self._is("]", at):
            return at + 1
        while True:
            value, end = _DECODER.raw_decode(self.text, at)
            entries.append(self.each(value, self.text[at:end]))
            at = self.behind_space(end)
            if self._is("]", at):
                return at + 1
            at = self._behind(",", at)

    def behind_space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match is not None else at

    def _is(self, sign: str, at: int) -> bool:
        return self.text[at : at + 1] == sign

    def _behind(self, sign: str, at: int) -> int:
        if not self._is(sign, at):
            raise json.JSONDecodeError(f"Expecting {sign!r}", self.text, at)
        return self.behind_space(at + 1)

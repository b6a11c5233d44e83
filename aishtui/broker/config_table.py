"""Takes values out of a configuration's tables, and collects what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from aishtui.broker.config_values import Wrong
from aishtui.broker.plain import plain
from aishtui.broker.toml_lines import Place, line_of, lines_of, shown

_T = TypeVar("_T")
_Otherwise = TypeVar("_Otherwise")


@dataclass(frozen=True, slots=True)
class Mistake:
    """`line` counts from 1; it is None, and `key` empty, where the whole file is meant."""

    path: Path
    line: int | None
    key: str
    problem: str

    def __str__(self) -> str:
        places = [str(self.path), f"line {self.line}" if self.line else "", self.key]
        return f"{plain(', '.join(place for place in places if place), 600)}: {self.problem}."


class Mistakes:
    """Those found so far in one file."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = lines_of(text)
        self.found: list[Mistake] = []

    def add(self, place: Place, problem: str) -> None:
        key = plain(shown(place))
        self.found.append(Mistake(self.path, line_of(self._lines, place), key, problem.rstrip(".")))


class Table:
    """One table of the file. Where a value is wrong, that is said with what happens `instead`."""

    def __init__(self, values: Mapping[str, Any], place: Place, mistakes: Mistakes, instead: str = "") -> None:
        self.values = values
        self.place = place
        self._mistakes = mistakes
        self._instead = instead

    def value(self, key: str, parse: Callable[[Any], _T], otherwise: _Otherwise) -> _T | _Otherwise:
        """What stands at `key`; `otherwise` where nothing stands there, or something wrong."""
        if key not in self.values:
            return otherwise
        try:
            return parse(self.values[key])
        except Wrong as wrong:
            self.wrong(key, f"{wrong}; {self._instead or _used(otherwise)}")
            return otherwise

    def needed(self, key: str, parse: Callable[[Any], _T]) -> _T | None:
        """The same of what has to be there; None where it is not."""
        if key in self.values:
            return self.value(key, parse, None)
        self._mistakes.add(self.place, f"has no {key}, which it needs; {self._instead}")
        return None

    def find_unknown(self, known: Sequence[str], advice: Mapping[str, str]) -> None:
        """`advice` is what to say of keys that people try."""
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                hint = f"perhaps {near[0]} is meant" if near else f"known are {', '.join(known)}"
                self.wrong(key, advice.get(key, f"is not known here, and not used; {hint}"))

    def wrong(self, key: str, problem: str) -> None:
        self._mistakes.add((*self.place, key), problem)


def _used(value: object) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()} is used"
    if isinstance(value, str | int | float):
        return f"{value} is used"
    return "the usual is used"

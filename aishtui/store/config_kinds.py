"""The kinds of values that `config.toml` may hold: what each must be, in words, and how it is read."""

import math
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from aishtui.chat.nearest import nearest, or_list
from aishtui.store.header_rules import wrong_header
from aishtui.store.toml_file import kind_of, number_words

T = TypeVar("T")
_MOST_DAYS = 100_000


class Wrong(Exception):
    """The value is none of its kind: `wanted` where more is to be said than the kind's words, and `is_now` what it is
    where its type does not say that."""

    def __init__(self, wanted: str = "", is_now: str = "") -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.is_now = is_now


class Kind(NamedTuple, Generic[T]):
    """`words` go on after "must be"; `read` raises Wrong."""

    words: str
    read: Callable[[Any], T]


def one_of(known: tuple[T, ...]) -> Kind[T]:
    """One of these texts; of another, the nearest are named."""
    words = or_list(f'"{one}"' for one in known)

    def read(value: Any) -> T:
        for one in known:
            if one == value:
                return one
        near = nearest(value, map(str, known)) if isinstance(value, str) else []
        raise Wrong(f"{words} (did you mean {or_list(near)}?)" if near else words)

    return Kind(words, read)


def days(least: int) -> Kind[int]:
    words = f"a whole number of days, {least} to {_MOST_DAYS}"

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST_DAYS:
            raise Wrong(is_now=_number(value))
        return value

    return Kind(words, read)


def _number(value: Any) -> str:
    """What `is_now` is of a value that is to be a number: where it is one, its type says nothing."""
    return number_words(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong
    return value.strip()


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise Wrong
    try:
        return Path(value.strip()).expanduser()
    except RuntimeError:
        raise Wrong("the path of a file in a home folder that exists") from None


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise Wrong
    return tuple(value)


def _models(value: Any) -> tuple[str, ...]:
    if not value:
        raise Wrong("a list of the ids it may answer for (none: it would never be asked)")
    return _texts(value)


def _command(value: Any) -> tuple[str, ...]:
    try:
        words = shlex.split(value) if isinstance(value, str) else list(_texts(value))
    except (ValueError, Wrong):
        words = []
    if not words or any("\0" in word for word in words):
        raise Wrong(is_now=kind_of(value))  # which may have a secret in it, and is not repeated
    return tuple(words)


def _headers(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Wrong(is_now=kind_of(value))  # as above
    for name, text in value.items():
        if not isinstance(text, str):
            raise Wrong(is_now=f"{kind_of(text)} for `{name[:60]}`")
        if (wrong := wrong_header(name, text)) is not None:
            raise Wrong(*wrong)
    return {name: text.strip() for name, text in value.items()}


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise Wrong(is_now=_number(value))
    return float(value)


def _minutes(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise Wrong(is_now=_number(value))
    return float(value) * 60


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong
    return value


def _bytes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Wrong(is_now=_number(value))
    return value


TEXT = Kind("text", _text)
PATH = Kind("the path of a file", _path)
"""`~` is the home folder. A relative path is left so."""
TEXTS = Kind("a list of texts", _texts)
MODELS = Kind("a list of texts", _models)
COMMAND = Kind("a command: text, or a list of its words", _command)
"""It is run as it is: without a shell."""
HEADERS = Kind("a table of texts", _headers)
SECONDS = Kind("a number of seconds, 0 or more", _seconds)
MINUTES = Kind("a number of minutes above 0", _minutes)
"""In seconds."""
SWITCH = Kind("true or false", _switch)
BYTES = Kind("a whole number of bytes (0: no limit)", _bytes)

"""The values in one event's data: usually one JSON object, but also `[DONE]`, several, or a torn one and its heir."""

import json
import re
from typing import Any, TypeAlias

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value. `is_error` where the event's own name said that it is an error."""

    value: Any
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class DoneMark:
    pass


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life without a value."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was no JSON."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The body as a whole is not an answer; the sentence says what it is."""

    words: str


Payload: TypeAlias = Value | DoneMark | Beat | Unreadable | Fault

_DONE = "[DONE]"
_NEXT = re.compile(r"data: ?(?=\{|\[DONE\])")
_SPACE = re.compile(r"\s*(?:data:\s*)?")
_MAX_TEARS = 100


def read_data(data: str) -> list[Payload]:
    """Everything in one event's data. Nothing that can be parsed is lost for its neighbour's sake."""
    text = data.strip()
    if text == _DONE:
        return [DoneMark()]
    if not text or text.startswith(":"):
        return [Beat(text.removeprefix(":").strip())]
    try:
        return [Value(json.loads(text))]
    except (ValueError, RecursionError):
        return _pieces(text)


def _pieces(text: str) -> list[Payload]:
    found: list[Payload] = []
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    tears = 0
    while at < len(text):
        if text.startswith(_DONE, at):
            found.append(DoneMark())
            at = _skip(text, at + len(_DONE))
            continue
        try:
            value, end = decoder.raw_decode(text, at)
            found.append(Value(value))
        except (ValueError, RecursionError):
            tears += 1
            heir = _NEXT.search(text, at + 1) if tears < _MAX_TEARS else None
            end = heir.start() if heir else len(text)
            found.append(Unreadable(text[at:end]))
        at = _skip(text, end)
    return found


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at

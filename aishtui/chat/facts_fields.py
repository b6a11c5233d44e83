"""An answer's facts as a mapping that JSON can carry, and back: on disk and in exports the same."""

import math
import sys
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_args

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts

_ANSWERED_BY_FROM = {known.value: known for known in AnsweredByFrom}
_TRANSLATED = ("answered_by_from", "notes", "citations", "beside", "request", "response_headers")


def known_fields(facts: AnswerFacts) -> dict[str, Any]:
    """Only what is known, in the order of the fields; figures that are no numbers (NaN, infinity) are unknown."""
    known: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if value != field.default and not (isinstance(value, float) and not math.isfinite(value)):
            known[field.name] = value
    return known


def facts_of(known: Mapping[str, Any]) -> AnswerFacts:
    """What a newer aishtui has added, or what does not fit its field, is left out."""
    kinds, plain = _kinds(), _plain()
    fitting: dict[str, Any] = {}
    for name, value in known.items():
        if type(value) in plain.get(name, ()):
            fitting[name] = value
        elif name in kinds and (fitted := _fit(name, kinds[name], value)) is not MISSING:
            fitting[name] = fitted
    return AnswerFacts(**fitting)


def misfits(known: Mapping[str, Any]) -> list[str]:
    """The names of those fields that `facts_of` leaves out."""
    kinds, plain = _kinds(), _plain()
    return [
        name
        for name, value in known.items()
        if type(value) not in plain.get(name, ()) and (name not in kinds or _fit(name, kinds[name], value) is MISSING)
    ]


@cache
def _kinds() -> dict[str, Any]:
    """What each field may hold. Looked up once: a conversation may have thousands of answers."""
    return {field.name: field.type for field in fields(AnswerFacts)}


@cache
def _plain() -> dict[str, tuple[type, ...]]:
    """The fields whose value is taken as it is, if its type is exactly one of these: most of what is ever read."""
    return {
        name: tuple(part for part in get_args(kind) or (kind,) if isinstance(part, type))
        for name, kind in _kinds().items()
        if name not in _TRANSLATED
    }


def _fit(name: str, kind: Any, value: Any) -> Any:
    """`value` as its field wants it, or MISSING."""
    if isinstance(value, bool):
        return MISSING
    if name == "answered_by_from":
        return _ANSWERED_BY_FROM.get(value, MISSING) if isinstance(value, str) else MISSING
    if name in ("notes", "citations", "beside"):
        return tuple(note for note in value if isinstance(note, str)) if isinstance(value, list) else MISSING
    if name == "request" and isinstance(value, str):
        return sys.intern(value)  # the same for every answer of a preset, with its system prompt
    if isinstance(value, int) and isinstance(0.0, kind):
        return float(value)
    return value if isinstance(value, kind) else MISSING

"""What is known of an answer, as JSON in its row."""

import json
import math
import sys
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_args

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.store.text import storable

_ANSWERED_BY_FROM = {known.value: known for known in AnsweredByFrom}
_TRANSLATED = ("answered_by_from", "notes", "citations", "request", "response_headers")


def facts_to_json(facts: AnswerFacts) -> str:
    """Only what is known is written; figures that are no numbers (NaN, infinity) count as unknown."""
    known: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if value != field.default and not (isinstance(value, float) and not math.isfinite(value)):
            known[field.name] = value
    return storable(json.dumps(known, ensure_ascii=False))


def facts_from_json(text: str | None) -> AnswerFacts | None:
    """None for no facts. What a newer aishtui has added, or what does not fit its field, is left out."""
    if text is None:
        return None
    try:
        known = json.loads(text)
    except ValueError:
        return AnswerFacts()
    if not isinstance(known, dict):
        return AnswerFacts()
    kinds, plain = _kinds(), _plain()
    fitting: dict[str, Any] = {}
    for name, value in known.items():
        if type(value) in plain.get(name, ()):
            fitting[name] = value
        elif name in kinds and (fitted := _fit(name, kinds[name], value)) is not MISSING:
            fitting[name] = fitted
    return AnswerFacts(**fitting)


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


def backend_by_header(facts: AnswerFacts | None) -> str | None:
    """The backend, when the response's headers named it."""
    if facts is None or facts.answered_by_from is not AnsweredByFrom.HEADER:
        return None
    return facts.answered_by


def _fit(name: str, kind: Any, value: Any) -> Any:
    """`value` as its field wants it, or MISSING."""
    if isinstance(value, bool):
        return MISSING
    if name == "answered_by_from":
        return _ANSWERED_BY_FROM.get(value, MISSING) if isinstance(value, str) else MISSING
    if name in ("notes", "citations"):
        return tuple(note for note in value if isinstance(note, str)) if isinstance(value, list) else MISSING
    if name == "request" and isinstance(value, str):
        return sys.intern(value)  # the same for every answer of a preset, with its system prompt
    if isinstance(value, int) and isinstance(0.0, kind):
        return float(value)
    return value if isinstance(value, kind) else MISSING

"""What is known of an answer, as JSON in its row."""

import json
import math
import sys
from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.store.text import storable


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
    kinds = _kinds()
    fitting = {
        name: fitted
        for name, value in known.items()
        if name in kinds and (fitted := _fit(name, kinds[name], value)) is not MISSING
    }
    return AnswerFacts(**fitting)


@cache
def _kinds() -> dict[str, Any]:
    """What each field may hold. Looked up once: a conversation may have thousands of answers."""
    return {field.name: field.type for field in fields(AnswerFacts)}


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
        return AnsweredByFrom(value) if value in list(AnsweredByFrom) else MISSING
    if name == "notes":
        return tuple(note for note in value if isinstance(note, str)) if isinstance(value, list) else MISSING
    if name == "request" and isinstance(value, str):
        return sys.intern(value)  # the same for every answer of a preset, with its system prompt
    if isinstance(value, int) and isinstance(0.0, kind):
        return float(value)
    return value if isinstance(value, kind) else MISSING

"""What is known of an answer, as JSON in its row."""

import json
import math
from dataclasses import MISSING, fields
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
    fitting = {
        field.name: value
        for field in fields(AnswerFacts)
        if (value := _fit(field.name, field.type, known.get(field.name, MISSING))) is not MISSING
    }
    return AnswerFacts(**fitting)


def backend_by_header(facts: AnswerFacts | None) -> str | None:
    """The backend, when the response's headers named it."""
    if facts is None or facts.answered_by_from is not AnsweredByFrom.HEADER:
        return None
    return facts.answered_by


def _fit(name: str, kind: Any, value: Any) -> Any:
    """`value` as its field wants it, or MISSING."""
    if value is MISSING or isinstance(value, bool):
        return MISSING
    if name == "answered_by_from":
        return AnsweredByFrom(value) if value in list(AnsweredByFrom) else MISSING
    if name == "notes":
        return tuple(note for note in value if isinstance(note, str)) if isinstance(value, list) else MISSING
    if isinstance(value, int) and isinstance(0.0, kind):
        return float(value)
    return value if isinstance(value, kind) else MISSING

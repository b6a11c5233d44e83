"""What is known of an answer, as JSON in its row."""

import json

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.facts_fields import facts_of, known_fields
from aishtui.store.text import storable


def facts_to_json(facts: AnswerFacts) -> str:
    """Only what is known is written."""
    return storable(json.dumps(known_fields(facts), ensure_ascii=False))


def facts_from_json(text: str | None) -> AnswerFacts | None:
    """None for no facts. What a newer aishtui has added, or what does not fit its field, is left out."""
    if text is None:
        return None
    try:
        known = json.loads(text)
    except (ValueError, RecursionError):
        return AnswerFacts()
    return facts_of(known) if isinstance(known, dict) else AnswerFacts()


def backend_by_header(facts: AnswerFacts | None) -> str | None:
    """The backend, when the response's headers named it."""
    if facts is None or facts.answered_by_from is not AnsweredByFrom.HEADER:
        return None
    return facts.answered_by

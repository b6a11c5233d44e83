"""The answers of a suite, found by the names of its comparisons (see `chat/suites.py`)."""

import sqlite3
from collections.abc import Iterator

from aishtui.chat.answers import Status
from aishtui.chat.suites import SuiteAnswer, SuitePlace
from aishtui.chat.wording import anybody_answered
from aishtui.store.connection import reading
from aishtui.store.facts import facts_from_json
from aishtui.store.text import storable

_ANSWERS = """
    SELECT messages.id, messages.conversation_id, messages.parent_id, messages.comparison, messages.status,
           messages.facts, messages.deleted_at IS NOT NULL OR conversations.deleted_at IS NOT NULL
    FROM messages INDEXED BY messages_by_comparison JOIN conversations ON conversations.id = messages.conversation_id
    WHERE messages.comparison >= ?1 || '-' AND messages.comparison < ?1 || '.'
    ORDER BY messages.comparison, messages.id
"""
"""`.` comes after `-`: all names that begin with the suite's, by the index."""


def read_suite(connection: sqlite3.Connection, suite: str) -> tuple[SuiteAnswer, ...]:
    """Every answer of every run of the suite with this identity, without their texts, the deleted ones too; what was
    asked further, once somebody had opened one in columns, is not the suite's."""
    with reading(connection):
        return tuple(_answers(connection.execute(_ANSWERS, (storable(suite),))))


def _answers(rows: sqlite3.Cursor) -> Iterator[SuiteAnswer]:
    for id_, conversation_id, parent_id, comparison, status, known, gone in rows:
        place, facts = SuitePlace.parse(comparison), facts_from_json(known)
        if place is None or facts is None or facts.column is None or facts.round != 1:
            continue
        yield SuiteAnswer(
            place,
            facts.column,
            id_,
            conversation_id,
            parent_id or "",
            Status(status),
            facts.answered_by,
            facts.total_s,
            anybody_answered(facts),
            bool(gone),
        )

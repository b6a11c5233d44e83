"""Comparisons in the database: their answers, and what a list of conversations says of them, by their indexes alone."""

import sqlite3
from collections.abc import Mapping
from dataclasses import field

from aishtui.chat.history import ComparisonSummary
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.store.connection import reading
from aishtui.store.conversations import read_message
from aishtui.store.text import storable

# Which index is used is said: without statistics SQLite takes the one that has every message, and reads the texts too.
_NEWEST = """
    SELECT conversation_id, comparison, max(id) FROM messages INDEXED BY messages_compared
    WHERE comparison IS NOT NULL AND deleted_at IS NULL AND conversation_id IN ({}) GROUP BY conversation_id
"""
_PLACES = """
    SELECT m.comparison, m.compared_column, m.compared_round, coalesce(m.preset, m.asked_model, '')
    FROM messages m INDEXED BY messages_by_comparison CROSS JOIN conversations c ON c.id = m.conversation_id
    WHERE m.comparison IS NOT NULL AND m.comparison IN ({}) AND m.deleted_at IS NULL
    AND (c.deleted_at IS NULL OR c.id IN ({})) ORDER BY m.comparison, m.id
"""
COMPARED = """
    EXISTS (
        SELECT 1 FROM messages f INDEXED BY messages_compared
        WHERE f.conversation_id = c.id AND f.comparison IS NOT NULL AND f.deleted_at IS NULL
    )
"""
"""A condition on the conversation `c`."""
ANY = "SELECT 1 FROM messages INDEXED BY messages_by_comparison WHERE comparison IS NOT NULL LIMIT 1"
COUNT = "SELECT count(DISTINCT comparison) FROM messages WHERE comparison IS NOT NULL AND deleted_at IS NULL"


def read_comparison(connection: sqlite3.Connection, comparison_id: str) -> tuple[Message, ...]:
    """Every answer of the comparison, in the order of their ids, without those that were deleted, or with their
    conversations; what grows, with all that has arrived."""
    with reading(connection):
        rows = connection.execute(
            "SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id "
            "WHERE m.comparison = ? AND m.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY m.id",
            (storable(comparison_id),),
        )
        return tuple(read_message(connection, id_) for (id_,) in rows.fetchall())


def read_newest(connection: sqlite3.Connection, conversation_id: str | None = None) -> str | None:
    """The id of the comparison that the newest answer of all comparisons belongs to: of those in one conversation, or
    of all there are. None where there is none."""
    of = "" if conversation_id is None else "AND m.conversation_id = ?"
    index = "messages_by_comparison" if conversation_id is None else "messages_compared"
    row = connection.execute(
        f"SELECT m.comparison, max(m.id) FROM messages m INDEXED BY {index} CROSS JOIN conversations c "
        "ON c.id = m.conversation_id "
        f"WHERE m.comparison IS NOT NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL {of}",
        () if conversation_id is None else (storable(conversation_id),),
    ).fetchone()
    newest: str | None = row[0]
    return newest


def newest_round(connection: sqlite3.Connection, comparison_id: str) -> tuple[str, ...]:
    """The ids of the newest answers to its newest prompt, in the order of the columns. Inside a transaction."""
    rows = connection.execute(
        "SELECT m.id, m.compared_column, m.compared_round FROM messages m JOIN conversations c "
        "ON c.id = m.conversation_id WHERE m.comparison = ? AND m.compared_column IS NOT NULL "
        "AND m.compared_round IS NOT NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY m.id",
        (storable(comparison_id),),
    ).fetchall()
    newest = max((round_ for _, _, round_ in rows), default=0)
    by_column = {column: id_ for id_, column, round_ in rows if round_ == newest}
    return tuple(id_ for _, id_ in sorted(by_column.items()))


@dataclass(slots=True)
class _Gathered:
    """Names by column, of the newest answer each."""

    columns: dict[int, str] = field(default_factory=dict)
    rounds: set[int] = field(default_factory=set)


def newest_of_each(connection: sqlite3.Connection, newest_ids: Mapping[str, str]) -> dict[str, ComparisonSummary]:
    """The newest comparison of each of these conversations that has one; columns in other conversations count, unless
    those are deleted. `newest_ids` is the newest message of each conversation."""
    if not newest_ids:
        return {}
    conversation_ids = tuple(newest_ids)
    marks = ",".join("?" * len(conversation_ids))
    newest = connection.execute(_NEWEST.format(marks), conversation_ids).fetchall()
    if not newest:
        return {}
    wanted = tuple(dict.fromkeys(comparison for _, comparison, _ in newest))
    gathered = {comparison: _Gathered() for comparison in wanted}
    places = _PLACES.format(",".join("?" * len(wanted)), marks)
    for comparison, column, round_, name in connection.execute(places, (*wanted, *conversation_ids)):
        if column is not None and round_ is not None:
            gathered[comparison].columns[column] = name
            gathered[comparison].rounds.add(round_)
    return {
        conversation_id: ComparisonSummary(
            comparison,
            tuple(name for _, name in sorted(gathered[comparison].columns.items())),
            len(gathered[comparison].rounds),
            answer_id == newest_ids[conversation_id],
        )
        for conversation_id, comparison, answer_id in newest
        if gathered[comparison].columns
    }

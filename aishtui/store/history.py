"""The list of conversations, read page by page, newest first, and where a search through them begins."""

import json
import sqlite3
from collections.abc import Iterator

from aishtui.chat.history import Choices, Found, Mark, Wanted
from aishtui.store import comparisons
from aishtui.store.connection import reading
from aishtui.store.history_filters import dated_conversation_filters
from aishtui.store.history_search import search
from aishtui.store.history_summaries import summaries
from aishtui.store.text import storable
from aishtui.store.words import Words


def read_history(connection: sqlite3.Connection, wanted: Wanted, limit: int, after: Mark | None = None) -> Found:
    """Up to `limit` conversations. `after` is the `next` of the page before, asked for with the same `wanted`."""
    words = Words.of(storable(wanted.words))
    with reading(connection):
        if not _is_anywhere(connection, wanted):
            return Found()
        if not words:
            return _list(connection, wanted, max(1, limit), after)
        return search(connection, wanted, words, max(1, limit), after)


def read_choices(connection: sqlite3.Connection) -> Choices:
    """Every preset, model and backend that an answer names."""
    return Choices(*(tuple(_values(connection, column)) for column in ("preset", "asked_model", "backend")))


def _values(connection: sqlite3.Connection, column: str) -> Iterator[str]:
    """Steps along the index from value to value, so that the number of answers does not matter."""
    step = f"SELECT {column} FROM messages WHERE {column} > ? AND {column} IS NOT NULL ORDER BY {column} LIMIT 1"
    row = connection.execute(step, ("",)).fetchone()
    while row is not None:
        yield str(row[0])
        row = connection.execute(step, row).fetchone()


def _is_anywhere(connection: sqlite3.Connection, wanted: Wanted) -> bool:
    """Whether any answer at all has the preset, the model, the backend, or was compared: if not, that is known at
    once."""
    if wanted.compared and connection.execute(comparisons.ANY).fetchone() is None:
        return False
    filters = (("preset", wanted.preset), ("asked_model", wanted.model), ("backend", wanted.backend))
    return all(
        connection.execute(f"SELECT 1 FROM messages WHERE {column} = ? LIMIT 1", (storable(value),)).fetchone()
        for column, value in filters
        if value
    )


def _list(connection: sqlite3.Connection, wanted: Wanted, limit: int, after: Mark | None) -> Found:
    where, values = dated_conversation_filters(wanted)
    if after is not None:
        where.append("(c.pinned, c.newest_message_id) < (?, ?)")
        values += json.loads(after.text)
    rows = connection.execute(
        "SELECT c.id, c.title, c.created_at, c.pinned, c.deleted_at, c.newest_message_id FROM conversations c "
        f"WHERE {' AND '.join(where)} ORDER BY c.pinned DESC, c.newest_message_id DESC LIMIT ?",
        (*values, limit + 1),
    ).fetchall()
    shown = rows[:limit]
    following = Mark(json.dumps([shown[-1][3], shown[-1][5]])) if len(rows) > limit else None
    return Found(summaries(connection, {row[0]: None for row in shown}), following)

"""What the user does with whole conversations and branches: name, pin, delete, have back. Deleting only marks."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from aishtui.chat.history import Unseen
from aishtui.store.connection import writing
from aishtui.store.text import storable


def rename(connection: sqlite3.Connection, conversation_id: str, title: str) -> None:
    with writing(connection):
        connection.execute(
            "UPDATE conversations SET title = ? WHERE id = ?", (storable(title), storable(conversation_id))
        )


def pin(connection: sqlite3.Connection, conversation_id: str, on: bool) -> None:
    with writing(connection):
        connection.execute("UPDATE conversations SET pinned = ? WHERE id = ?", (int(on), storable(conversation_id)))


def delete(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> str:
    """Marks rows of `conversations` or `messages` as deleted now; the stamp. Those that are marked keep theirs."""
    stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
    with writing(connection):
        connection.executemany(
            f"UPDATE {table} SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
            [(stamp, storable(id_)) for id_ in ids],
        )
    return stamp


def restore(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> None:
    with writing(connection):
        connection.executemany(f"UPDATE {table} SET deleted_at = NULL WHERE id = ?", [(storable(id_),) for id_ in ids])


def revive(connection: sqlite3.Connection, message_id: str) -> None:
    """A new message stands below what was deleted, perhaps by another aishtui: what it builds on is there again.
    Inside a transaction."""
    connection.execute(
        "UPDATE conversations SET deleted_at = NULL "
        "WHERE deleted_at IS NOT NULL AND id = (SELECT conversation_id FROM messages WHERE id = ?)",
        (message_id,),
    )
    deleted = connection.execute(
        "SELECT 1 FROM messages m JOIN messages p ON p.id = m.parent_id WHERE m.id = ? AND p.deleted_at IS NOT NULL",
        (message_id,),
    )
    if deleted.fetchone() is not None:
        connection.execute(
            """
            WITH RECURSIVE above (id, parent_id) AS (
                SELECT id, parent_id FROM messages WHERE id = ?
                UNION SELECT m.id, m.parent_id FROM messages m JOIN above a ON m.id = a.parent_id
            )
            UPDATE messages SET deleted_at = NULL WHERE deleted_at IS NOT NULL AND id IN (SELECT id FROM above)
            """,
            (message_id,),
        )


def read_unseen(connection: sqlite3.Connection) -> tuple[Unseen, ...]:
    """The answers that ended while no screen could show them, oldest first; none of what was deleted."""
    rows = connection.execute(
        "SELECT m.id, m.conversation_id, m.status, coalesce(m.preset, m.asked_model, '') FROM messages m "
        "JOIN conversations c ON c.id = m.conversation_id "
        "WHERE m.unseen = 1 AND m.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY m.id"
    )
    return tuple(Unseen(*row) for row in rows.fetchall())


def read_being_written(connection: sqlite3.Connection) -> frozenset[str]:
    """The conversations in which somebody is writing an answer now."""
    rows = connection.execute("SELECT DISTINCT conversation_id FROM messages WHERE status = 'writing'")
    return frozenset(conversation_id for (conversation_id,) in rows)


def mark_seen(connection: sqlite3.Connection, answer_ids: Sequence[str]) -> None:
    with writing(connection):
        connection.executemany(
            "UPDATE messages SET unseen = 0 WHERE id = ? AND unseen = 1", [(storable(id_),) for id_ in answer_ids]
        )

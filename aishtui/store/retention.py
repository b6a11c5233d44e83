"""What is not kept for ever: conversations that are old, where that is wanted, and what was deleted some time ago."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store import word_index
from aishtui.store.connection import writing

_PORTION_CONVERSATIONS = 200
_PORTION_MESSAGES = 200
_PORTION_CHARS = 1_000_000

# A date that is none, as of a message that was saved out of a damaged file, makes nothing old.
_OLD = """
    SELECT c.id, c.newest_message_id,
        coalesce(n.created_at, c.created_at) < :before
        AND coalesce(n.created_at, c.created_at) GLOB '[12][0-9][0-9][0-9]-*'
        AND c.id NOT IN (SELECT conversation_id FROM tabs)
        AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.status = 'writing')
    FROM conversations c LEFT JOIN messages n ON n.id = c.newest_message_id
    WHERE c.deleted_at IS NULL AND c.pinned = 0 AND c.newest_message_id > :after
    ORDER BY c.newest_message_id LIMIT :limit
"""
_DELETED_CONVERSATIONS = """
    SELECT id FROM conversations WHERE deleted_at IS NOT NULL AND deleted_at < ?
    AND id NOT IN (SELECT conversation_id FROM tabs)
"""
_THEIR_MESSAGES = "SELECT id, length(text) FROM messages WHERE conversation_id = ? AND status <> 'writing' LIMIT ?"
_WITH_DELETED_MESSAGES = """
    SELECT DISTINCT conversation_id FROM messages
    WHERE deleted_at IS NOT NULL AND deleted_at < ? AND status <> 'writing'
"""
# A message that something stands below is still needed, whoever has deleted it. What is needed is gathered once: asking
# for each message would go through all of a long conversation every time.
_DELETED_MESSAGES = """
    SELECT id, length(text) FROM messages
    WHERE conversation_id = ?1 AND deleted_at IS NOT NULL AND deleted_at < ?2 AND status <> 'writing' AND id NOT IN (
        SELECT parent_id FROM messages WHERE conversation_id = ?1 AND deleted_at IS NULL AND parent_id IS NOT NULL
    ) LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """After so many days without a new message a conversation is deleted (0: never), and after so many more what was
    deleted is gone for good."""

    keep_days: int = 0
    deleted_days: int = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """Where looking for what is old goes on."""

    newest_message_id: str = ""


def delete_old(connection: sqlite3.Connection, days: int, now: datetime, mark: Mark) -> tuple[int, Mark | None]:
    """Deletes, so that it can be undone, some of the conversations whose newest message is older than `days`: none that
    is pinned, open in a tab or being written. How many, and where it goes on; None at the end."""
    values = {"before": _stamp(now - timedelta(days=days)), "after": mark.newest_message_id}
    with writing(connection):
        rows = connection.execute(_OLD, {**values, "limit": _PORTION_CONVERSATIONS}).fetchall()
        old = [id_ for id_, _, is_old in rows if is_old]
        connection.executemany(
            "UPDATE conversations SET deleted_at = ? WHERE id = ?", [(_stamp(now), id_) for id_ in old]
        )
    # They are looked at in the order of their newest messages: behind so many that are not old, none is.
    is_end = len(rows) < _PORTION_CONVERSATIONS or not old
    return len(old), None if is_end else Mark(rows[-1][1])


def purge_some(connection: sqlite3.Connection, days: float, now: datetime) -> bool:
    """Removes for good some of what was deleted more than `days` ago, and overwrites it; whether there may be more."""
    before = _stamp(now - timedelta(days=days))
    connection.execute("PRAGMA secure_delete = ON")
    try:
        with writing(connection):
            return _purge_conversation(connection, before) or _purge_messages(connection, before)
    finally:
        connection.execute("PRAGMA secure_delete = OFF")


def _purge_conversation(connection: sqlite3.Connection, before: str) -> bool:
    for (conversation_id,) in connection.execute(_DELETED_CONVERSATIONS, (before,)).fetchall():
        messages = connection.execute(_THEIR_MESSAGES, (conversation_id, _PORTION_MESSAGES)).fetchall()
        removed = _remove(connection, messages)
        left = connection.execute("SELECT 1 FROM messages WHERE conversation_id = ? LIMIT 1", (conversation_id,))
        if left.fetchone() is None:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        elif not removed:
            continue  # an answer in it is being written
        return True
    return False


def _purge_messages(connection: sqlite3.Connection, before: str) -> bool:
    for (conversation_id,) in connection.execute(_WITH_DELETED_MESSAGES, (before,)).fetchall():
        rows = connection.execute(_DELETED_MESSAGES, (conversation_id, before, _PORTION_MESSAGES)).fetchall()
        if _remove(connection, rows):
            connection.execute(
                "UPDATE conversations SET newest_message_id = "
                "coalesce((SELECT max(id) FROM messages WHERE conversation_id = ?1), '') WHERE id = ?1",
                (conversation_id,),
            )
            return True
    return False


def _remove(connection: sqlite3.Connection, messages: list[tuple[str, int]]) -> int:
    """Removes messages with their words and pieces, until it is much text; how many."""
    indexed = word_index.exists(connection)
    removed = 0
    for id_ in _until_it_is_much(messages):
        if indexed:
            word_index.remove(connection, id_)
        connection.execute("DELETE FROM pieces WHERE answer_id = ?", (id_,))
        connection.execute("DELETE FROM messages WHERE id = ?", (id_,))
        removed += 1
    return removed


def _until_it_is_much(messages: list[tuple[str, int]]) -> Iterator[str]:
    chars = 0
    for id_, length in messages:
        yield id_
        chars += length
        if chars > _PORTION_CHARS:
            return


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")

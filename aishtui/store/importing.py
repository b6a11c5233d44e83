"""Writing an imported conversation: what of it is missing, in one transaction, with its words in the index."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from aishtui.chat.messages import Role
from aishtui.chat.portable.kept import Imported, KeptConversation
from aishtui.chat.portable.merging import Here, NotMergeable, merge
from aishtui.store import word_index
from aishtui.store.connection import writing
from aishtui.store.conversations import message_columns
from aishtui.store.text import storable

_INSERT = """
    INSERT INTO messages (id, conversation_id, parent_id, role, text, created_at, thinking, status, facts,
                          asked_model, backend, preset, comparison, compared_column, compared_round, begins_at)
    VALUES (:id, :conversation_id, :parent_id, :role, :text, :created_at, :thinking, :status, :facts,
            :asked_model, :backend, :preset, :comparison, :compared_column, :compared_round, :begins_at)
"""


def import_conversation(connection: sqlite3.Connection, kept: KeptConversation) -> Imported:
    """Title, date and pin count only where the conversation is new: what is here was chosen here."""
    of = kept.conversation
    with writing(connection):
        known = connection.execute("SELECT deleted_at FROM conversations WHERE id = ?", (storable(of.id),)).fetchone()
        try:
            merged = merge(kept, _here(connection, kept))
        except NotMergeable as problem:
            return Imported(of.id, left_out=str(problem))
        if known is None:
            _insert_conversation(connection, kept)
        elif known[0] is not None:
            connection.execute("UPDATE conversations SET deleted_at = NULL WHERE id = ?", (storable(of.id),))
        connection.executemany(_INSERT, [message_columns(message) for message in merged.add])
        connection.executemany(
            "UPDATE messages SET deleted_at = NULL WHERE id = ?", [(storable(id_),) for id_ in merged.restore]
        )
        if merged.add:
            _after_adding(connection, storable(of.id), max(storable(message.id) for message in merged.add))
    restored = len(merged.restore) + (known is not None and known[0] is not None)
    return Imported(of.id, known is None, len(merged.add), restored, merged.refused)


def _here(connection: sqlite3.Connection, kept: KeptConversation) -> Mapping[str, Here]:
    columns = "id, conversation_id, parent_id, role, text, deleted_at"
    rows = connection.execute(
        f"SELECT {columns} FROM messages WHERE conversation_id = ?", (storable(kept.conversation.id),)
    ).fetchall()
    here = _known(rows)
    for id_ in kept.conversation.messages:
        if id_ not in here:
            here |= _known(connection.execute(f"SELECT {columns} FROM messages WHERE id = ?", (storable(id_),)))
    return here


def _known(rows: Iterable[tuple[str, str, str | None, str, str, str | None]]) -> dict[str, Here]:
    return {
        id_: Here(conversation_id, parent_id, Role(role), text, deleted_at is not None)
        for id_, conversation_id, parent_id, role, text, deleted_at in rows
    }


def _insert_conversation(connection: sqlite3.Connection, kept: KeptConversation) -> None:
    of = kept.conversation
    connection.execute(
        "INSERT INTO conversations (id, created_at, title, origin, pinned) VALUES (?, ?, ?, ?, ?)",
        (storable(of.id), storable(of.created_at), storable(of.title), storable(kept.origin), int(kept.pinned)),
    )


def _after_adding(connection: sqlite3.Connection, conversation_id: str, newest_id: str) -> None:
    connection.execute(
        "UPDATE conversations SET newest_message_id = max(newest_message_id, ?), imported_at = ? WHERE id = ?",
        (newest_id, datetime.now(UTC).isoformat(timespec="seconds"), conversation_id),
    )
    if word_index.exists(connection):
        word_index.add_conversation(connection, conversation_id)

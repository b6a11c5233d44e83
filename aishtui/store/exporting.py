"""Reading for exports: which conversations there are, and each with all that is kept of it."""

import sqlite3

from aishtui.chat.folding import folded
from aishtui.chat.portable.kept import KeptConversation, Named
from aishtui.store.conversations import read_conversation
from aishtui.store.text import storable


def read_ids(connection: sqlite3.Connection, after: str, limit: int) -> tuple[str, ...]:
    """In the order of their ids, so that one that begins meanwhile comes last."""
    rows = connection.execute(
        "SELECT id FROM conversations WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?",
        (storable(after), limit),
    )
    return tuple(id_ for (id_,) in rows.fetchall())


def read_kept(connection: sqlite3.Connection, conversation_id: str) -> KeptConversation | None:
    """None where it is not there or was deleted. Branches that were deleted are left out with all below them."""
    found = connection.execute(
        "SELECT pinned, origin FROM conversations WHERE id = ? AND deleted_at IS NULL", (storable(conversation_id),)
    ).fetchone()
    conversation = read_conversation(connection, conversation_id) if found is not None else None
    if conversation is None:
        return None
    return KeptConversation(conversation, bool(found[0]), str(found[1])).connected()


def read_called(connection: sqlite3.Connection, name: str, limit: int) -> tuple[Named, ...]:
    """The newest first. A title is compared without regard to case; blank names nobody."""
    wanted = storable(name.strip())
    if not wanted:
        return ()
    connection.create_function("folded", 1, folded, deterministic=True)
    for condition, value in (
        ("id = ?1", wanted),
        ("substr(id, 1, length(?1)) = ?1", wanted),
        ("folded(title) = ?1", folded(wanted)),
        ("instr(folded(title), ?1) > 0", folded(wanted)),
    ):
        rows = connection.execute(
            f"SELECT id, title FROM conversations WHERE {condition} AND deleted_at IS NULL "
            "ORDER BY newest_message_id DESC LIMIT ?2",
            (value, limit),
        ).fetchall()
        if rows:
            return tuple(Named(*row) for row in rows)
    return ()

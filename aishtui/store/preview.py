"""A look into a conversation that is open nowhere: a few messages of it, however many it has."""

import sqlite3
from dataclasses import replace

from aishtui.chat.branches import newest_leaf_below
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.store import comparisons
from aishtui.store.connection import reading
from aishtui.store.conversations import read_messages
from aishtui.store.text import storable

ABOVE, BELOW = 6, 6
"""So many messages of the path are read above and below the one that was asked for."""
MOST_CHARS = 200_000
"""Of a message that is longer, no more than its beginning."""


def read_preview(
    connection: sqlite3.Connection, conversation_id: str, message_id: str | None = None
) -> tuple[Message, ...]:
    """The path around `message_id`, without it the newest turns; empty where nothing is left of the conversation.

    The path is the one that opening the conversation there shows.
    """
    with reading(connection):
        skeleton = _skeleton(connection, storable(conversation_id))
        if not skeleton.messages:
            return ()
        at = message_id if message_id and message_id in skeleton.messages else max(skeleton.messages)
        path = [message.id for message in skeleton.path(newest_leaf_below(skeleton, at))]
        place = path.index(at)
        found = read_messages(connection, path[max(0, place - ABOVE) : place + BELOW + 1])
    return tuple(map(_beginning, found))


def read_comparison_preview(connection: sqlite3.Connection, comparison_id: str) -> tuple[Message, ...]:
    """The newest round: its prompt, and below it the newest answer of each column; empty where nothing is left."""
    with reading(connection):
        answers = comparisons.newest_round(connection, comparison_id)
        if not answers:
            return ()
        first = connection.execute("SELECT parent_id FROM messages WHERE id = ?", (answers[0],)).fetchone()
        found = read_messages(connection, [first[0] or "", *answers])
    return tuple(map(_beginning, found))


def _skeleton(connection: sqlite3.Connection, conversation_id: str) -> Conversation:
    """The tree without texts: what follows what."""
    rows = connection.execute(
        "SELECT id, parent_id, role FROM messages WHERE conversation_id = ? AND deleted_at IS NULL", (conversation_id,)
    )
    messages = {
        id_: Message(id_, conversation_id, parent_id, Role(role), "", "") for id_, parent_id, role in rows.fetchall()
    }
    return Conversation(conversation_id, "", "", messages)


def _beginning(message: Message) -> Message:
    if len(message.text) <= MOST_CHARS:
        return message
    return replace(message, text=f"{message.text[:MOST_CHARS]}…")

"""Conversations and their messages in the database: written turn by turn, read whole."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import replace

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.branches import mended
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tree_news import TreeNews
from aishtui.store import word_index
from aishtui.store.connection import reading, writing
from aishtui.store.facts import backend_by_header, facts_from_json, facts_to_json
from aishtui.store.managing import revive
from aishtui.store.text import storable

_OF_FACTS = ("asked_model", "backend", "preset", "comparison", "compared_column", "compared_round")
_COLUMNS = "id, conversation_id, parent_id, role, text, created_at, thinking, status, facts, begins_at"

# A message that is here changes only in what grows. A stale copy must not undo an answer: one that is WRITING
# takes new facts from its own process and keeps its text, which its pieces continue; one that has ended is WRITING
# again only with the text it has, which is to continue it.
_SAVE = """
    INSERT INTO messages (id, conversation_id, parent_id, role, text, created_at, thinking, status, facts,
                          asked_model, backend, preset, comparison, compared_column, compared_round, owner, begins_at)
    VALUES (:id, :conversation_id, :parent_id, :role, :text, :created_at, :thinking, :status, :facts,
            :asked_model, :backend, :preset, :comparison, :compared_column, :compared_round, :owner, :begins_at)
    ON CONFLICT (id) DO UPDATE SET
        text = CASE WHEN excluded.status = 'writing' THEN text ELSE excluded.text END,
        thinking = CASE WHEN excluded.status = 'writing' THEN thinking ELSE excluded.thinking END,
        status = excluded.status, facts = excluded.facts, owner = excluded.owner,
        asked_model = excluded.asked_model, backend = excluded.backend, preset = excluded.preset,
        comparison = excluded.comparison, compared_column = excluded.compared_column,
        compared_round = excluded.compared_round
    WHERE excluded.status <> 'writing'
        OR (status = 'writing' AND owner IS excluded.owner)
        OR (status <> 'writing' AND text = excluded.text AND thinking = excluded.thinking)
"""


def save_turn(
    connection: sqlite3.Connection, conversation: Conversation, messages: Sequence[Message], origin: str, owner: str
) -> None:
    """Adds the conversation where it is new, and the messages; answers that are WRITING belong to `owner`."""
    with writing(connection):
        # A title that is there may have been given by the user, in this process or in another.
        connection.execute(
            "INSERT INTO conversations (id, created_at, title, origin) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET title = excluded.title WHERE title = ''",
            (
                storable(conversation.id),
                storable(conversation.created_at),
                storable(conversation.title),
                storable(origin),
            ),
        )
        for message in messages:
            _save(connection, message, owner)
            revive(connection, storable(message.id))


def save_piece(connection: sqlite3.Connection, answer_id: str, seq: int, text: str, thinking: str) -> None:
    with writing(connection):
        connection.execute(
            "INSERT OR REPLACE INTO pieces (answer_id, seq, text, thinking) VALUES (?, ?, ?, ?)",
            (storable(answer_id), seq, storable(text), storable(thinking)),
        )


def save_facts(connection: sqlite3.Connection, answer_id: str, facts: AnswerFacts) -> None:
    """What has become known of an answer that is still growing; one that has ended keeps what it has."""
    with writing(connection):
        connection.execute(
            "UPDATE messages SET facts = :facts, asked_model = :asked_model, backend = :backend, preset = :preset, "
            "comparison = :comparison, compared_column = :compared_column, compared_round = :compared_round "
            "WHERE id = :id AND status = 'writing'",
            {**facts_columns(facts), "id": storable(answer_id)},
        )


def save_end(connection: sqlite3.Connection, message: Message, unseen: bool = False) -> None:
    """Writes the answer as it ended, whether or not its beginning is here, and lets its pieces go."""
    with writing(connection):
        connection.execute(
            "INSERT OR IGNORE INTO conversations (id, created_at) VALUES (?, ?)",
            (storable(message.conversation_id), storable(message.created_at)),
        )
        _save(connection, message, None)
        if unseen:
            connection.execute("UPDATE messages SET unseen = 1 WHERE id = ?", (storable(message.id),))


def cut_off_answers(connection: sqlite3.Connection, owner: str | None) -> list[Message]:
    """Ends the answers that `owner` left WRITING, with what has arrived, and returns them. Inside a transaction."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM messages WHERE status = 'writing' AND owner IS ? ORDER BY id", (owner,)
    ).fetchall()
    ended = [replace(_with_pieces(connection, _message(row)), status=Status.CUT_OFF) for row in rows]
    for answer in ended:
        _save(connection, answer, None)
    return ended


def read_conversation(connection: sqlite3.Connection, conversation_id: str) -> Conversation | None:
    """The conversation with all its messages in the order of their ids; what grows, with all that has arrived."""
    wanted = storable(conversation_id)
    with reading(connection):
        found = connection.execute("SELECT id, created_at, title FROM conversations WHERE id = ?", (wanted,)).fetchone()
        if found is None:
            return None
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM messages WHERE conversation_id = ? AND deleted_at IS NULL ORDER BY id", (wanted,)
        )
        messages = [_message(row) for row in rows.fetchall()]
        whole = [m if m.status.ended else _with_pieces(connection, m) for m in messages]
    id_, created_at, title = found
    return Conversation(id_, created_at, title, mended({message.id: message for message in whole}))


def read_tree_news(connection: sqlite3.Connection, conversation_id: str, known: Collection[str]) -> TreeNews:
    """Which messages the conversation has, by its index alone, and those that are not `known`."""
    here, deleted = set[str](), set[str]()
    with reading(connection):
        rows = connection.execute(
            "SELECT id, deleted_at IS NULL FROM messages WHERE conversation_id = ?", (storable(conversation_id),)
        )
        for id_, is_here in rows:
            (here if is_here else deleted).add(id_)
        new = [read_message(connection, id_) for id_ in sorted(here.difference(known))]
    return TreeNews(tuple(new), frozenset(here), frozenset(deleted))


def read_message(connection: sqlite3.Connection, message_id: str) -> Message:
    """A message that is there, with all that has arrived of it."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM messages WHERE id = ?", (message_id,)).fetchone()
    message = _message(row)
    return message if message.status.ended else _with_pieces(connection, message)


def read_messages(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[Message, ...]:
    """These messages, whole, in this order; what grows, with all that has arrived. Those that are gone are left out.
    Inside a transaction."""
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"SELECT {_COLUMNS} FROM messages WHERE id IN ({marks})", tuple(ids))
    found = {message.id: message for message in map(_message, rows.fetchall())}
    here = [found[id_] for id_ in ids if id_ in found]
    return tuple(m if m.status.ended else _with_pieces(connection, m) for m in here)


def _save(connection: sqlite3.Connection, message: Message, owner: str | None) -> None:
    row = {**message_columns(message), "owner": None if message.status.ended else owner}
    indexable = word_index.exists(connection)
    if indexable:
        word_index.remove(connection, storable(message.id))
    connection.execute(_SAVE, row)
    if message.status.ended:
        connection.execute("DELETE FROM pieces WHERE answer_id = ?", (row["id"],))
        if indexable:
            word_index.add(connection, storable(message.id))
    connection.execute(
        "UPDATE conversations SET newest_message_id = ?1 WHERE id = ?2 AND newest_message_id < ?1",
        (row["id"], row["conversation_id"]),
    )


def message_columns(message: Message) -> dict[str, str | int | None]:
    """What a message says, by the columns of its row."""
    return {
        "id": storable(message.id),
        "conversation_id": storable(message.conversation_id),
        "parent_id": None if message.parent_id is None else storable(message.parent_id),
        "role": message.role.value,
        "text": storable(message.text),
        "created_at": storable(message.created_at),
        "thinking": storable(message.thinking),
        "status": message.status.value,
        "begins_at": None if message.begins_at is None else storable(message.begins_at),
        **facts_columns(message.facts),
    }


def facts_columns(facts: AnswerFacts | None) -> dict[str, str | int | None]:
    """The facts, and what of them is looked for."""
    if facts is None:
        return dict.fromkeys(("facts", *_OF_FACTS))
    backend = backend_by_header(facts)
    return {
        "facts": facts_to_json(facts),
        "asked_model": storable(facts.asked_model) or None,
        "backend": None if backend is None else storable(backend),
        "preset": storable(facts.preset or "") or None,
        "comparison": storable(facts.comparison or "") or None,
        "compared_column": _small(facts.column),
        "compared_round": _small(facts.round),
    }


def _small(number: int | None) -> int | None:
    """None for what no column of SQLite holds: an imported file may say anything."""
    return number if number is not None and abs(number) < 2**63 else None


def _with_pieces(connection: sqlite3.Connection, answer: Message) -> Message:
    pieces = connection.execute("SELECT text, thinking FROM pieces WHERE answer_id = ? ORDER BY seq", (answer.id,))
    rows = pieces.fetchall()
    return replace(
        answer,
        text=answer.text + "".join(text for text, _ in rows),
        thinking=answer.thinking + "".join(thinking for _, thinking in rows),
    )


# Looking up is a fraction of what calling an enumeration costs, and a conversation may have ten thousand messages.
_ROLES = {role.value: role for role in Role}
_STATUSES = {status.value: status for status in Status}


def _message(row: tuple[str, str, str | None, str, str, str, str, str, str | None, str | None]) -> Message:
    id_, conversation_id, parent_id, role, text, created_at, thinking, status, facts, begins_at = row
    return Message(
        id_,
        conversation_id,
        parent_id,
        _ROLES.get(role) or Role(role),
        text,
        created_at,
        thinking,
        _STATUSES.get(status) or Status(status),
        facts_from_json(facts),
        begins_at,
    )

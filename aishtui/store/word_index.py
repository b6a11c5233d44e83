"""The full-text index: which words stand in which message, where this SQLite can keep one (FTS5).

It is filled when a message has ended, with the message's own row and not by triggers: an answer that grows would be
indexed anew with each piece (measured: 0.256 instead of 0.006 CPU s per 64 kB). What could not be indexed then, by an
older version or by an SQLite without FTS5, has `indexed = 0` and is caught up with in small portions.
"""

import re
import sqlite3

from aishtui.store.connection import writing

TABLE = "message_words"
PORTION_MESSAGES = 200
PORTION_CHARS = 1_000_000
_SAMPLES = 20
_PLAIN_WORD = re.compile(r"(?<![^ \n])[a-z]{4,20}(?=[ .,\n])", re.ASCII)
"""What every tokenizer takes for one word; not the last of a beginning, which may be cut."""

# The text itself stays in `messages`: the index refers to it by the row's number.
_CREATE = f"""
    CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5 (
        text, content = 'messages', content_rowid = 'number', prefix = '2 3',
        tokenize = 'unicode61 remove_diacritics 2'
    )
"""


def is_possible(connection: sqlite3.Connection) -> bool:
    """Whether this SQLite has FTS5."""
    return connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone() is not None


def exists(connection: sqlite3.Connection) -> bool:
    """Whether there is an index, and this SQLite can use it."""
    return is_possible(connection) and _is_there(connection)


def create(connection: sqlite3.Connection) -> bool:
    """Makes the index where it is missing and possible; whether there is one now. It is filled by `fill_some`."""
    if not is_possible(connection):
        return False
    if not _is_there(connection):
        with writing(connection):
            if not _is_there(connection):  # another aishtui may have been quicker
                connection.execute(_CREATE)
                connection.execute("UPDATE messages SET indexed = 0 WHERE indexed <> 0")
    return True


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether FTS5 finds its own index in order, and some messages by a word of theirs; where there is no index,
    nothing is wrong with it. The connection has to be one that may write, though nothing is changed."""
    if not exists(connection):
        return True
    try:
        # Nothing is inserted: this is how FTS5 is told what to do.
        connection.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('integrity-check')")
        return all(_is_found(connection, number, text) for number, text in _samples(connection))
    except sqlite3.OperationalError:
        raise  # busy, or read-only: nothing is known
    except sqlite3.DatabaseError:
        return False


def _samples(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """The oldest and the newest messages in the index, with their beginnings."""
    found: list[tuple[int, str]] = []
    for direction in ("ASC", "DESC"):
        found += connection.execute(
            f"SELECT number, substr(text, 1, 1000) FROM messages WHERE indexed = 1 ORDER BY number {direction} LIMIT ?",
            (_SAMPLES,),
        ).fetchall()
    return found


def _is_found(connection: sqlite3.Connection, number: int, text: str) -> bool:
    word = _PLAIN_WORD.search(text)
    if word is None:
        return True
    hit = connection.execute(
        f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH ? AND rowid = ?", (f'"{word.group()}"', number)
    ).fetchone()
    return hit is not None


def rebuild(connection: sqlite3.Connection) -> None:
    """Throws the index away and makes it anew, empty: `fill_some` does the rest."""
    with writing(connection):
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        connection.execute(_CREATE)
        connection.execute("UPDATE messages SET indexed = 0 WHERE indexed <> 0")


def add(connection: sqlite3.Connection, message_id: str) -> None:
    """Indexes the message, which has ended and is not indexed. Inside a transaction."""
    connection.execute(
        f"INSERT INTO {TABLE} (rowid, text) SELECT number, text FROM messages WHERE id = ? AND indexed = 0",
        (message_id,),
    )
    connection.execute("UPDATE messages SET indexed = 1 WHERE id = ? AND indexed = 0", (message_id,))


def add_conversation(connection: sqlite3.Connection, conversation_id: str) -> None:
    """Indexes all its messages that have ended and are not indexed. Inside a transaction."""
    waiting = "conversation_id = ? AND indexed = 0 AND status <> 'writing'"
    connection.execute(
        f"INSERT INTO {TABLE} (rowid, text) SELECT number, text FROM messages WHERE {waiting}", (conversation_id,)
    )
    connection.execute(f"UPDATE messages SET indexed = 1 WHERE {waiting}", (conversation_id,))


def remove(connection: sqlite3.Connection, message_id: str) -> None:
    """Takes the message out of the index, before its text changes or its row goes. Inside a transaction."""
    # FTS5 forgets by being told the very text it was given (https://www.sqlite.org/fts5.html, section 4.4.3).
    connection.execute(
        f"INSERT INTO {TABLE} ({TABLE}, rowid, text) "
        "SELECT 'delete', number, text FROM messages WHERE id = ? AND indexed = 1",
        (message_id,),
    )
    connection.execute("UPDATE messages SET indexed = 0 WHERE id = ? AND indexed = 1", (message_id,))


def fill_some(connection: sqlite3.Connection) -> bool:
    """Indexes some of the messages that are not indexed; False when none is left, or there is no index."""
    if not exists(connection):
        return False
    waiting = "SELECT id, length(text) FROM messages WHERE indexed = 0 AND status <> 'writing' ORDER BY number LIMIT ?"
    rows = connection.execute(waiting, (PORTION_MESSAGES,)).fetchall()
    if not rows:
        return False
    with writing(connection):
        chars = 0
        for message_id, length in rows:
            add(connection, message_id)
            chars += length
            if chars > PORTION_CHARS:
                break
    return True


def _is_there(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (TABLE,))
    return found.fetchone() is not None

"""What a run has written into one database, carried over into another."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from typing import Any

from aishtui.store.connection import reading, writing

Row = Mapping[str, Any]
Load = dict[str, list[Row]]
"""Rows by the name of their table."""

_ALL = ("conversations", "messages", "pieces", "tabs", "prompt_history", "catalogs")
_WANTED = "(SELECT value FROM json_each(:wanted))"
_OF_CONVERSATIONS = {
    "conversations": f"SELECT * FROM conversations WHERE id IN {_WANTED}",
    "messages": f"SELECT * FROM messages WHERE conversation_id IN {_WANTED}",
    "pieces": f"SELECT p.* FROM messages m JOIN pieces p ON p.answer_id = m.id WHERE m.conversation_id IN {_WANTED}",
    "tabs": "SELECT * FROM tabs WHERE owner = :owner",
}

# Numbers are given anew by the table, and the words of what has come are yet to be put into its full-text index.
_LEFT_OUT = {"messages": {"number", "indexed"}, "prompt_history": {"number"}}
# What is there already and has ended stays: the same may be carried twice, when a process is killed in between.
_CONFLICTS = {
    "conversations": "ON CONFLICT (id) DO UPDATE SET newest_message_id = max(newest_message_id, "
    "excluded.newest_message_id), title = CASE title WHEN '' THEN excluded.title ELSE title END",
    "messages": "ON CONFLICT (id) DO UPDATE SET text = excluded.text, thinking = excluded.thinking, "
    "status = excluded.status, facts = excluded.facts, asked_model = excluded.asked_model, "
    "backend = excluded.backend, preset = excluded.preset, comparison = excluded.comparison, "
    "compared_column = excluded.compared_column, compared_round = excluded.compared_round, owner = excluded.owner "
    "WHERE status = 'writing'",
    "pieces": "ON CONFLICT DO NOTHING",
    # Still the same process's: what it could not write there is newer.
    "tabs": "ON CONFLICT (id) DO UPDATE SET position = excluded.position, preset = excluded.preset, "
    "model = excluded.model, leaf_id = excluded.leaf_id, draft = excluded.draft, active = excluded.active, "
    "place = excluded.place, column_of = excluded.column_of, own = excluded.own, attached = excluded.attached, "
    "begins_at = excluded.begins_at, queue = excluded.queue WHERE owner = excluded.owner",
    "catalogs": "ON CONFLICT (endpoint) DO UPDATE SET fetched_at = excluded.fetched_at, body = excluded.body "
    "WHERE excluded.fetched_at > fetched_at",
}


def take_out(source: sqlite3.Connection, owner: str, conversations: Collection[str] | None = None) -> Load:
    """All that is in `source`; or these conversations, and those in the tabs of `owner`, and the tabs themselves."""
    with reading(source):
        if conversations is None:
            return {table: list(_rows(source, f"SELECT * FROM {table}", {})) for table in _ALL}
        of_tabs = source.execute("SELECT conversation_id FROM tabs WHERE owner = ?", (owner,)).fetchall()
        wanted = json.dumps([*conversations, *(id_ for (id_,) in of_tabs)])
        values = {"wanted": wanted, "owner": owner}
        return {table: list(_rows(source, query, values)) for table, query in _OF_CONVERSATIONS.items()}


def put_in(target: sqlite3.Connection, load: Load, old_owner: str, new_owner: str) -> None:
    """Adds the rows in one transaction; of what is there already, nothing is lost. What belonged to the process
    `old_owner` belongs to `new_owner`."""
    with writing(target):
        for table in _ALL:
            known = columns(target, table) - _LEFT_OUT.get(table, set())
            for row in load.get(table, ()):
                if table == "prompt_history" and _is_remembered(target, row):
                    continue
                values = {name: value for name, value in row.items() if name in known}
                if "owner" in values and values["owner"] == old_owner:
                    values["owner"] = new_owner
                insert(target, table, values, _CONFLICTS.get(table, ""))
        # Of an answer that was growing there, the pieces are in its text now.
        target.executemany(
            "DELETE FROM pieces WHERE answer_id = ?1 AND (SELECT status FROM messages WHERE id = ?1) <> 'writing'",
            [(row["id"],) for row in load.get("messages", ())],
        )


def insert(target: sqlite3.Connection, table: str, row: Row, conflict: str) -> None:
    """Adds one row; columns that it does not have get what stands for them by default."""
    values = ", ".join(f":{name}" for name in row)
    target.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values}) {conflict}", row)


def columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {name for _, name, *_ in database.execute(f"PRAGMA table_info({table})").fetchall()}


def _rows(source: sqlite3.Connection, query: str, values: Row) -> Iterator[Row]:
    with closing(source.execute(query, values)) as cursor:
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def _is_remembered(target: sqlite3.Connection, row: Row) -> bool:
    found = target.execute(
        "SELECT 1 FROM prompt_history WHERE text = ? AND created_at = ? LIMIT 1", (row["text"], row["created_at"])
    )
    return found.fetchone() is not None

"""A damaged database made anew out of what can be read of it; the damaged one is kept beside it."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aishtui.chat.answers import Status
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Role
from aishtui.store import word_index
from aishtui.store.atomic import sync_folder
from aishtui.store.carrying import columns, insert
from aishtui.store.connection import create_file, open_writer, our_errors, writing
from aishtui.store.conversations import facts_columns
from aishtui.store.facts import facts_from_json
from aishtui.store.salvage import Salvaged, open_damaged, salvage, tables
from aishtui.store.schema import migrate
from aishtui.store.session import remove_database

TABLES = ("conversations", "messages", "pieces", "tabs", "prompt_history", "catalogs")
_ROWS_PER_TRANSACTION = 5_000
_ROLES = {role.value for role in Role}
_STATUSES = {status.value for status in Status}
# What a row must have to be of use; what else is missing, the table has a default for, or it is made up here.
_NEEDED = {
    "conversations": ("id",),
    "messages": ("id", "conversation_id"),
    "pieces": ("answer_id", "seq", "text"),
    "tabs": ("id", "conversation_id"),
    "prompt_history": ("text",),
    "catalogs": ("endpoint", "body"),
}
_MADE_UP: Mapping[str, Mapping[str, Any]] = {
    "conversations": {"created_at": ""},
    "messages": {"text": "", "created_at": ""},
    "pieces": {"thinking": ""},
    "tabs": {"position": 0, "preset": "", "model": ""},
    "prompt_history": {"created_at": ""},
    "catalogs": {"fetched_at": ""},
}


@dataclass(frozen=True, slots=True)
class Repaired:
    """`damaged` is where the old file is now."""

    damaged: Path
    tables: Mapping[str, Salvaged] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    """Tables of which the database knows nothing any more."""

    @property
    def lost(self) -> int:
        """So many rows that must have been there are not, or not whole."""
        return sum(table.lost + table.in_part for table in self.tables.values())


def repair(path: Path, step: Callable[[str, int], None]) -> Repaired:
    """Copies what can be read of the database at `path`, which nobody may have open, into a new one in its place.

    `step` is called with a table's name and the rows looked at, and may raise to stop: then all is as it was.
    Raises StoreError, also where nothing at all can be read.
    """
    fresh = path.with_name(f"{path.stem}-repaired-{secrets.token_hex(4)}.db.part")
    with our_errors(path), closing(open_damaged(path)) as source:
        known = tables(source)
        create_file(fresh)
        try:
            with closing(open_writer(fresh)) as target:
                migrate(target, back_up=lambda _: None)
                target.execute("PRAGMA foreign_keys = OFF")  # a conversation may be found only by its messages
                found = {table: _copy(source, target, table, step) for table in TABLES if table in known}
                _complete(target)
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except BaseException:
            remove_database(fresh)
            raise
    with our_errors(path):
        damaged = _swap(path, fresh)
    return Repaired(damaged, found, tuple(table for table in TABLES if table not in known))


def _copy(
    source: sqlite3.Connection, target: sqlite3.Connection, table: str, step: Callable[[str, int], None]
) -> Salvaged:
    copying = _Copying(target, table)
    try:
        found = salvage(source, table, copying.take, lambda looked: step(table, looked))
    finally:
        copying.finish()
    return found


class _Copying:
    """Puts rows into one table of the new database, some thousands in a transaction."""

    def __init__(self, target: sqlite3.Connection, table: str) -> None:
        self._target = target
        self._table = table
        self._columns = columns(target, table) - {"indexed"}
        self._taken = 0

    def take(self, row: dict[str, Any]) -> bool:
        """Whether it is a row that the table can have."""
        made = _made_whole(self._table, row)
        if made is None:
            return False
        if not self._target.in_transaction:
            self._target.execute("BEGIN IMMEDIATE")
        values = {name: value for name, value in made.items() if name in self._columns}
        try:
            insert(self._target, self._table, values, "ON CONFLICT DO NOTHING")
        except sqlite3.IntegrityError:
            return False
        self._taken += 1
        if self._taken % _ROWS_PER_TRANSACTION == 0:
            self.finish()
        return True

    def finish(self) -> None:
        if self._target.in_transaction:
            self._target.execute("COMMIT")


def _made_whole(table: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """`row` with what it cannot do without; None where that is not known. A message without its text stays: the tree
    would fall apart where it is missing."""
    if any(row.get(name) is None for name in _NEEDED[table]):
        return None
    made = {**_MADE_UP[table], **{name: value for name, value in row.items() if value is not None}}
    if table == "messages":
        made["role"] = made.get("role") if made.get("role") in _ROLES else _role(made)
        made["status"] = made.get("status") if made.get("status") in _STATUSES else Status.CUT_OFF.value
        facts = facts_from_json(made["facts"]) if isinstance(made.get("facts"), str) else None
        for name, value in facts_columns(facts).items():
            if value is not None:
                made.setdefault(name, value)
    return made


def _role(row: Mapping[str, Any]) -> str:
    """Whose message it was, where that cannot be read: only answers have facts."""
    return Role.ASSISTANT.value if row.get("facts") or row.get("asked_model") else Role.USER.value


def _complete(target: sqlite3.Connection) -> None:
    """Conversations of which only messages were left, and what the list of conversations is ordered by."""
    with writing(target):
        target.execute(
            "INSERT INTO conversations (id, created_at) SELECT conversation_id, min(created_at) FROM messages "
            "WHERE conversation_id NOT IN (SELECT id FROM conversations) GROUP BY conversation_id"
        )
        target.execute(
            "UPDATE conversations SET newest_message_id = coalesce("
            "(SELECT max(id) FROM messages WHERE conversation_id = conversations.id), newest_message_id)"
        )
    word_index.create(target)
    while word_index.fill_some(target):
        pass


def _swap(path: Path, fresh: Path) -> Path:
    """`fresh` in the place of `path`, which gets another name. What SQLite has beside it goes with it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    damaged = path.with_name(f"{path.stem}-damaged-{stamp}.db")
    for end in ("-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            os.rename(beside, damaged.with_name(damaged.name + end))
    _name_too(path, damaged)
    os.replace(fresh, path)
    sync_folder(path.parent)
    return damaged


def _name_too(path: Path, other: Path) -> None:
    """Gives the file a second name, so that there is none in its place at no time; or another, where that cannot be."""
    try:
        os.link(path, other)
    except OSError:
        os.rename(path, other)

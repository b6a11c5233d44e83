"""What was deleted, gone at once, and the file made as small as it can be."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store import word_index
from aishtui.store.connection import of_sqlite, open_as_it_is, our_errors
from aishtui.store.errors import Busy, CannotOpen, DiskFull, NewerVersion
from aishtui.store.retention import purge_some
from aishtui.store.schema import MIGRATIONS, version_of

_MARGIN = timedelta(minutes=1)
"""What is deleted in this moment is meant too, whatever the stamps are rounded to."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What is marked as deleted: conversations, and messages of others."""

    conversations: int
    messages: int

    def __bool__(self) -> bool:
        return bool(self.conversations or self.messages)


def count_deleted(path: Path) -> Deleted:
    """Raises StoreError."""
    with our_errors(path), closing(_open(path)) as connection:
        conversations = connection.execute("SELECT count(*) FROM conversations WHERE deleted_at IS NOT NULL").fetchone()
        messages = connection.execute(
            "SELECT count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id "
            "WHERE m.deleted_at IS NOT NULL AND c.deleted_at IS NULL"
        ).fetchone()
        return Deleted(conversations[0], messages[0])


def purge(path: Path, step: Callable[[], None]) -> bool:
    """Removes it; whether the file could be made smaller, too: not while another program uses it, nor without room for
    a second one. `step` is called after each small transaction and may raise to stop. Raises StoreError."""
    with our_errors(path), closing(_open(path)) as connection:
        while purge_some(connection, 0, datetime.now(UTC) + _MARGIN):
            step()
        if word_index.exists(connection):
            # Words of what is gone stay in parts of the index until these are merged.
            connection.execute(f"INSERT INTO {word_index.TABLE} ({word_index.TABLE}) VALUES ('optimize')")
        step()
        return _smaller(connection, path)


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise CannotOpen(path, "there is no conversation kept yet" if not path.exists() else "it is not a file")
    connection = open_as_it_is(path)
    version = version_of(connection)
    if version == len(MIGRATIONS):
        return connection
    connection.close()
    if version > len(MIGRATIONS):
        raise NewerVersion(path, version, len(MIGRATIONS))
    raise CannotOpen(path, "an older aishtui has written it: start aishtui once, which brings it up to date")


def _smaller(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if isinstance(of_sqlite(error, path), Busy | DiskFull):
            return False
        raise
    return True

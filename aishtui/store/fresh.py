"""A database that is made anew, with all its tables and nothing in them."""

import sqlite3
from contextlib import ExitStack
from pathlib import Path

from aishtui.store import word_index
from aishtui.store.connection import create_file, open_writer
from aishtui.store.schema import migrate
from aishtui.store.session import remove_database


def furnish(connection: sqlite3.Connection) -> None:
    """Makes the tables, and the full-text index where there can be one, in an empty database."""
    migrate(connection, back_up=lambda _: None)
    word_index.create(connection)


def fresh_file(path: Path) -> sqlite3.Connection:
    """A new database at `path`, where there is none yet; nothing stays there where that fails. Raises StoreError,
    sqlite3.Error and OSError."""
    create_file(path)
    with ExitStack() as undo:
        undo.callback(remove_database, path)
        connection = open_writer(path)
        undo.callback(connection.close)
        furnish(connection)
        undo.pop_all()
    return connection

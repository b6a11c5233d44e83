"""Opening the database, or a place aside where that cannot be done: the start never fails because of the disk."""

import os
import sqlite3
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from aishtui.store import word_index
from aishtui.store.aside import open_aside, take_in
from aishtui.store.atomic import sync_folder
from aishtui.store.connection import (
    BUSY_TIMEOUT_S,
    be_patient,
    create_file,
    is_busy,
    open_reader,
    open_writer,
    our_errors,
)
from aishtui.store.errors import Damaged, NewerVersion, StoreError
from aishtui.store.one_at_a_time import one_at_a_time
from aishtui.store.paths import make_private
from aishtui.store.presence import claim
from aishtui.store.recovery import take_over
from aishtui.store.schema import MIGRATIONS, is_foreign, migrate, version_of
from aishtui.store.session import Opened, Session, files_of

DATABASE = "aishtui.db"
RUN = "run"
BACKUPS = "backups"
PATIENCE_S = 2.0
"""For another program that holds the database at the start: longer, and what it keeps is kept aside meanwhile."""
_HALF_MADE = ".part"
_FORGOTTEN_S = 3600.0


def open_session(data_dir: Path, *, with_tabs: bool, patience_s: float = PATIENCE_S) -> Session:
    """The database in `data_dir`; a place aside, with `opened.problem` set, where that fails."""
    try:
        return open_database(data_dir, with_tabs=with_tabs, patience_s=patience_s)
    except StoreError as error:
        return open_aside(data_dir, data_dir / RUN, error)


def open_database(data_dir: Path, *, with_tabs: bool, patience_s: float = PATIENCE_S) -> Session:
    """The database in `data_dir`, made or migrated as needed, with what the dead have left. Raises StoreError."""
    path = make_private(data_dir) / DATABASE
    run_dir = make_private(data_dir / RUN)
    with our_errors(path), one_at_a_time(run_dir, patience_s), ExitStack() as undo:
        presence = claim(run_dir)
        undo.callback(presence.release)
        first_start = create_file(path)
        if not first_start:
            _look_first(path, patience_s)
        connection = open_writer(path, patience_s)
        undo.callback(connection.close)
        migrate(connection, lambda version: back_up(connection, path, version))
        word_index.create(connection)
        left = take_in(connection, data_dir, run_dir)
        found = take_over(connection, run_dir, presence.id, with_tabs=with_tabs)
        newest = connection.execute("SELECT coalesce(max(id), '') FROM messages").fetchone()[0]
        be_patient(connection, BUSY_TIMEOUT_S)
        undo.pop_all()
    opened = Opened(found.tabs, found.recovered, found.empty, "", found.others, first_start, newest, left)
    return Session(connection, path, presence, opened, files=files_of(path))


def _look_first(path: Path, patience_s: float) -> None:
    """Raises Damaged or NewerVersion without changing a byte: closing a connection that may write would."""
    try:
        connection = open_reader(path, patience_s)
        try:
            version = version_of(connection)
            foreign = is_foreign(connection)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if is_busy(error):
            raise
        return  # no shared memory, perhaps: the writer knows ways around that, and says it if it does not
    if version > len(MIGRATIONS):
        raise NewerVersion(path, version, len(MIGRATIONS))
    if foreign:
        raise Damaged(path, "it is a database of some other program")


def back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copies the database as it is before it is migrated from `version`, beside it in `backups`. The copy has its name
    only when it is whole."""
    folder = make_private(path.parent / BACKUPS)
    _clear_away(folder)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    copy = folder / f"{path.stem}-version{version}-{stamp}.db"
    half_made = copy.with_name(copy.name + _HALF_MADE)
    create_file(half_made)
    target = sqlite3.connect(half_made)
    try:
        connection.backup(target)
    except BaseException:
        half_made.unlink(missing_ok=True)
        raise
    finally:
        target.close()
    os.rename(half_made, copy)
    sync_folder(folder)


def _clear_away(folder: Path) -> None:
    """What a process that was killed meanwhile has left of a copy."""
    for half_made in folder.glob(f"*{_HALF_MADE}"):
        if time.time() - half_made.stat().st_mtime > _FORGOTTEN_S:
            half_made.unlink(missing_ok=True)

"""Opening the database, or one in memory where that cannot be done: the start never fails because of the disk."""

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aishtui.chat.tabs import Tab
from aishtui.store import word_index
from aishtui.store.connection import create_file, open_memory, open_reader, open_writer, our_errors
from aishtui.store.errors import Damaged, NewerVersion, StoreError
from aishtui.store.paths import make_private
from aishtui.store.presence import Presence, claim
from aishtui.store.recovery import take_over
from aishtui.store.schema import MIGRATIONS, is_foreign, migrate, version_of

DATABASE = "aishtui.db"
RUN = "run"
_IN_MEMORY = (
    "Everything works meanwhile, but conversations are kept in memory only and are gone when aishtui ends, "
    "and earlier ones cannot be shown."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found at the start."""

    tabs: tuple[Tab, ...] = ()
    recovered: tuple[str, ...] = ()
    """Ids of answers that had been interrupted and now are CUT_OFF."""
    problem: str = ""
    """Why this is a database in memory; empty when all is well."""
    others: tuple[str, ...] = ()
    """One sentence for each other aishtui that has tabs open on this folder."""
    first_start: bool = False
    """There was no database yet."""


@dataclass(frozen=True, slots=True)
class Session:
    """An open database with the process's claim on its part of it. `path` is None in memory."""

    connection: sqlite3.Connection
    path: Path | None
    presence: Presence | None
    opened: Opened

    @property
    def owner(self) -> str:
        return self.presence.id if self.presence else "memory"


def open_session(data_dir: Path, *, with_tabs: bool) -> Session:
    """The database in `data_dir`; in its place one in memory, with `opened.problem` set, where that fails."""
    try:
        return _open_on_disk(data_dir, with_tabs)
    except StoreError as error:
        connection = open_memory()
        migrate(connection, back_up=lambda _: None)
        word_index.create(connection)
        return Session(connection, None, None, Opened(problem=str(error.saying(_IN_MEMORY))))


def _open_on_disk(data_dir: Path, with_tabs: bool) -> Session:
    path = make_private(data_dir) / DATABASE
    run_dir = make_private(data_dir / RUN)
    with ExitStack() as undo, our_errors(path):
        presence = claim(run_dir)
        undo.callback(presence.release)
        first_start = create_file(path)
        if not first_start:
            _look_first(path)
        connection = open_writer(path)
        undo.callback(connection.close)
        migrate(connection, lambda version: back_up(connection, path, version))
        word_index.create(connection)
        found = take_over(connection, run_dir, presence.id, with_tabs=with_tabs)
        undo.pop_all()
    opened = Opened(found.tabs, found.recovered, "", found.others, first_start)
    return Session(connection, path, presence, opened)


def _look_first(path: Path) -> None:
    """Raises Damaged or NewerVersion without changing a byte: closing a connection that may write would."""
    try:
        connection = open_reader(path)
        try:
            version = version_of(connection)
            foreign = is_foreign(connection)
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return  # no shared memory, perhaps: the writer knows ways around that, and says it if it does not
    if version > len(MIGRATIONS):
        raise NewerVersion(path, version, len(MIGRATIONS))
    if foreign:
        raise Damaged(path, "it is a database of some other program")


def back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copies the database as it is before it is migrated from `version`, beside it in `backups`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    copy = make_private(path.parent / "backups") / f"{path.stem}-version{version}-{stamp}.db"
    create_file(copy)
    target = sqlite3.connect(copy)
    try:
        connection.backup(target)
    finally:
        target.close()

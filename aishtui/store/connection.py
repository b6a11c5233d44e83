"""SQLite connections as the store uses them: autocommit, explicit transactions, our own errors."""

import errno
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.store.errors import (
    Busy,
    CannotOpen,
    Damaged,
    DiskFull,
    DiskTrouble,
    ReadOnly,
    Refused,
    StoreError,
    WordsDamaged,
    of_os,
)
from aishtui.store.filesystem import is_on_network

BUSY_TIMEOUT_S = 5.0
_IN_EACH_OTHERS_WAY_S = 0.03
_OUT_OF_THE_WAY_MS = 300
_WAL_KEPT_BYTES = 16 * 1024 * 1024


def of_sqlite(error: sqlite3.Error, path: Path) -> StoreError:
    """The sentence for what SQLite said about `path` (result codes: https://www.sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if code == sqlite3.SQLITE_CORRUPT_VTAB:
        return WordsDamaged(path)
    match primary:
        case sqlite3.SQLITE_FULL:
            return DiskFull(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ReadOnly(path, str(error))
        case sqlite3.SQLITE_CANTOPEN:
            return CannotOpen(path, str(error))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Damaged(path, str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return Busy(path, str(error))
        case sqlite3.SQLITE_IOERR:
            return DiskTrouble(path, str(error))
        case _:
            return Refused(path, str(error))


@contextmanager
def our_errors(path: Path) -> Iterator[None]:
    """Nothing of sqlite3 leaves the store, nor what the system says of a file beside the database."""
    try:
        yield
    except sqlite3.Error as error:
        raise of_sqlite(error, path) from error
    except OSError as error:
        raise of_os(error, path) from error


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A write transaction. It begins IMMEDIATE: one that reads first and writes later fails at once when somebody
    else has written in between, whatever the busy timeout."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Several reads of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def create_file(path: Path) -> bool:
    """Makes an empty `path` with mode 0600; False when there is one. SQLite gives `-wal` and `-shm` the same mode.

    The file is never opened by other means than SQLite once it is there: closing it again would drop the
    locks SQLite holds on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        if error.errno == errno.EEXIST:
            return False
        raise of_os(error, path) from error
    return True


def open_reader(path: Path, patience_s: float = BUSY_TIMEOUT_S) -> sqlite3.Connection:
    """A connection that can only read. Raises sqlite3.Error."""
    return _connect(path, "ro", patience_s)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another program holds the file."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def open_as_it_is(path: Path) -> sqlite3.Connection:
    """A connection that can write and changes nothing by being opened. Raises sqlite3.Error."""
    return _connect(path, "rw")


def open_writer(path: Path, patience_s: float = BUSY_TIMEOUT_S) -> sqlite3.Connection:
    """A connection in WAL mode, or with a rollback journal where WAL does not work; it waits so long for a program that
    holds the file. Raises sqlite3.Error."""
    if not is_on_network(path):
        connection = _connect(path, "rw", patience_s)
        try:
            _set_journal_mode(connection, "WAL", patience_s)
            connection.execute(f"PRAGMA journal_size_limit = {_WAL_KEPT_BYTES}")
            _try_to_write(connection)
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            # How a file system without shared memory shows itself; what is really read-only fails below again.
            if error.sqlite_errorcode & 0xFF not in (
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_IOERR,
                sqlite3.SQLITE_PROTOCOL,
                sqlite3.SQLITE_READONLY,
            ):
                raise
        except BaseException:
            connection.close()
            raise
    return _open_with_rollback_journal(path, patience_s)


def be_patient(connection: sqlite3.Connection, patience_s: float) -> None:
    """Let the connection wait so long for a program that holds the file."""
    connection.execute(f"PRAGMA busy_timeout = {round(patience_s * 1000)}")


def open_memory() -> sqlite3.Connection:
    """An empty database that ends with the process."""
    return _settled(sqlite3.connect(":memory:", isolation_level=None))


def _open_with_rollback_journal(path: Path, patience_s: float) -> sqlite3.Connection:
    """Two that begin at the same time hold each other up: each keeps the lock that it reads with, under which the other
    cannot write. So each lets go soon, and comes again."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            connection = _try_rollback_journal(path, min(patience_s, _IN_EACH_OTHERS_WAY_S))
            be_patient(connection, patience_s)
            return connection
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(secrets.randbelow(_OUT_OF_THE_WAY_MS) / 1000)


def _try_rollback_journal(path: Path, patience_s: float) -> sqlite3.Connection:
    connection = _connect(path, "rw", patience_s)
    try:
        # A file that was in WAL mode can be read without shared memory only under an exclusive lock.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        _set_journal_mode(connection, "TRUNCATE", patience_s)
        connection.execute("PRAGMA locking_mode = NORMAL")
        _try_to_write(connection)
        _still_in(connection, "truncate")
    except BaseException:
        connection.close()
        raise
    return connection


def _try_to_write(connection: sqlite3.Connection) -> None:
    """A transaction without a change: it fails where a change would, and it makes a changed locking mode apply."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.execute("ROLLBACK")


def _still_in(connection: sqlite3.Connection, mode: str) -> None:
    """Raises the error of a busy file where another program, which tries WAL first, has changed the mode meanwhile:
    SQLite does not say so, and would keep that program out for good."""
    if connection.execute("PRAGMA journal_mode").fetchone() != (mode,):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error


def _set_journal_mode(connection: sqlite3.Connection, mode: str, patience_s: float) -> None:
    """SQLite does not wait for others while it changes the mode, whatever the busy timeout; so we do."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _connect(path: Path, mode: str, patience_s: float = BUSY_TIMEOUT_S) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return _settled(sqlite3.connect(address, uri=True, isolation_level=None, timeout=patience_s))


def _settled(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Only what does not look into the file yet: where WAL does not work, that would fail."""
    connection.execute("PRAGMA foreign_keys = ON")
    return connection

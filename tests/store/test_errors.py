"""Sentences for what goes wrong."""

import errno
import sqlite3
from pathlib import Path

import pytest

from aishtui.store.connection import of_sqlite
from aishtui.store.errors import (
    Busy,
    CannotOpen,
    Damaged,
    DiskFull,
    DiskTrouble,
    ReadOnly,
    Refused,
    StoreError,
    of_os,
)

PATH = Path("/data/aishtui.db")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EACCES, ReadOnly),
        (errno.EROFS, ReadOnly),
        (errno.EIO, DiskTrouble),
        (errno.ENOENT, CannotOpen),
    ],
)
def test_the_system_s_errors_become_sentences_with_the_path(number: int, kind: type[StoreError]) -> None:
    error = of_os(OSError(number, "the reason"), PATH)
    assert type(error) is kind
    assert str(PATH) in str(error)
    assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_READONLY_DBMOVED, ReadOnly),
        (sqlite3.SQLITE_CANTOPEN, CannotOpen),
        (sqlite3.SQLITE_CORRUPT, Damaged),
        (sqlite3.SQLITE_NOTADB, Damaged),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Busy),
        (sqlite3.SQLITE_IOERR_WRITE, DiskTrouble),
        (sqlite3.SQLITE_TOOBIG, Refused),
        (None, Refused),
    ],
)
def test_sqlite_s_errors_become_sentences_with_the_path(code: int | None, kind: type[StoreError]) -> None:
    told = sqlite3.OperationalError("the reason")
    if code is not None:
        told.sqlite_errorcode = code
    error = of_sqlite(told, PATH)
    assert type(error) is kind
    assert str(PATH) in str(error)


def test_a_sentence_can_be_added() -> None:
    error = DiskFull(PATH).saying("The rest works.")
    assert isinstance(error, DiskFull)
    assert str(error).endswith("Make room there. The rest works.")

"""A copy of the database, whole and of one moment, also while aishtui writes into it."""

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from aishtui.store.atomic import name_new, sync_folder
from aishtui.store.connection import create_file, open_reader, our_errors
from aishtui.store.errors import CannotOpen, Damaged, StoreError
from aishtui.store.session import remove_database

_PAGES_PER_STEP = 1_000


class IsThere(StoreError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already, and is left as it is. --force replaces it.")


def copy_database(path: Path, copy: Path, *, force: bool, step: Callable[[int, int], None]) -> None:
    """Copies the database at `path` to `copy`, which has its name only when it is whole, with mode 0600.

    `step` is called with the pages copied and those there are, and may raise to stop: then there is no copy. Raises
    StoreError: IsThere for a file at `copy` without `force`, Damaged where what was copied is not sound.
    """
    _refuse(path, copy, force)
    half_made = copy.with_name(f".{copy.name}.{secrets.token_hex(4)}.part")
    create_file(half_made)
    try:
        with our_errors(path), closing(open_reader(path)) as source:
            _copy(source, half_made, step)
        with our_errors(copy):
            _name(half_made, copy, force)
    finally:
        remove_database(half_made)


def _refuse(path: Path, copy: Path, force: bool) -> None:
    if not path.is_file():
        raise CannotOpen(path, "there is no conversation kept yet" if not path.exists() else "it is not a file")
    if copy.is_dir():
        raise CannotOpen(copy, "it is a folder: name a file in it")
    if copy.exists() and copy.samefile(path):
        raise CannotOpen(copy, "it is the database itself: name another file")
    if copy.exists() and not force:
        raise IsThere(copy)


def _copy(source: sqlite3.Connection, target_path: Path, step: Callable[[int, int], None]) -> None:
    # What is read in one transaction is of one moment; without it, SQLite would begin anew after each write of others.
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    with closing(sqlite3.connect(target_path, isolation_level=None)) as target:
        source.backup(target, pages=_PAGES_PER_STEP, progress=lambda _, left, total: step(total - left, total))
        # One plain file, which can be read on a read-only disk too; who writes into it has the mode set again.
        target.execute("PRAGMA journal_mode = DELETE").fetchone()
        (sound,) = target.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        raise Damaged(Path(source.execute("PRAGMA database_list").fetchone()[2]), str(sound))


def _name(half_made: Path, copy: Path, force: bool) -> None:
    descriptor = os.open(half_made, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if force:
        os.replace(half_made, copy)
    else:
        try:
            name_new(half_made, copy)
        except FileExistsError:
            raise IsThere(copy) from None
    sync_folder(copy.parent)

"""Where a run writes while the database cannot be used: a file beside it, or memory where no file can be made."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from aishtui.store.carrying import put_in, take_out
from aishtui.store.connection import open_memory, open_writer, our_errors
from aishtui.store.errors import StoreError
from aishtui.store.fresh import fresh_file, furnish
from aishtui.store.paths import make_private
from aishtui.store.presence import claim, is_owner_id, taken_over
from aishtui.store.rescuing import rescued
from aishtui.store.session import Opened, Session, files_of, remove_database

FOLDER = "aside"
_log = logging.getLogger(__name__)
_IN_FILE = (
    "Meanwhile new conversations are kept in {folder}, and taken over by themselves once it can be used; earlier ones "
    "cannot be shown."
)
_IN_MEMORY = (
    "Meanwhile earlier conversations cannot be shown, and new ones are kept in memory only, until it can be written."
)


def open_aside(data_dir: Path, run_dir: Path, why: StoreError) -> Session:
    """An empty database of this process alone; `why` is what is wrong with the one it should be."""
    try:
        return _open_file(data_dir / FOLDER, run_dir, why)
    except StoreError:
        connection = open_memory()
        furnish(connection)
        return Session(connection, None, None, Opened(problem=still_aside(None, why)), aside=True)


def _open_file(folder: Path, run_dir: Path, why: StoreError) -> Session:
    with ExitStack() as undo, our_errors(folder):
        presence = claim(run_dir)
        undo.callback(presence.release)
        path = make_private(folder) / f"{presence.id}.db"
        connection = fresh_file(path)
        undo.pop_all()
    opened = Opened(problem=still_aside(path, why))
    return Session(connection, path, presence, opened, aside=True, files=files_of(path))


def still_aside(path: Path | None, why: StoreError) -> str:
    """The sentences that say why this run is aside, and what that means."""
    return f"{why} {_IN_MEMORY if path is None else _IN_FILE.format(folder=path.parent)}"


def files_aside(data_dir: Path) -> Iterator[Path]:
    """What there is of it, in the order of their names."""
    yield from (path for path in sorted((data_dir / FOLDER).glob("*.db")) if is_owner_id(path.stem))


def take_in(target: sqlite3.Connection, data_dir: Path, run_dir: Path) -> tuple[Path, ...]:
    """Moves what processes that are gone have left aside, or rescued, into `target`, where it still belongs to them.
    The files that cannot be moved, and stay where they are."""
    left = []
    for path in files_aside(data_dir):
        with taken_over(run_dir, path.stem) as gone:
            if gone and not _moved(target, path):
                left.append(path)
    left.extend(path for path in rescued(data_dir) if not _moved(target, path))
    return tuple(path for path in left if path.exists())  # another start may have been quicker


def _moved(target: sqlite3.Connection, path: Path) -> bool:
    try:
        with closing(open_writer(path)) as source:
            load = take_out(source, path.stem)
        put_in(target, load, path.stem, path.stem)
    except sqlite3.Error as error:
        _log.warning("what lies aside in %s is not taken over: %s", path, error)
        return False
    remove_database(path)
    return True

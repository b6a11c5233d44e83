"""The last resort when aishtui ends and its folder still cannot be written: a file in the system's temporary folder."""

import hashlib
import logging
import os
import secrets
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from aishtui.store.carrying import put_in, take_out
from aishtui.store.connection import our_errors
from aishtui.store.errors import StoreError
from aishtui.store.fresh import fresh_file
from aishtui.store.session import Session, remove_database

Work = Callable[[sqlite3.Connection], object]
_log = logging.getLogger(__name__)


def rescue(data_dir: Path, session: Session, written: Collection[str], waiting: Sequence[Work]) -> Path | None:
    """Puts what this run has, and what waits to be written, into a new database outside of `data_dir`, where the next
    start looks for it. None where that cannot be done either."""
    path = Path(tempfile.gettempdir()) / f"{_beginning(data_dir)}{secrets.token_hex(16)}.db"
    half_made = path.with_name(f"{path.name}.part")
    try:
        with our_errors(path):
            with closing(fresh_file(half_made)) as target:
                _fill(target, session, written, waiting)
            os.rename(half_made, path)
    except StoreError as error:
        _log.error("nothing could be rescued: %s", error)
        remove_database(half_made)
        return None
    return path


def rescued(data_dir: Path) -> Iterator[Path]:
    """What runs on `data_dir` have left there. Anybody may put files into that folder: only our own count."""
    for path in sorted(Path(tempfile.gettempdir()).glob(f"{_beginning(data_dir)}*.db")):
        try:
            found = path.lstat()
        except OSError:
            continue
        if stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid():
            yield path


def _beginning(data_dir: Path) -> str:
    return f"aishtui-{hashlib.sha256(os.fsencode(data_dir.absolute())).hexdigest()[:12]}-"


def _fill(target: sqlite3.Connection, session: Session, written: Collection[str], waiting: Sequence[Work]) -> None:
    """What the messages that wait stand below is taken along, if it can still be read."""
    try:
        load = take_out(session.connection, session.owner, None if session.aside else written)
        put_in(target, load, session.owner, session.owner)
    except sqlite3.Error as error:
        _log.warning("rescued without what was written before: %s", error)
    for work in waiting:
        try:
            work(target)
        except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
            _log.warning("one thing could not be rescued: %s", error)
    # Also those that wait to be given up: by their owner it is seen that they are newer than what is in the database.
    target.execute("UPDATE tabs SET owner = ? WHERE owner IS NULL", (session.owner,))

"""The way back: from a place aside, or from a file that somebody has taken away, into the database."""

import logging
import sqlite3
import time
from collections.abc import Collection
from pathlib import Path

from aishtui.store.carrying import put_in, take_out
from aishtui.store.connection import our_errors
from aishtui.store.errors import DiskTrouble, StoreError
from aishtui.store.opening import DATABASE, open_database
from aishtui.store.salvage import take_what_can_be_read
from aishtui.store.session import Session

PAUSE_S = 5.0
"""Between two tries. One comes with what is to be written or read, and by itself while nothing is."""
_PATIENCE_S = 0.2
"""For a program that holds the database: what this run has to do meanwhile waits behind it."""
_log = logging.getLogger(__name__)


class Returning:
    """Lives in the store's thread."""

    def __init__(self, data_dir: Path, pause_s: float = PAUSE_S) -> None:
        self._data_dir = data_dir
        self._pause_s = pause_s
        self._next_s = 0.0

    def wait(self) -> None:
        """It has just been tried, in vain."""
        self._next_s = time.monotonic() + self._pause_s

    def is_due(self, session: Session, at_once: bool) -> bool:
        """Whether `session` is not where it should be, and the last try is long enough ago or does not matter."""
        if not session.aside and not session.is_lost:
            return False
        return at_once or time.monotonic() >= self._next_s

    def back(self, session: Session, written: Collection[str]) -> Session:
        """The database with all that `session` has of this run: everything where it is aside, else its tabs and the
        conversations `written`. `session` is closed then; it goes on where this raises StoreError."""
        self.wait()
        if session.is_lost:
            with our_errors(self._data_dir / DATABASE):
                session.remove_log()
        there = open_database(self._data_dir, with_tabs=False, patience_s=_PATIENCE_S)
        try:
            self._carry(session, there, written)
        except BaseException:
            there.close()
            raise
        _leave(session)
        self._next_s = 0.0
        return there

    def _carry(self, session: Session, there: Session, written: Collection[str]) -> None:
        path = self._data_dir / DATABASE
        try:
            load = take_out(session.connection, session.owner, None if session.aside else written)
        except sqlite3.Error as error:
            if session.aside:
                raise DiskTrouble(session.path or path, str(error)) from error
            _log.warning("the file that is gone is damaged, and what can be read of it is taken: %s", error)
            load = take_what_can_be_read(session.connection, session.owner, written)
        with our_errors(path):
            put_in(there.connection, load, session.owner, there.owner)


def what_came_back(session: Session, path: Path) -> str:
    """The sentence for a run that has left `session`."""
    if session.aside:
        return f"The database can be used again: all that was kept aside is in {path} now."
    return f"{path} had been deleted or replaced. It is a new one now, with what this run has written and its tabs."


def what_is_lost(path: Path, why: StoreError) -> str:
    """The sentence for a run whose file is gone, while there can be no new one."""
    return (
        f"The database {path} has been deleted or replaced, and none can be had there now. {why} "
        "What is written meanwhile is kept until aishtui ends."
    )


def _leave(session: Session) -> None:
    try:
        session.close()
    except (sqlite3.Error, OSError) as error:
        _log.warning("what this run has left did not close: %s", error)
    if session.aside:
        session.remove()

"""A copy on disk of what waits in memory: while the database cannot be written, a kill must not cost it."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from aishtui.store.connection import our_errors
from aishtui.store.errors import DiskFull, StoreError
from aishtui.store.fresh import fresh_file
from aishtui.store.paths import make_private
from aishtui.store.session import Session, remove_database

_log = logging.getLogger(__name__)


class Spare:
    """Lives in the store's thread. The copy lies where runs that are aside write, under the name of this one: if this
    one is gone, the next start takes it in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._connection: sqlite3.Connection | None = None
        self.whole = True
        """Whether all that waits is there."""

    @property
    def path(self) -> Path | None:
        """Where it is, if there is any."""
        return self._path

    def keep(self, session: Session, work: Callable[[sqlite3.Connection], object], why: StoreError) -> None:
        """Does there what could not be done in `session`. Where the disk is full or this does not work either, it is in
        memory only."""
        if session.aside or session.presence is None or isinstance(why, DiskFull):
            self.whole = False
            return
        try:
            with our_errors(self._folder):
                if self._connection is None:
                    path = make_private(self._folder) / f"{session.presence.id}.db"
                    self._path, self._connection = path, fresh_file(path)
                work(self._connection)
        except (StoreError, TypeError, ValueError, OverflowError) as error:
            self.whole = False
            _log.warning("what waits to be written is in memory only: %s", error)

    def drop(self) -> None:
        """It is needed no longer."""
        self.whole = True
        if self._path is None:
            return
        try:
            if self._connection is not None:
                self._connection.close()
            remove_database(self._path)
        except (sqlite3.Error, OSError) as error:  # then the next start takes in what is there already
            _log.warning("the copy of what waited did not go: %s", error)
        self._path = self._connection = None

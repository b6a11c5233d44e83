"""An open database with this process's claim on its part of it."""

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.tabs import Tab
from aishtui.store.filesystem import is_on_network
from aishtui.store.presence import Presence

FileId = tuple[int, int]
_ENDS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Opened:
    """What was found at the start."""

    tabs: tuple[Tab, ...] = ()
    recovered: tuple[str, ...] = ()
    """Ids of answers that had been interrupted and now are CUT_OFF."""
    empty: tuple[str, ...] = ()
    """Those of them of which nothing had come."""
    problem: str = ""
    """Why this is not the database it should be; empty when all is well."""
    others: tuple[str, ...] = ()
    """One sentence for each other aishtui that has tabs open on this folder."""
    first_start: bool = False
    """There was no database yet."""
    newest_id: str = ""
    """The greatest id of a message that is stored."""
    left_aside: tuple[Path, ...] = ()
    """What earlier runs have kept aside, and what cannot be taken over."""


@dataclass(frozen=True, slots=True)
class Session:
    """`path` is None in memory. `aside`: this is a place for what will belong into the database once that can be used,
    a file beside it or memory."""

    connection: sqlite3.Connection
    path: Path | None
    presence: Presence | None
    opened: Opened
    aside: bool = False
    files: Mapping[str, FileId] = field(default_factory=dict)
    """What tells whether the files are still those that were opened, by the end of their names."""

    @property
    def owner(self) -> str:
        return self.presence.id if self.presence else "memory"

    @property
    def is_lost(self) -> bool:
        """The file has been deleted, or another one is in its place: nobody would find what is written now."""
        if self.path is None:
            return False
        try:
            found = os.stat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return True
        except OSError:
            return False  # whatever it is, the next write says it
        known = self.files.get("")
        return known is not None and (found.st_dev, found.st_ino) != known

    @property
    def log_is_gone(self) -> bool:
        """Somebody has deleted the -wal file: what is written goes on into it, and would end with this process."""
        return self.path is not None and "-wal" in self.files and not _beside(self.path, "-wal").exists()

    def remove_log(self) -> None:
        """Where another file is in the place of this one, what SQLite has beside it must go: it would be applied to the
        other file (https://www.sqlite.org/howtocorrupt.html, section 1.4)."""
        for end in ("-wal", "-shm"):
            path = _beside(self.path, end) if self.path else None
            if path is not None and end in self.files and _file_id(path) == self.files[end]:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Closing moves everything from the -wal file into the database, unless another aishtui goes on with it. Where
        another file is in its place, SQLite sees that and touches nothing there. A file aside without content goes."""
        is_needless = self.aside and self.path is not None and self.is_empty
        self.connection.close()
        if is_needless:
            self.remove()
        if self.presence:
            self.presence.release()

    def remove(self) -> None:
        """The file, which is closed, with what SQLite has beside it."""
        if self.path is not None:
            remove_database(self.path)

    @property
    def is_empty(self) -> bool:
        """There is nothing in it that anybody would miss."""
        try:
            return not any(
                self.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
                for table in ("conversations", "tabs", "prompt_history", "catalogs")
            )
        except sqlite3.Error:
            return False


def remove_database(path: Path) -> None:
    """The database at `path`, which nobody has open, with what SQLite has beside it."""
    for end in _ENDS:
        _beside(path, end).unlink(missing_ok=True)


def files_of(path: Path) -> dict[str, FileId]:
    """The files of the database at `path`, which is open, by the end of their names. None on a network, where a file's
    number may change by itself: there, only one that is missing is lost."""
    if is_on_network(path):
        return {}
    found = ((end, _file_id(_beside(path, end))) for end in ("", "-wal", "-shm"))
    return {end: known for end, known in found if known is not None}


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _file_id(path: Path) -> FileId | None:
    """None where there is no such file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino

"""What can be said of a database without changing it: whether it is sound, how large, how much is in it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import field
from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store import comparisons, word_index
from aishtui.store.aside import files_aside
from aishtui.store.connection import is_busy, of_sqlite, open_as_it_is, open_reader
from aishtui.store.errors import Damaged, NewerVersion, Stopped
from aishtui.store.filesystem import kind_of_filesystem
from aishtui.store.opening import BACKUPS, DATABASE, RUN
from aishtui.store.presence import introduction, known_owners, taken_over
from aishtui.store.rescuing import rescued
from aishtui.store.schema import MIGRATIONS, is_foreign, version_of

_MOST_PROBLEMS = 20
_SHORT_PATIENCE_S = 0.5
_LOOK_AROUND_EVERY = 20_000
"""Steps of SQLite's machine between two looks at whether to stop: some milliseconds."""

_COUNTS = {
    "conversations": "SELECT count(*) FROM conversations WHERE deleted_at IS NULL",
    "conversations_deleted": "SELECT count(*) FROM conversations WHERE deleted_at IS NOT NULL",
    "messages": "SELECT count(*) FROM messages WHERE deleted_at IS NULL",
    "messages_deleted": "SELECT count(*) FROM messages WHERE deleted_at IS NOT NULL",
    "answers_being_written": "SELECT count(*) FROM messages WHERE status = 'writing'",
    "comparisons": comparisons.COUNT,
    "pieces": "SELECT count(*) FROM pieces",
    "tabs": "SELECT count(*) FROM tabs",
    "prompts": "SELECT count(*) FROM prompt_history",
}


@dataclass(slots=True)
class Examined:
    """`problems` are sentences; without any, it is sound. What could not be found out is None."""

    path: Path
    exists: bool = False
    problems: list[str] = field(default_factory=list)
    size_bytes: int = 0
    log_bytes: int = 0
    """Of the `-wal` file."""
    free_bytes: int | None = None
    """On its disk."""
    file_system: str = ""
    journal_mode: str = ""
    version: int | None = None
    known_version: int = len(MIGRATIONS)
    counts: dict[str, int] = field(default_factory=dict)
    word_index: str = ""
    """`whole`, `damaged`, `not made`, `being made`, or why it was not looked at."""
    aside: tuple[Path, ...] = ()
    backups: tuple[Path, ...] = ()
    running: tuple[str, ...] = ()
    """How each aishtui calls itself that runs on the folder now."""

    @property
    def only_words_damaged(self) -> bool:
        """The full-text index can be made anew from the messages: nothing needs to be copied."""
        return self.word_index == "damaged" and len(self.problems) == 1


def examine(data_dir: Path, stop: Callable[[], bool] = lambda: False) -> Examined:
    """Looks at all of it. `stop` is asked now and then; after a True, this raises Stopped."""
    found = Examined(data_dir / DATABASE)
    found.file_system = kind_of_filesystem(data_dir)
    found.aside = (*files_aside(data_dir), *rescued(data_dir))
    found.backups = tuple(sorted((data_dir / BACKUPS).glob("*.db")))
    found.running = running(data_dir)
    try:
        found.free_bytes = shutil.disk_usage(data_dir).free
        found.size_bytes = found.path.stat().st_size
        log = found.path.with_name(f"{DATABASE}-wal")
        found.log_bytes = log.stat().st_size if log.exists() else 0
    except OSError as error:
        if found.path.exists() or not isinstance(error, FileNotFoundError):
            found.problems.append(f"{found.path} cannot be looked at ({error.strerror or error}).")
        return found
    found.exists = True
    try:
        with closing(open_reader(found.path)) as connection:
            connection.set_progress_handler(stop, _LOOK_AROUND_EVERY)
            _look(connection, found)
    except sqlite3.Error as error:
        if stop():
            raise Stopped from error
        found.problems.append(str(of_sqlite(error, found.path)))
    if not found.problems:
        _look_at_words(found)
    return found


def running(data_dir: Path) -> tuple[str, ...]:
    """How each aishtui calls itself that runs on the folder now. Raises StoreError."""
    run_dir = data_dir / RUN
    alive = []
    for owner in sorted(known_owners(run_dir)):
        with taken_over(run_dir, owner) as gone:
            if not gone:
                alive.append(introduction(run_dir, owner))
    return tuple(alive)


def first_look(path: Path) -> tuple[str, str]:
    """How SQLite keeps transactions whole there (`wal`, `truncate`, `delete`; "" where that is not known), and what is
    wrong with the database as far as a glance tells, or ""."""
    found = Examined(path)
    if not path.is_file():
        return "", ""
    try:
        with closing(open_reader(path, _SHORT_PATIENCE_S)) as connection:
            _look_at_version(connection, found)
    except sqlite3.Error as error:
        return found.journal_mode, "" if is_busy(error) else str(of_sqlite(error, path))
    return found.journal_mode, " ".join(found.problems)


def make_words_anew(path: Path) -> None:
    """The full-text index, out of the messages. Raises StoreError."""
    try:
        with closing(open_as_it_is(path)) as connection:
            word_index.rebuild(connection)
            while word_index.fill_some(connection):
                pass
    except sqlite3.Error as error:
        raise of_sqlite(error, path) from error


def _look_at_version(connection: sqlite3.Connection, found: Examined) -> None:
    found.version = version_of(connection)
    found.journal_mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    if found.version > len(MIGRATIONS):
        found.problems.append(str(NewerVersion(found.path, found.version, len(MIGRATIONS))))
    elif is_foreign(connection):
        found.problems.append(str(Damaged(found.path, "it is a database of some other program")))


def _look(connection: sqlite3.Connection, found: Examined) -> None:
    _look_at_version(connection, found)
    if found.problems:
        return
    wrong = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})").fetchall()]
    found.problems += [f"SQLite finds: {line}" for line in wrong if line != "ok"]
    lonely = connection.execute("PRAGMA foreign_key_check").fetchall()
    if lonely:
        found.problems.append(f"{len(lonely)} messages belong to conversations that are not there.")
    if found.version == len(MIGRATIONS):
        found.counts = {name: int(connection.execute(query).fetchone()[0]) for name, query in _COUNTS.items()}
        found.word_index = _state_of_words(connection)


def _state_of_words(connection: sqlite3.Connection) -> str:
    if not word_index.is_possible(connection):
        return "not made: this SQLite has no FTS5"
    if not word_index.exists(connection):
        return "not made"
    waiting = "SELECT EXISTS (SELECT 1 FROM messages WHERE indexed = 0 AND status <> 'writing')"
    return "being made" if connection.execute(waiting).fetchone()[0] else ""


def _look_at_words(found: Examined) -> None:
    """Nothing is changed by it, but the connection has to be one that may write."""
    if found.word_index.startswith("not made"):
        return
    try:
        with closing(open_as_it_is(found.path)) as connection:
            sound = word_index.is_sound(connection)
    except sqlite3.Error as error:
        found.word_index = f"not looked at: {of_sqlite(error, found.path)}"
        return
    if sound:
        found.word_index = found.word_index or "whole"
    else:
        found.word_index = "damaged"
        found.problems.append("The full-text index is damaged; the conversations themselves are not.")

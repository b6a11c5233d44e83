"""The one place that writes: keeps what could not be written, and says whether something is wrong."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store import word_index
from aishtui.store.connection import BUSY_TIMEOUT_S, be_patient, our_errors
from aishtui.store.errors import CannotWrite, Mistake, Refused, StoreError
from aishtui.store.rescuing import rescue
from aishtui.store.session import Session
from aishtui.store.spare import Spare

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_KEPT = "What could not be written is kept in memory and written as soon as that works."
_KEPT_TWICE = "What could not be written is kept in memory, and in {folder}, and written as soon as that works."
_SHORT_PATIENCE_S = 0.2
"""While something waits: each new write tries it again, and must not wait for long each time."""


@dataclass(frozen=True, slots=True)
class Write(Generic[_T]):
    """`durable`: on the disk, not only with the system, before it counts as done. Of writes that wait, those whose
    `subject` a later one `replaces` are needless. `conversation` is the one it belongs to, if it belongs to one.
    `precious`: while it waits, there is a copy of it on disk, if there can be one."""

    work: Callable[[sqlite3.Connection], _T]
    durable: bool = True
    subject: str = ""
    replaces: str = ""
    conversation: str = ""
    precious: bool = False


class Writer:
    """Lives in the store's thread. `tell` is called there with each new problem, and with "" when it is over."""

    def __init__(self, session: Session, spare: Spare, tell: Callable[[str], None]) -> None:
        self._session = session
        self._spare = spare
        self._tell = tell
        self._told = session.opened.problem
        self._lasting = session.opened.problem
        self._waiting: list[Write[Any]] = []
        self._durable: bool | None = None
        self._patience_s = BUSY_TIMEOUT_S
        self.words_are_gone = False
        """The full-text index is empty, and somebody has to fill it again."""
        self.written: set[str] = set()
        """The conversations that this run has written to."""

    @property
    def session(self) -> Session:
        return self._session

    @property
    def waits(self) -> bool:
        """Whether anything could not be written yet."""
        return bool(self._waiting)

    def try_again(self) -> None:
        """Writes what waits, if that works by now."""
        if not self._waiting:
            return
        try:
            self._write_waiting()
        except CannotWrite as error:
            self._say(str(error.saying(self._where_it_is)))
        else:
            self._say(self._lasting)

    def go_on_in(self, session: Session) -> None:
        """Writes there from now on, first what waits. What was wrong with the place before is over."""
        self._session = session
        self._durable = None
        self._patience_s = BUSY_TIMEOUT_S
        self._lasting = self._told = ""
        self._tell("")

    def say_lasting(self, problem: str) -> None:
        """Something is wrong, or with "" no longer, whatever the writes do."""
        self._lasting = problem
        self._say(problem)

    def write(self, write: Write[_T]) -> _T:
        """Writes what waits, then `write`. After a CannotWrite, `write` waits as well: the order is kept."""
        try:
            self._write_waiting()
            result = self._do(write)
        except CannotWrite as error:
            self._keep(write, error)
            self._say(str(error.saying(self._where_it_is)))
            raise
        except StoreError as error:
            self.say_lasting(str(error))
            raise
        self._say(self._lasting)
        return result

    def close(self, data_dir: Path) -> None:
        """Writes what waits if that is possible now, and lets go of the folder. What cannot be there is rescued."""
        problem = self._lasting
        try:
            if self._waiting:
                self._write_waiting()
                self._say(self._lasting)
        except StoreError as error:
            problem = str(error)
        try:
            if self._waiting or ((self._session.path is None or self._session.is_lost) and not self._session.is_empty):
                self._rescue(data_dir, problem)
        finally:
            self._session.close()

    def _rescue(self, data_dir: Path, problem: str) -> None:
        path = rescue(data_dir, self._session, self.written, [write.work for write in self._waiting])
        if path is not None:
            self._spare.drop()
        path = path or self._spare.path
        if path is None:
            self._say(f"{problem} What could not be stored is lost: there was no other place for it either.")
        else:
            self._say(f"{problem} aishtui has ended: what it had is in {path}, and the next start takes it over.")

    def _write_waiting(self) -> None:
        while self._waiting:
            try:
                self._do(self._waiting[0])
            except CannotWrite:
                raise
            except StoreError as error:
                self._lasting = str(error)
            self._waiting.pop(0)
        self._spare.drop()

    def _do(self, write: Write[_T]) -> _T:
        connection, path = self._session.connection, self._session.path or Path("memory")
        try:
            with our_errors(path):
                self._wait_as_long_as_is_fit()
                if self._durable is not write.durable:
                    connection.execute(f"PRAGMA synchronous = {'FULL' if write.durable else 'NORMAL'}")
                    self._durable = write.durable
                result = self._work(write, connection)
                if self._session.log_is_gone:
                    connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        except (TypeError, ValueError, OverflowError) as error:  # no JSON, or a number too large for SQLite
            raise Refused(path, str(error)) from error
        except StoreError:
            raise
        except Exception as error:
            _log.exception("a mistake in aishtui, in what was to be stored")
            raise Mistake(error) from error
        if write.conversation:
            self.written.add(write.conversation)
        return result

    def _work(self, write: Write[_T], connection: sqlite3.Connection) -> _T:
        """A full-text index that is damaged is made anew: it must not keep a message from being stored."""
        try:
            return write.work(connection)
        except sqlite3.DatabaseError as error:
            if not _is_about_words(error):
                raise
            _log.warning("the full-text index is damaged and made anew: %s", error)
            word_index.rebuild(connection)
            self.words_are_gone = True
            return write.work(connection)

    def _wait_as_long_as_is_fit(self) -> None:
        patience_s = _SHORT_PATIENCE_S if self._waiting else BUSY_TIMEOUT_S
        if patience_s != self._patience_s:
            be_patient(self._session.connection, patience_s)
            self._patience_s = patience_s

    def _keep(self, write: Write[_T], why: StoreError) -> None:
        if write.replaces:
            self._waiting = [waiting for waiting in self._waiting if waiting.subject != write.replaces]
        self._waiting.append(write)
        if write.precious:
            self._spare.keep(self._session, write.work, why)

    @property
    def _where_it_is(self) -> str:
        path = self._spare.path
        return _KEPT_TWICE.format(folder=path.parent) if path is not None and self._spare.whole else _KEPT

    def _say(self, problem: str) -> None:
        if problem != self._told:
            self._told = problem
            self._tell(problem)


def _is_about_words(error: sqlite3.DatabaseError) -> bool:
    """A damaged index says so, or that a constraint has failed, without naming one as a table of ours would."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB or str(error) == "constraint failed"

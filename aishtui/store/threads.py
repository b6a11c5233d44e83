"""The two threads in which SQLite is spoken to: one writes, one reads, and both go where the database can be used."""

import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from aishtui.store import word_index
from aishtui.store.another_try import AnotherTry
from aishtui.store.aside import FOLDER, still_aside
from aishtui.store.connection import open_reader, our_errors
from aishtui.store.errors import CannotWrite, Closed, StoreError, WordsDamaged
from aishtui.store.housekeeping import Housekeeping
from aishtui.store.opening import DATABASE, open_session
from aishtui.store.returning import PAUSE_S, Returning, what_came_back, what_is_lost
from aishtui.store.session import Opened, Session
from aishtui.store.spare import Spare
from aishtui.store.worker import Worker
from aishtui.store.writer import Write, Writer

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Threads:
    """What every call of the store rests on: `_write` and `_read` hand work in, and return its future at once.

    `with_tabs=False` is for commands without a screen: they leave the tabs of others alone. `on_problem` is called in
    the store's thread with a sentence when something goes wrong, with "" when it is over, and when there is something
    for `take_notices`. What could not be done is tried again every `pause_s` seconds. Without `housekeeping`, nothing
    that is stored ever goes.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        with_tabs: bool = True,
        on_problem: Callable[[str], None] | None = None,
        pause_s: float = PAUSE_S,
        housekeeping: Housekeeping | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.on_problem = on_problem
        self.opened: Future[Opened] = Future()
        self.opened.set_running_or_notify_cancel()
        self._with_tabs = with_tabs
        self._problem = ""
        self._notices: list[str] = []
        self._returning = Returning(data_dir, pause_s)
        self._housekeeping = housekeeping
        self._writer_thread = Worker("aishtui-store")
        self._reader_thread = Worker("aishtui-store-reader")
        self._another_try = AnotherTry(pause_s, lambda: self._writer_thread.submit(self._try_again))
        self._writer: Writer | None = None
        self._reader: sqlite3.Connection | None = None
        self._read_in: Session | None = None
        self._session: Session | None = None
        self._words_are_made = False

    def start(self) -> None:
        """Begins to open the database; see `opened`."""
        self._reader_thread.begin()
        self._writer_thread.submit(self._open)

    @property
    def problem(self) -> str:
        """What is wrong with the disk now, as a sentence, or ""."""
        return self._problem

    def take_notices(self) -> tuple[str, ...]:
        """What is to be said once, since the last call."""
        taken: list[str] = []
        while self._notices:
            taken.append(self._notices.pop(0))
        return tuple(taken)

    def close(self, timeout: float = 5.0) -> bool:
        """Finishes what was handed in; False when that took longer than `timeout` seconds and was left behind."""
        deadline = time.monotonic() + timeout
        self._another_try.close()
        # A read that hangs must not take the time that the writes need.
        read = self._reader_thread.finish(self._close_reader, timeout / 2)
        written = self._writer_thread.finish(self._close_writer, max(0.0, deadline - time.monotonic()))
        return read and written

    def handed_in(self) -> Future[None]:
        """Done when all that was handed in before has been written, or could not be."""
        return self._writer_thread.submit(lambda: None)

    # In the store's threads

    def _open(self) -> None:
        try:
            session = open_session(self.data_dir, with_tabs=self._with_tabs)
        except BaseException as error:
            self.opened.set_exception(error)
            raise
        self._session = session
        if session.aside:
            self._returning.wait()
            self._another_try.ask()
        self._problem = session.opened.problem
        self._writer = Writer(session, Spare(self.data_dir / FOLDER), self._tell)
        self._writer_thread.submit(self._index)  # before anybody who waits for `opened` hands in a write
        self.opened.set_result(session.opened)

    def _index(self) -> None:
        """Catches up with the full-text index, in portions between which other writes have their turn."""
        if self._writer is None:
            return
        try:
            more = self._written(self._writer, Write(word_index.fill_some, durable=False))
        except CannotWrite:
            return  # it is among the writes that wait
        if more:
            self._writer_thread.submit(self._index)
        else:
            self._words_are_made = False

    def _keep_house(self) -> None:
        """One step of it; between the steps other writes have their turn."""
        if self._writer is None or self._housekeeping is None or self._writer.session.aside:
            return
        try:
            more = self._written(self._writer, Write(self._housekeeping.step, durable=False))
        except CannotWrite:
            return  # it is among the writes that wait
        if more:
            self._writer_thread.submit(self._keep_house)
        elif notice := self._housekeeping.take_notice():
            self._notices.append(notice)
            self._tell(self._problem)

    @property
    def _owner(self) -> str:
        """This process, to those it shares the database with. It changes with the session."""
        assert self._session is not None
        return self._session.owner

    def _write(self, write: Write[_T]) -> Future[_T]:
        def do() -> _T:
            if self._writer is None:
                raise Closed
            self._go_back(self._writer)
            if self._housekeeping is not None and self._housekeeping.is_due():
                self._writer_thread.submit(self._keep_house)
            result = self._written(self._writer, write)
            if self._writer.words_are_gone:
                self._writer.words_are_gone = False
                self._writer_thread.submit(self._index)
            return result

        return self._writer_thread.submit(do)

    def _read(self, read: Callable[[sqlite3.Connection], _T]) -> Future[_T]:
        def do() -> _T:
            try:
                return look()
            except WordsDamaged:
                if not self._words_are_made:
                    self._words_are_made = True
                    self._write(Write(word_index.rebuild, durable=False))
                    self._writer_thread.submit(self._index)
                raise

        def look() -> _T:
            self.opened.result()
            session = self._session
            if session is None or session.path is None or session.aside or session.is_lost:
                # A database in memory, or one that is deleted, has one connection, which is the writer's; and who looks
                # for what is not here wants the way back to be tried.
                return self._write(Write(read)).result()
            with our_errors(session.path):
                if self._reader is None or self._read_in is not session:
                    self._close_reader()
                    self._reader, self._read_in = open_reader(session.path), session
                return read(self._reader)

        return self._reader_thread.submit(do)

    def _go_back(self, writer: Writer, at_once: bool = False) -> None:
        """Into the database, if that is not where this run writes, and if it can be used now."""
        before, path = writer.session, self.data_dir / DATABASE
        if not self._returning.is_due(before, at_once):
            return
        try:
            self._session = self._returning.back(before, writer.written)
        except StoreError as error:
            self._another_try.ask()
            writer.say_lasting(still_aside(before.path, error) if before.aside else what_is_lost(path, error))
            return
        self._notices.append(what_came_back(before, path))
        writer.go_on_in(self._session)
        self._writer_thread.submit(self._index)

    def _written(self, writer: Writer, write: Write[_T]) -> _T:
        try:
            return writer.write(write)
        finally:
            if writer.waits:
                self._another_try.ask()

    def _try_again(self) -> None:
        writer = self._writer
        if writer is None:
            return
        self._go_back(writer)
        writer.try_again()
        if writer.waits or writer.session.aside or writer.session.is_lost:
            self._another_try.ask()

    def _tell(self, problem: str) -> None:
        self._problem = problem
        if self.on_problem is None:
            return
        try:
            self.on_problem(problem)
        except Exception:  # noqa: BLE001 - a mistake there must not look like a failed write
            _log.exception("on_problem failed")

    def _close_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._go_back(self._writer, at_once=True)
            self._writer.close(self.data_dir)
            self._writer = None
        if not self.opened.done():
            self.opened.set_exception(Closed())

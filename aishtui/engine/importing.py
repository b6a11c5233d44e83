"""Imports: a file read piece by piece, each conversation put into the store in a transaction of its own."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import field
from typing import Protocol

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.portable.kept import Imported
from aishtui.chat.portable.reading import Found, read_conversations
from aishtui.chat.portable.troubles import NotImportable, Trouble
from aishtui.chat.wording import plural, sentences
from aishtui.engine.job import Job
from aishtui.engine.keeper import Keeper
from aishtui.store.errors import StoreError

CHUNK = 256 * 1024
MOST_TOLD = 20
_DURABLE_EVERY_S = 1.0
"""Waiting for the disk after each of ten thousand conversations would take most of the time."""


class Readable(Protocol):
    """A file of bytes that gives what is there, rather than wait for more."""

    def read1(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class ImportReport:
    """What has come of a file."""

    new: int = 0
    extended: int = 0
    """Conversations that were here and got what was missing."""
    known: int = 0
    """Conversations of which everything was here."""
    messages: int = 0
    restored: int = 0
    left_out: int = 0
    """Conversations of which nothing was taken."""
    refused: int = 0
    """Messages that were not taken, of conversations that were."""
    troubles: list[str] = field(default_factory=list)
    """The first of them, each with its line."""
    more_troubles: int = 0
    failure: str = ""
    """Why it ended before the file did: a sentence."""
    stopped: bool = False

    @property
    def read(self) -> int:
        return self.new + self.extended + self.known

    @property
    def whole(self) -> bool:
        """Everything in the file is here now."""
        return not (self.failure or self.stopped or self.left_out or self.refused)

    def words(self) -> str:
        """What is here now that was not, in sentences; where it ended early, that comes first."""
        parts = []
        if self.new:
            parts.append(f"{plural(self.new, 'conversation')} imported")
        if self.extended:
            parts.append(
                f"{plural(self.extended, 'conversation')} that {_were(self.extended)} here got what was missing"
            )
        if self.known:
            parts.append(f"{plural(self.known, 'conversation')} {_were(self.known)} here already")
        said = ", ".join(parts) or "no conversation imported"
        lost = [f"{plural(self.left_out, 'conversation')} {_were(self.left_out)} left out"] if self.left_out else []
        lost += [f"{plural(self.refused, 'message')} {_were(self.refused)} refused"] if self.refused else []
        early = "Stopped; what is in so far stays" if self.stopped else self.failure
        counted = f"{said} ({plural(self.messages, 'new message')})" if self.messages else said
        return sentences(early, f"{counted[0].upper()}{counted[1:]}", ", ".join(lost).capitalize())

    def note(self, trouble: Trouble) -> None:
        if len(self.troubles) < MOST_TOLD:
            self.troubles.append(str(trouble))
        else:
            self.more_troubles += 1


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def import_file(
    keeper: Keeper, file: Readable, file_ms: int, job: Job, imported: Callable[[Imported], None] = lambda _: None
) -> ImportReport:
    """Reads `file`, which is of the date `file_ms`, to its end or until the job is stopped. Blocks; raises nothing that
    the report could say. `imported` hears of each conversation."""
    return _Import(keeper, job, imported).run(_chunks(file, job), file_ms)


class _Import:
    """While a conversation is written, the next is read."""

    def __init__(self, keeper: Keeper, job: Job, imported: Callable[[Imported], None]) -> None:
        self._keeper = keeper
        self._job = job
        self._imported = imported
        self._report = ImportReport()
        self._next: Found | None = None
        self._written: tuple[Found, Future[Imported]] | None = None
        self._durable_at = time.monotonic()

    def run(self, chunks: Iterable[bytes], file_ms: int) -> ImportReport:
        try:
            self._read(read_conversations(chunks, file_ms, time.time_ns() // 1_000_000))
        except NotImportable as problem:
            self._report.failure = f"The file {problem}."
        except OSError as error:
            self._report.failure = f"The file cannot be read any further ({error.strerror or error})."
        except StoreError as problem:
            self._report.failure = str(problem)
            return self._report
        try:
            self._write_next(last=True)
            self._tally()
        except StoreError as problem:
            self._report.failure = sentences(self._report.failure, str(problem))
        self._report.stopped = self._job.stopped
        return self._report

    def _read(self, found: Iterator[Found | Trouble]) -> None:
        for one in found:
            if self._job.stopped:
                return
            if isinstance(one, Trouble):
                self._report.left_out += one.lost
                self._report.note(one)
                continue
            for change in one.changes:
                self._report.note(change)
            self._write_next()
            self._next = one

    def _write_next(self, last: bool = False) -> None:
        if self._next is None:
            return
        durable = last or time.monotonic() - self._durable_at > _DURABLE_EVERY_S
        if durable:
            self._durable_at = time.monotonic()
        found, self._next = self._next, None
        writing = (found, self._keeper.import_conversation(found.kept, durable))
        self._tally()
        self._written = writing

    def _tally(self) -> None:
        """Waits for what is being written, and counts it."""
        if self._written is None:
            return
        (found, future), self._written = self._written, None
        done, report = future.result(), self._report
        for sentence in (done.left_out, *done.refused):
            if sentence:
                report.note(Trouble(found.line, sentence))
        report.refused += len(done.refused)
        report.messages += done.added
        report.restored += done.restored
        if done.left_out:
            report.left_out += 1
        elif done.new:
            report.new += 1
        else:
            report.extended += done.changed
            report.known += not done.changed
        self._imported(done)


def _chunks(file: Readable, job: Job) -> Iterator[bytes]:
    """Ends early when the job is stopped, also by an interrupt while it waits for what may never come."""
    while not job.stopped:
        try:
            job.waiting = True
            chunk = file.read1(CHUNK)
        except KeyboardInterrupt:
            job.stop()
            return
        finally:
            job.waiting = False
        if not chunk:
            return
        job.done += len(chunk)
        yield chunk

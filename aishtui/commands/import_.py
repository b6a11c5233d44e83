"""`aishtui import`: conversations out of a file into the history."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO, cast

from aishtui.chat.wording import plural, size
from aishtui.commands.history_store import NoHistory, history_store
from aishtui.commands.output import STOPPED
from aishtui.commands.progress_line import ProgressLine
from aishtui.commands.settings import Settings
from aishtui.engine.importing import ImportReport, Readable, import_file
from aishtui.engine.job import Job


def run_import(settings: Settings, name: str, notes: TextIO) -> int:
    """Returns the exit status: 0 everything is in, 1 something is not, 130 stopped."""
    try:
        with _opened(name) as (file, modified_ms, length), history_store(settings, notes, to_write=True) as store:
            job = Job()
            job.total = length
            with _stops(job), ProgressLine(job, notes, _words):
                report = import_file(store, file, modified_ms, job)
    except NoHistory as problem:
        print(f"aishtui: {problem}", file=notes)
        return 1
    except OSError as error:
        print(f"aishtui: {name} cannot be read ({error.strerror or error}).", file=notes)
        return 1
    except KeyboardInterrupt:
        print("aishtui: stopped before anything was read.", file=notes)
        return STOPPED
    _tell(name, report, notes)
    return STOPPED if report.stopped else 0 if report.whole else 1


def _tell(name: str, report: ImportReport, notes: TextIO) -> None:
    for trouble in report.troubles:
        print(f"aishtui: {name}, {trouble}.", file=notes)
    if report.more_troubles:
        print(f"aishtui: … and {plural(report.more_troubles, 'line')} more of this kind.", file=notes)
    print(f"aishtui: {report.words()}", file=notes)


def _words(job: Job) -> str:
    of = f" of {size(job.total)}" if job.total else ""
    return f"importing: {size(job.done)}{of} read; Ctrl+C stops and keeps what is in"


@contextmanager
def _opened(name: str) -> Iterator[tuple[Readable, int, int]]:
    """The file with its date in milliseconds and its size (0: unknown)."""
    now_ms = time.time_ns() // 1_000_000
    if name == "-":
        yield cast(Readable, sys.stdin.buffer), now_ms, 0
        return
    path = Path(name).expanduser()
    with path.open("rb") as file:
        known = path.stat()
        yield file, min(known.st_mtime_ns // 1_000_000, now_ms), known.st_size


@contextmanager
def _stops(job: Job) -> Iterator[None]:
    """Ctrl+C and SIGTERM end it behind the conversation that is being written."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        job.stop()
        if job.waiting:
            raise KeyboardInterrupt  # input may never come

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

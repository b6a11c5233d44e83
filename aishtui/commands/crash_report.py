"""A file about a crash, to be sent to whoever can mend it: what failed and where, nothing of what was talked about."""

import re
import sqlite3
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from aishtui import __version__
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.atomic import write_atomic
from aishtui.store.paths import make_private
from aishtui.wire.secrets import shown_line

MOST_REPORTS = 5
_MOST_LOG_LINES = 20
_LOG_TAIL = 20_000
_MOST_CAUSES = 8

_PLAIN = (AttributeError, ImportError, IndexError, MemoryError, NameError, RecursionError, TypeError, ZeroDivisionError)
"""Errors that speak of names in the program. What others say may be what somebody has written, or a secret."""
_LOG_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ ")
_VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION", "LANG", "LC_ALL", "LC_CTYPE")


@dataclass(frozen=True, slots=True)
class Crash:
    """The error, the thread that it ended, and what every thread was doing then."""

    error: BaseException
    thread: str
    stacks: tuple[str, ...]

    @classmethod
    def of(cls, error: BaseException, thread: str) -> "Crash":
        """To be called while the threads still do what they did."""
        return cls(error, thread, tuple(_stacks()))


def write_report(folder: Path, crash: Crash, environment: Mapping[str, str], log: Path) -> Path:
    """Write it into `folder`, readable by its owner alone, and let the oldest go. Raises StoreError."""
    stamp = datetime.now(UTC)
    path = make_private(folder) / f"crash-{stamp:%Y%m%dT%H%M%S%fZ}.txt"
    text = "\n".join(_report(crash, stamp, environment, log)) + "\n"
    write_atomic(path, text.encode("utf-8", "backslashreplace"))
    for old in sorted(folder.glob("crash-*.txt"))[:-MOST_REPORTS]:
        old.unlink(missing_ok=True)
    return path


def _report(crash: Crash, stamp: datetime, environment: Mapping[str, str], log: Path) -> Iterator[str]:
    token = environment.get("AISHTUI_TOKEN", "")
    yield f"aishtui {__version__} ended by a mistake of its own, {stamp:%Y-%m-%d %H:%M:%S} UTC."
    yield "It holds no text of your conversations and no token. Look through it before you send it to anybody."
    yield ""
    import platform  # start-up: only a crash needs it

    yield f"Python {platform.python_version()} on {platform.platform()}, SQLite {sqlite3.sqlite_version}"
    yield ", ".join(f"{name} {_version(name)}" for name in ("textual", "rich", "httpx"))
    known = {name: environment.get(name, "") for name in _VARIABLES}
    known |= {name: "set" for name in ("TMUX", "STY", "SSH_CONNECTION", "NO_COLOR") if environment.get(name)}
    yield ", ".join(f"{name}={shown_line(value, token, 80)}" for name, value in known.items() if value)
    yield ""
    yield f"The error, in the thread “{crash.thread}”:"
    yield from _error(crash.error, token)
    yield ""
    yield "What the threads were doing:"
    yield from crash.stacks
    yield ""
    yield "The end of the log:"
    yield from (shown_line(line, token) for line in _log_lines(log))


def _error(error: BaseException, token: str) -> Iterator[str]:
    """The error below those it came of, without the values of variables."""
    chain: list[tuple[BaseException, str]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < _MOST_CAUSES:
        known = current
        current = known.__cause__ or (None if known.__suppress_context__ else known.__context__)
        chain.append((known, "" if current is None else "which led to:"))
    for known, link in reversed(chain):
        if link:
            yield link
        yield from _lines(traceback.format_tb(known.__traceback__))
        yield f"{type(known).__module__}.{type(known).__qualname__}: {_words(known, token)}"


def _words(error: BaseException, token: str) -> str:
    if type(error) in _PLAIN:
        return shown_line(str(error), token)
    if isinstance(error, OSError) and error.errno is not None:
        return f"[Errno {error.errno}] {error.strerror}"
    return f"({len(str(error))} characters, left out: they may be yours)"


def _stacks() -> Iterator[str]:
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    for ident, frame in sys._current_frames().items():
        yield f"- {names.get(ident, ident)}"
        yield from _lines(traceback.format_stack(frame))


def _lines(formatted: list[str]) -> Iterator[str]:
    for entry in formatted:
        yield from entry.rstrip("\n").split("\n")


def _log_lines(log: Path) -> list[str]:
    """The last entries' first lines: what follows them are tracebacks, with all that errors say."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_TAIL))
            lines = file.read(_LOG_TAIL).decode("utf-8", "replace").split("\n")
    except OSError:
        return []
    return [line for line in lines if _LOG_LINE.match(line)][-_MOST_LOG_LINES:]


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # start-up: as above

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"

"""A line that hangs for 30 s in the middle of an answer: what is lost, and how soon the picture is right again."""

import os
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import mixed
from benchmarks.programs import HINT, Bench
from benchmarks.row import Row, median, spread, verdict
from benchmarks.rows.eight import missing
from benchmarks.scripts import Script
from benchmarks.streaming import warm_up
from benchmarks.terminal import Failed, Terminal

_STALL_S, _BAR_S = 30.0, 1.0
_BEFORE_S, _AFTER_S = 5.0, 4.0
_TOKENS = 2_000
_END, _TYPED = "Zstallend", "typed while it hung"
_CTRL_L = "\x0c"


@dataclass(frozen=True, slots=True)
class _Stalled:
    lost: int
    """Characters of the answer that were not on disk, complete, before the line went on."""
    right_s: float
    """From the line's going on until the end of the answer and what was typed meanwhile are shown."""
    bytes: int
    """Until the picture was right, those included that were on their way when it began to hang."""
    wrong_rows: int
    """Rows that a redraw has changed."""


def rows(bench: Bench) -> Iterator[Row]:
    for thin_line, where in ((False, "the terminal reads nothing"), (True, "a line of 20 kB/s and 300 ms hangs")):
        runs = [_run(bench, thin_line) for _ in range(bench.runs)]
        lost = sum(run.lost for run in runs)
        wrong = sum(run.wrong_rows for run in runs)
        yield Row(f"{where} for 30 s in mid-answer: characters lost", "0", str(lost), verdict(lost, 0))
        right = median([run.right_s for run in runs])
        yield Row(
            "… until the picture is right after it",
            f"{_BAR_S:.0f} s",
            f"{spread([run.right_s for run in runs])} s, "
            f"{median([run.bytes for run in runs]) / 1000:.1f} kB with what had been sent before; {wrong} rows wrong",
            verdict(right, _BAR_S) if not wrong else "missed",
        )


def _run(bench: Bench, thin_line: bool) -> _Stalled:
    script = Script("q1", mixed(_TOKENS, f"{bench.seed} stall", _END))
    with (
        tempfile.TemporaryDirectory(prefix="aishtui-bench-stall-") as folder,
        bench.aishtui_on(Path(folder), thin_line=thin_line) as terminal,
    ):
        terminal.shows(HINT)
        terminal.quiet(1.0)
        warm_up(terminal, bench.broker, bench.seed)
        bench.broker.know(script)
        terminal.type_in(script.prompt)
        terminal.press("\r")
        terminal.rest(_BEFORE_S)
        go_on = _hang(terminal, thin_line)
        if not bench.broker.has_sent(script, "end"):
            raise Failed("the answer was not read to its end while the line hung")
        lost = missing(script.tail, _stored(Path(folder)))
        return _caught_up(terminal, lost, go_on)


def _hang(terminal: Terminal, thin_line: bool) -> Callable[[], None]:
    """Returns, when the time is over, what lets the line go on."""
    if not thin_line:
        time.sleep(_STALL_S / 3)
        terminal.press(_TYPED)
        time.sleep(_STALL_S * 2 / 3)
        return lambda: None
    os.kill(terminal.pid, signal.SIGUSR1)
    terminal.rest(_STALL_S / 3)
    terminal.press(_TYPED)
    terminal.rest(_STALL_S * 2 / 3)
    return lambda: os.kill(terminal.pid, signal.SIGUSR2)


def _stored(folder: Path) -> str:
    """The newest answer, if it is complete on disk."""
    with closing(sqlite3.connect(folder / "aishtui.db")) as database:
        query = "SELECT text FROM messages WHERE role = 'assistant' AND status = 'complete' ORDER BY id DESC LIMIT 1"
        (text,) = database.execute(query).fetchone()
        return str(text)


def _caught_up(terminal: Terminal, lost: int, go_on: Callable[[], None]) -> _Stalled:
    for _ in terminal.unseen():
        pass
    before, began = terminal.recording.here, time.monotonic()
    go_on()
    terminal.rest(_AFTER_S)
    right_at = None
    for piece, _ in terminal.unseen():
        right = all(map(terminal.screen.shows, (_END, f"> {_TYPED} ", "complete")))
        right_at = (right_at or piece.time_s) if right else None
    if right_at is None:
        raise Failed(f"the picture was not right {_AFTER_S:.0f} s after the line went on\n{terminal.screen}")
    end = terminal.recording.at(right_at) + 1
    shown = list(terminal.screen.rows)
    terminal.press(_CTRL_L)
    terminal.rest(_AFTER_S)
    for _ in terminal.unseen():
        pass
    wrong = sum(old != new for old, new in zip(shown, terminal.screen.rows, strict=True))
    return _Stalled(lost, right_at - began, terminal.recording.written(before, end), wrong)

"""Eight columns asked at once, each as fast as the broker can: what of their answers is lost on the way to the disk."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.corpus import mixed
from benchmarks.processes import cpu_s
from benchmarks.programs import HINT, Bench
from benchmarks.row import Row, spread, verdict
from benchmarks.scripts import Pace, Script
from benchmarks.terminal import Failed, Terminal

_COLUMNS, _TOKENS = 8, 4_000
_PATIENCE_S = 60.0


def rows(bench: Bench) -> Iterator[Row]:
    script = Script("q8", mixed(_TOKENS, f"{bench.seed} eight"), pace=Pace.FLOOD)
    runs = [_run(bench, script) for _ in range(bench.runs)]
    lost = sum(missing for missing, _ in runs)
    said = _COLUMNS * len(script.tail)
    yield Row(
        f"{_COLUMNS} columns at once, {_TOKENS:,} tokens each as fast as the broker can: characters lost",
        "0",
        f"{lost} of {bench.runs} × {said:,}; {spread([cpu for _, cpu in runs])} s of CPU",
        verdict(lost, 0),
    )


def _run(bench: Bench, script: Script) -> tuple[int, float]:
    """How many characters of the answers are not on disk as they were sent; CPU seconds from Enter until they are."""
    with tempfile.TemporaryDirectory(prefix="aishtui-bench-eight-") as folder:
        with bench.aishtui_on(Path(folder), "--compare", f"fast*{_COLUMNS}") as terminal:
            terminal.shows(HINT)
            terminal.quiet(0.3)
            terminal.type_in(":at-once")
            terminal.press("\r")
            terminal.rest(0.5)
            bench.broker.know(script)
            terminal.type_in(script.prompt)
            cpu = -cpu_s(terminal.pid)
            terminal.press("\r")
            texts = _stored(terminal, Path(folder))
            cpu += cpu_s(terminal.pid)
        return sum(missing(script.tail, text) for text in texts), cpu


def _stored(terminal: Terminal, folder: Path) -> list[str]:
    """The answers, once all of them are on disk and complete."""
    ends_at = time.monotonic() + _PATIENCE_S
    with closing(sqlite3.connect(folder / "aishtui.db")) as database:
        while time.monotonic() < ends_at:
            terminal.rest(0.1)
            rows = database.execute("SELECT text, status FROM messages WHERE comparison IS NOT NULL").fetchall()
            if len(rows) == _COLUMNS and all(status != "writing" for _, status in rows):
                return [text for text, _ in rows]
    raise Failed(f"{_COLUMNS} answers were not on disk within {_PATIENCE_S:.0f} s\n{terminal.screen}")


def missing(sent: str, stored: str) -> int:
    """0 for the same text; else how much of it from the first difference on is not as it was sent."""
    same = next(
        (at for at, (a, b) in enumerate(zip(sent, stored, strict=False)) if a != b), min(len(sent), len(stored))
    )
    return max(len(sent), len(stored)) - same

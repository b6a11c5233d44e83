"""The picker over 5,000 models: CPU until it stands, and what each letter typed in it takes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.broker import OPENROUTER
from benchmarks.processes import cpu_s
from benchmarks.programs import HINT, Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.terminal import Terminal
from benchmarks.timely import timed_row, timely

_KEY, _ESCAPE = "\x1bl", "\x1b"
_TITLE, _LABEL = "─ Models ", " model: "
_TYPED = ("vision inst", "qw chat 12", "deepcode")
"""Words that stand so in the ids, and letters that only follow each other."""
_LISTED = "5000 models"
_OPENINGS = 5
_OPEN_BAR_MS = 50.0
_FRAME_MS = (33.0, None)


@dataclass(frozen=True, slots=True)
class _Run:
    first_ms: float
    """CPU of the first opening, which loads what it is made of."""
    opened_ms: list[float]
    key_cpu_ms: float
    echoes_ms: list[float]


def rows(bench: Bench) -> Iterator[Row]:
    runs = [timely(lambda: _run(bench)) for _ in range(bench.runs)]
    opened = [median(run.opened_ms) for run, _ in runs]
    late = max(lateness.p99_ms for _, lateness in runs)
    in_time = all(lateness.acceptable for _, lateness in runs)
    first = median([run.first_ms for run, _ in runs])
    yield Row(
        "picker over 5,000 models: CPU until it stands",
        f"{_OPEN_BAR_MS:.0f} ms",
        f"{spread(opened, 0)} ms; the first time {first:.0f} ms (machine late by {late:.1f} ms)",
        verdict(median(opened), _OPEN_BAR_MS) if in_time else f"void: machine late by {late:.1f} ms",
    )
    cpu = median([run.key_cpu_ms for run, _ in runs])
    yield timed_row(
        f"… a letter until the screen shows it, median / worst; {cpu:.0f} ms of CPU each",
        _FRAME_MS,
        1.0,
        [(run.echoes_ms, lateness) for run, lateness in runs],
    )


def _run(bench: Bench) -> tuple[_Run, Lateness]:
    with bench.aishtui(options=("--endpoint", f"{bench.broker.url}{OPENROUTER}/v1")) as terminal:
        ready(terminal)
        terminal.shows(_LISTED)
        terminal.quiet()
        with sleeper() as lateness:
            opened = [_opened(terminal) for _ in range(_OPENINGS + 1)]
            echoes: list[float] = []
            cpu = letters = 0.0
            for words in _TYPED:
                _opened(terminal, close=False)
                before = cpu_s(terminal.pid)
                echoes += _typed(terminal, words)
                terminal.quiet()
                cpu += cpu_s(terminal.pid) - before
                letters += len(words)
                _close(terminal)
        return _Run(opened[0], opened[1:], cpu / letters * 1000, echoes), lateness


def _opened(terminal: Terminal, close: bool = True) -> float:
    """CPU milliseconds of it."""
    before = cpu_s(terminal.pid)
    terminal.press(_KEY)
    terminal.shows(_TITLE)
    terminal.quiet()
    used = (cpu_s(terminal.pid) - before) * 1000
    if close:
        _close(terminal)
    return used


def _close(terminal: Terminal) -> None:
    terminal.press(_ESCAPE)
    terminal.shows(HINT)
    terminal.quiet()


def _typed(terminal: Terminal, words: str) -> list[float]:
    """Milliseconds from each letter to the frame that shows it in the line; the list that fits it is drawn with it or
    right after it, and is in the CPU."""
    late_ms: list[float] = []
    for count, letter in enumerate(words, start=1):
        pressed_s = time.monotonic()
        terminal.press(letter)
        shown = terminal.shows(f"{_LABEL}{words[:count]}")
        late_ms.append((shown.time_s - pressed_s) * 1000)
        terminal.rest(0.1)
    return late_ms

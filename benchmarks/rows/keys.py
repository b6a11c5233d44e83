"""Key to echo: letters typed into the prompt while four tabs stream at 100 tok/s each."""

import random
import string
import time
from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import HINT, Bench, ready
from benchmarks.row import Row
from benchmarks.scripts import Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import begin
from benchmarks.terminal import Failed, Terminal
from benchmarks.timely import timed_row, timely

_TABS, _LINES, _LINE = 4, 3, 40
_TOKENS = 1_900
"""Enough for all keys."""
_BARS_MS = (20.0, 60.0)
_NEXT_TAB, _CLEAR = "\x1b[20~", "\x03"


def rows(bench: Bench) -> Iterator[Row]:
    runs = [timely(lambda: _run(bench)) for _ in range(bench.runs)]
    yield timed_row("key to echo while 4 tabs stream at 100 tok/s each, p50 / p99", _BARS_MS, 0.99, runs)


def _run(bench: Bench) -> tuple[list[float], Lateness]:
    chosen = random.Random(bench.seed)
    lines = ["".join(chosen.choices(string.ascii_lowercase, k=_LINE)) for _ in range(_LINES)]
    scripts = [_script(bench, tab) for tab in range(_TABS)]
    with bench.aishtui(tabs=_TABS) as terminal:
        ready(terminal)
        for tab, script in enumerate(scripts):
            begin(terminal, bench.broker, script, f"Zlead{tab}")
            terminal.press(_NEXT_TAB)
            terminal.rest(0.3)
            terminal.shows(HINT)
        with sleeper() as lateness:
            for script in scripts:
                bench.broker.go(script)
            terminal.rest(1.0)
            pressed = [_type(terminal, line, chosen) for line in lines]
        if any(bench.broker.has_sent(script, "tail") for script in scripts):
            raise Failed("the answers ended before the keys did")
        return _echoes(terminal, lines, pressed), lateness


def _script(bench: Bench, tab: int) -> Script:
    lead = mixed(300, f"{bench.seed} lead {tab}", f"Zlead{tab}")
    return Script(f"q{tab}", mixed(_TOKENS, f"{bench.seed} tail {tab}"), lead, tokens_per_s=100, holds=True)


def _type(terminal: Terminal, line: str, chosen: random.Random) -> list[float]:
    """A key each 70 to 130 ms, so that they fall everywhere between two frames; then the line is cleared.
    Returns when each was pressed."""
    pressed: list[float] = []
    for key in line:
        pressed.append(time.monotonic())
        terminal.press(key)
        terminal.rest(chosen.uniform(0.07, 0.13))
    terminal.rest(0.3)
    terminal.press(_CLEAR)
    terminal.rest(0.3)
    return pressed


def _echoes(terminal: Terminal, lines: list[str], pressed: list[list[float]]) -> list[float]:
    """Milliseconds from each key until the prompt showed it, found by computing the screen afterwards."""
    waiting = [
        (f"> {line[: count + 1]} ", times[count])
        for line, times in zip(lines, pressed, strict=True)
        for count in range(len(line))
    ]
    late_ms: list[float] = []
    for piece, changed in terminal.unseen():
        # Of two keys echoed by one frame, the screen only ever shows the second.
        newest = max((n for n, (shown, _) in enumerate(waiting) if any(shown in row for row in changed)), default=-1)
        late_ms += [(piece.time_s - pressed_s) * 1000 for _, pressed_s in waiting[: newest + 1]]
        del waiting[: newest + 1]
    if waiting:
        raise Failed(f"{len(waiting)} keys were never shown\n{terminal.screen}")
    return late_ms

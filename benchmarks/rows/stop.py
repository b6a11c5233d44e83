"""Esc to the end of the connection, as the server sees it, in the middle of an answer."""

import random
import time
from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row
from benchmarks.scripts import Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import warm_up
from benchmarks.terminal import Terminal
from benchmarks.timely import timed_row, timely

_ANSWERS = 20
_BARS_MS = (75.0, 125.0)
"""25 ms of them tell a lone Esc from the beginning of a longer sequence."""
_LEAST_WAIT_S, _MOST_WAIT_S = 0.5, 1.5
"""Before and after what is read from the connection is paced, and anywhere between two frames."""


def rows(bench: Bench) -> Iterator[Row]:
    runs = [timely(lambda: _run(bench)) for _ in range(bench.runs)]
    yield timed_row("Esc to the connection's end at the server at 100 tok/s, median / worst", _BARS_MS, 1.0, runs)


def _run(bench: Bench) -> tuple[list[float], Lateness]:
    chosen = random.Random(bench.seed)
    with bench.aishtui() as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        with sleeper() as lateness:
            return [_stopped(bench, terminal, number, chosen) for number in range(_ANSWERS)], lateness


def _stopped(bench: Bench, terminal: Terminal, number: int, chosen: random.Random) -> float:
    """Milliseconds from the key's write to the end of the connection."""
    script = Script(f"s{number}", mixed(1_000, f"{bench.seed} stop {number}"), tokens_per_s=100, watched=True)
    bench.broker.know(script)
    terminal.press(script.prompt)
    terminal.rest(0.2)
    terminal.press("\r")
    terminal.until(lambda: bench.broker.has_sent(script, "lead"), "the headers")
    terminal.rest(chosen.uniform(_LEAST_WAIT_S, _MOST_WAIT_S))
    pressed_s = time.monotonic()
    terminal.press("\x1b")
    terminal.until(lambda: bench.broker.has_sent(script, "closed"), "the end of the connection")
    terminal.rest(0.2)
    return (bench.broker.times(script, "closed")[0] - pressed_s) * 1000

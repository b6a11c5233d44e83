"""First byte to first glyph: from the broker's write of the first event to the terminal's read of what shows it."""

import random
import re
from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row
from benchmarks.scripts import Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import finish, warm_up
from benchmarks.terminal import Failed, Terminal
from benchmarks.timely import timed_row, timely

_ANSWERS, _TOKENS = 24, 30
_BAR_MS = 25.0
_GLYPH = re.compile(r"\bZg\d\d")
_LEAST_WAIT_S, _MOST_WAIT_S = 0.3, 0.8
"""A model's time to its first token: not always the same, so that it falls everywhere between two frames."""


def rows(bench: Bench) -> Iterator[Row]:
    runs = [timely(lambda: _run(bench)) for _ in range(bench.runs)]
    yield timed_row("first SSE byte to first glyph, median / worst", (_BAR_MS, None), 1.0, runs)


def _run(bench: Bench) -> tuple[list[float], Lateness]:
    chosen = random.Random(bench.seed)
    with bench.aishtui() as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        with sleeper() as lateness:
            scripts = [_answer(bench, terminal, number, chosen) for number in range(_ANSWERS)]
        shown = _shown(terminal)
    late_ms: list[float] = []
    for script in scripts:
        if glyph(script) not in shown:
            raise Failed(f"{glyph(script)} was never shown")
        late_ms.append((shown[glyph(script)] - bench.broker.times(script, "tail")[0]) * 1000)
    return late_ms, lateness


def _answer(bench: Bench, terminal: Terminal, number: int, chosen: random.Random) -> Script:
    """One turn. The headers come at once, the first token when the model is ready."""
    text = f"Zg{number:02}" + mixed(_TOKENS - 1, f"{bench.seed} glyph {number}")
    script = bench.broker.know(Script(f"g{number}", text, tokens_per_s=100, holds=True))
    terminal.press(script.prompt)
    terminal.rest(0.2)
    terminal.press("\r")
    terminal.until(lambda: bench.broker.has_sent(script, "lead"), "the headers")
    terminal.rest(chosen.uniform(_LEAST_WAIT_S, _MOST_WAIT_S))
    bench.broker.go(script)
    terminal.until(lambda: bench.broker.has_sent(script, "tail"), "the answer")
    finish(terminal, bench.broker, script)
    return script


def _shown(terminal: Terminal) -> dict[str, float]:
    """When each answer's beginning was read from the terminal, found by computing the screen afterwards."""
    shown: dict[str, float] = {}
    for piece, changed in terminal.unseen():
        for found in _GLYPH.findall("\n".join(changed)):
            shown.setdefault(found, piece.time_s)
    return shown


def glyph(script: Script) -> str:
    """What the answer begins with; its first event holds it whole."""
    return script.tail[:4]

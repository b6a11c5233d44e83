"""Key to echo: letters typed into the prompt while four tabs stream at 100 tok/s each."""

from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import HINT, Bench, ready
from benchmarks.row import Row
from benchmarks.scripts import Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import begin
from benchmarks.terminal import Failed
from benchmarks.timely import timed_row, timely
from benchmarks.typist import Typist

_TABS = 4
_TOKENS = 1_900
"""Enough for all keys."""
_BARS_MS = (20.0, 60.0)
_NEXT_TAB = "\x1b[20~"


def rows(bench: Bench) -> Iterator[Row]:
    runs = [timely(lambda: _run(bench)) for _ in range(bench.runs)]
    yield timed_row("key to echo while 4 tabs stream at 100 tok/s each, p50 / p99", _BARS_MS, 0.99, runs)


def _run(bench: Bench) -> tuple[list[float], Lateness]:
    typist = Typist(bench.seed)
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
            pressed = typist.types(terminal)
        if any(bench.broker.has_sent(script, "tail") for script in scripts):
            raise Failed("the answers ended before the keys did")
        return typist.echoes(terminal, pressed), lateness


def _script(bench: Bench, tab: int) -> Script:
    lead = mixed(300, f"{bench.seed} lead {tab}", f"Zlead{tab}")
    return Script(f"q{tab}", mixed(_TOKENS, f"{bench.seed} tail {tab}"), lead, tokens_per_s=100, holds=True)

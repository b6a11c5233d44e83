"""A comparison of four columns beside each other, which stream at 100 tok/s each: CPU against one tab, key to echo."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.broker import MODELS
from benchmarks.corpus import mixed
from benchmarks.processes import cpu_s
from benchmarks.programs import HINT, Bench
from benchmarks.row import Row, median, spread, verdict
from benchmarks.rows.stream import MEASURED
from benchmarks.scripts import Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import settle
from benchmarks.terminal import Failed, Terminal
from benchmarks.timely import timed_row, timely
from benchmarks.typist import Typist

_SIZE = (244, 50)
"""Room for four beside each other."""
_PRESETS = {"fast": MODELS[0], "chat": MODELS[1], "chat_big": MODELS[2], "cloud": MODELS[4]}
_TIMES, _BARS_MS = 4.0, (60.0, 60.0)
_TOKENS = 1_900
"""Enough for all keys."""


def rows(bench: Bench) -> Iterator[Row]:
    one: list[float] = []
    four: list[float] = []
    for _ in range(bench.runs):
        one.append(_cost(bench, ["fast"]))
        four.append(_cost(bench, list(_PRESETS)))
    times = median([many / single for single, many in zip(one, four, strict=True)])
    yield Row(
        "4 columns at 100 tok/s each, beside each other: CPU against one tab",
        f"{_TIMES:.0f} ×",
        f"{times:.2f} × ({spread(four)} s against {spread(one)} s for {MEASURED} tokens each)",
        verdict(times, _TIMES),
    )
    runs = [timely(lambda: _keys(bench)) for _ in range(bench.runs)]
    yield timed_row("key to echo while 4 columns stream at 100 tok/s each, p50 / p99", _BARS_MS, 0.99, runs)


def _cost(bench: Bench, presets: list[str]) -> float:
    """CPU seconds from the first token of the tails until the last one of all is shown."""
    scripts = [_script(bench, preset, MEASURED) for preset in presets]
    with _begun(bench, presets, scripts) as terminal:
        cpu, then = -cpu_s(terminal.pid), 0.0
        for script in scripts:
            bench.broker.go(script)
        for preset in presets:
            then = settle(terminal, lambda: _all_sent(bench, scripts, "tail"), f"Zend{preset}").cpu_s
        return cpu + then


def _keys(bench: Bench) -> tuple[list[float], Lateness]:
    typist = Typist(bench.seed, before=f"to {len(_PRESETS)} columns ")
    scripts = [_script(bench, preset, _TOKENS) for preset in _PRESETS]
    with _begun(bench, list(_PRESETS), scripts) as terminal:
        with sleeper() as lateness:
            for script in scripts:
                bench.broker.go(script)
            terminal.rest(1.0)
            pressed = typist.types(terminal)
        if any(bench.broker.has_sent(script, "tail") for script in scripts):
            raise Failed("the answers ended before the keys did")
        return typist.echoes(terminal, pressed), lateness


def _script(bench: Bench, preset: str, count: int) -> Script:
    lead = mixed(300, f"{bench.seed} lead {preset}", f"Zlead{preset}")
    tail = mixed(count, f"{bench.seed} tail {preset}", f"Zend{preset}")
    return Script("q1", tail, lead, tokens_per_s=100, holds=True, model=_PRESETS[preset])


@contextmanager
def _begun(bench: Bench, presets: list[str], scripts: list[Script]) -> Iterator[Terminal]:
    """One tab, or a comparison where there are several; the beginning of each answer stands on the screen."""
    several = len(presets) > 1
    options = ("--new", "--compare", ",".join(presets)) if several else ("--new", "--preset", *presets)
    with bench.aishtui(options=options, size=_SIZE) as terminal:
        terminal.shows(HINT)
        terminal.quiet(0.3)
        for script in scripts:
            bench.broker.know(script)
        terminal.type_in(scripts[0].prompt)
        terminal.press("\r")
        for preset in presets:
            settle(terminal, lambda: _all_sent(bench, scripts, "lead"), f"Zlead{preset}")
        terminal.rest(0.5)
        yield terminal


def _all_sent(bench: Bench, scripts: list[Script], what: str) -> bool:
    return all(bench.broker.has_sent(script, what) for script in scripts)

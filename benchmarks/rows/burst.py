"""2,000 tokens in one write: CPU from Enter until they are shown."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.scripts import Pace, Script
from benchmarks.streaming import turn, warm_up
from benchmarks.terminal import Terminal

_TOKENS = 2_000
_BAR = 0.4


def rows(bench: Bench) -> Iterator[Row]:
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(bench.runs):
        ours.append(_burst(bench, bench.aishtui()))
        theirs.append(_burst(bench, bench.compared()))
    ratio = median(theirs) / median(ours)
    yield Row(
        "2,000 tokens in one burst: CPU",
        f"{_BAR} s",
        f"{spread(ours)} s; 1/{ratio:.1f} of the compared app ({spread(theirs)} s)",
        verdict(median(ours), _BAR),
    )


def _burst(bench: Bench, program: AbstractContextManager[Terminal]) -> float:
    script = Script("q1", mixed(_TOKENS, f"{bench.seed} burst", "Zburst"), pace=Pace.BURST)
    with program as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        return turn(terminal, bench.broker, script, "Zburst")

"""16,000 tokens as fast as the broker can send them: CPU until they are shown, against reading them and no more."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.folders import ROOT
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.scripts import Pace, Script
from benchmarks.streaming import turn, warm_up

_TOKENS = 16_000
_BAR = 2.5


def rows(bench: Bench) -> Iterator[Row]:
    script = Script("q1", mixed(_TOKENS, f"{bench.seed} flood", "Zflood"), pace=Pace.FLOOD)
    ours: list[float] = []
    bare: dict[str, list[float]] = {"lines": [], "bytes": []}
    for _ in range(bench.runs):
        for way, seconds in bare.items():
            seconds.append(_bare(bench, script, way))
        ours.append(_flood(bench, script))
    ratio = median(ours) / median(bare["lines"])
    least = median(ours) / median(bare["bytes"])
    yield Row(
        "16,000 tokens as fast as the broker can: CPU until shown, against bare httpx and json.loads",
        f"{_BAR} ×",
        f"{ratio:.2f} × ({spread(ours)} s against {spread(bare['lines'])} s; "
        f"{least:.2f} × a reader that splits bytes itself, {spread(bare['bytes'])} s)",
        verdict(ratio, _BAR),
    )


def _flood(bench: Bench, script: Script) -> float:
    with bench.aishtui() as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        return turn(terminal, bench.broker, script, "Zflood")


def _bare(bench: Bench, script: Script, way: str) -> float:
    bench.broker.know(script)
    command = [sys.executable, "-m", "benchmarks.bare_reader", bench.broker.url, script.prompt, way]
    return float(subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=60).stdout)

"""Events per second that `aishtui ask` takes in, and their CPU, against reading them and no more."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.corpus import mixed
from benchmarks.folders import ROOT
from benchmarks.programs import Bench
from benchmarks.row import Row, median, spread, verdict
from benchmarks.scripts import Pace, Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.terminal import Failed
from benchmarks.timely import timely

_EVENTS = 200_000
_FEWEST_PER_S = 20_000
_MOST_CPU = 2.0


@dataclass(frozen=True, slots=True)
class Taken:
    """One answer: wall and CPU seconds."""

    wall_s: float
    cpu_s: float


def rows(bench: Bench) -> Iterator[Row]:
    script = Script("all", mixed(_EVENTS, f"{bench.seed} intake"), pace=Pace.BURST)
    nothing = Script("nothing", "none", pace=Pace.BURST)
    ours: list[tuple[Taken, Lateness]] = []
    bare: dict[str, list[float]] = {"lines": [], "bytes": []}
    for _ in range(bench.runs):
        for way, seconds in bare.items():
            seconds.append(_bare(bench, script, way))
        ours.append(timely(lambda: _run(bench, script, nothing)))
    yield _rate_row(ours)
    yield _cost_row([taken.cpu_s for taken, _ in ours], bare)


def _run(bench: Bench, script: Script, nothing: Script) -> tuple[Taken, Lateness]:
    with sleeper() as lateness:
        whole = _asked(bench, script)
    least = _asked(bench, nothing)
    return Taken(whole.wall_s - least.wall_s, whole.cpu_s - least.cpu_s), lateness


def _asked(bench: Bench, script: Script) -> Taken:
    """From the first event's write to the end of the process; CPU from its start. An answer of one event, taken in the
    same way, is what starting and ending cost."""
    bench.broker.know(script)
    ran = bench.ask(script.prompt)
    _whole(ran.text, script.tail)
    bench.broker.wait_until_sent(script, "tail")
    return Taken(ran.ended_s - bench.broker.times(script, "tail")[0], ran.cpu_s)


def _whole(printed: str, sent: str) -> None:
    if printed.rstrip("\n") != sent.rstrip("\n"):
        raise Failed(f"`aishtui ask` printed {len(printed)} characters, and {len(sent)} were sent")


def _bare(bench: Bench, script: Script, way: str) -> float:
    bench.broker.know(script)
    command = [sys.executable, "-m", "benchmarks.bare_reader", bench.broker.url, script.prompt, way]
    return float(subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=120).stdout)


def _rate_row(ours: list[tuple[Taken, Lateness]]) -> Row:
    rates = [_EVENTS / taken.wall_s for taken, _ in ours]
    on_a_core = median([taken.cpu_s / taken.wall_s for taken, _ in ours])
    late_ms = max(lateness.p99_ms for _, lateness in ours)
    in_time = all(lateness.acceptable for _, lateness in ours)
    return Row(
        f"`aishtui ask`: events per second, of {_EVENTS:,} small ones in one write",
        f"at least {_FEWEST_PER_S:,}/s",
        f"{spread(rates, 0)}/s, on a core for {on_a_core:.0%} of the time (machine late by {late_ms:.1f} ms)",
        verdict(_FEWEST_PER_S, median(rates)) if in_time else f"void: machine late by {late_ms:.1f} ms",
    )


def _cost_row(ours: list[float], bare: dict[str, list[float]]) -> Row:
    ratio = median(ours) / median(bare["lines"])
    least = median(ours) / median(bare["bytes"])
    each = {name: median(seconds) / _EVENTS * 1e6 for name, seconds in {"ours": ours, **bare}.items()}
    return Row(
        "… CPU per event, against bare httpx and json.loads",
        f"{_MOST_CPU} ×",
        f"{ratio:.2f} × ({each['ours']:.1f} µs against {each['lines']:.1f} µs; {least:.2f} × a reader that splits "
        f"bytes itself, {each['bytes']:.1f} µs)",
        verdict(ratio, _MOST_CPU),
    )

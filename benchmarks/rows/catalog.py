"""A broker that lists 5,000 models: CPU until all of them are read, and how long that holds up what runs beside it."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.broker import OPENROUTER
from benchmarks.folders import ROOT
from benchmarks.programs import Bench
from benchmarks.row import Row, median, spread, verdict
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.timely import timely

_MODELS = 5_000
_CPU_BAR_S, _HELD_BAR_MS = 0.3, 20.0


def rows(bench: Bench) -> Iterator[Row]:
    url = f"{bench.broker.url}{OPENROUTER}/v1"
    readings = [timely(lambda: _reading(url)) for _ in range(2 * bench.runs + 1)]
    cpu, held = ([values[place] for values, _ in readings] for place in (0, 1))
    late = max(lateness.p99_ms for _, lateness in readings)
    found = "missed" if median(held) > _HELD_BAR_MS else verdict(median(cpu), _CPU_BAR_S)
    yield Row(
        f"catalogue of {_MODELS:,} models of OpenRouter's kind (9 MB): CPU until it is read, its event loop held up",
        f"{_CPU_BAR_S} s, {_HELD_BAR_MS:.0f} ms",
        f"{spread(cpu)} s, {spread(held, 0)} ms (machine late by {late:.1f} ms)",
        found if all(lateness.acceptable for _, lateness in readings) else f"void: machine late by {late:.1f} ms",
    )


def _reading(url: str) -> tuple[list[float], Lateness]:
    """CPU seconds, and the milliseconds of the longest hold."""
    command = [sys.executable, "-m", "benchmarks.catalog_reader", url]
    with sleeper() as lateness:
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=60)
    reading = json.loads(done.stdout)
    if reading["models"] != _MODELS:
        raise RuntimeError(f"{reading['models']} models were read")
    return [reading["cpu_s"], reading["held_ms"]], lateness

"""A history of 100,000 messages: the time from asking the store until a page of it is there."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.archives import Size
from benchmarks.folders import ROOT
from benchmarks.history_reader import LISTS, PAGE, SEARCHES
from benchmarks.programs import Bench
from benchmarks.row import Row, median, verdict
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.timely import timely

_SIZE = Size()
_TIMES = 5
_BARS_MS = {"lists": 100.0, "searches": 50.0}
_WHOLE_INDEX = ("by relevance", "one letter")
"""The one, on request, has to weigh every hit; the other goes through all words that begin so."""

Reading = Mapping[str, Mapping[str, Sequence[float]]]


def rows(bench: Bench) -> Iterator[Row]:
    data_dir = str(bench.histories.archive(_SIZE))
    readings = [timely(lambda: _reading(data_dir)) for _ in range(bench.runs)]
    in_time = all(lateness.acceptable for _, lateness in readings)
    late = max(lateness.p99_ms for _, lateness in readings)
    for kind, asked in (("lists", LISTS), ("searches", SEARCHES)):
        medians = {name: median([ms for reading, _ in readings for ms in reading[kind][name]]) for name in asked}
        usual = {name: ms for name, ms in medians.items() if not name.endswith(_WHOLE_INDEX)}
        dearest = max(usual, key=lambda name: usual[name])
        words = (
            f"{median(list(usual.values())):.0f} ms; the dearest of {len(usual)}, “{dearest}”, {usual[dearest]:.0f} ms"
        )
        rest = [f"{name} {ms:.0f} ms" for name, ms in medians.items() if name not in usual]
        words += "".join(f"; {said}" for said in rest)
        yield Row(
            f"history of {_SIZE.messages:,} messages: {kind}, a page of {PAGE}",
            f"{_BARS_MS[kind]:.0f} ms",
            f"{words} (machine late by {late:.1f} ms)",
            verdict(usual[dearest], _BARS_MS[kind]) if in_time else f"void: machine late by {late:.1f} ms",
        )


def _reading(data_dir: str) -> tuple[Reading, Lateness]:
    command = [sys.executable, "-m", "benchmarks.history_reader", data_dir, str(_TIMES)]
    with sleeper() as lateness:
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=300)
    return json.loads(done.stdout), lateness

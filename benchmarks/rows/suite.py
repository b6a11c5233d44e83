"""Memory of `aishtui compare` while 200 prompts go to three presets: what ends is printed, kept, and let go."""

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import mixed
from benchmarks.processes import resident_mb
from benchmarks.programs import Bench
from benchmarks.row import Row, spread, verdict
from benchmarks.scripts import Pace, Script
from benchmarks.terminal import Failed

_PROMPTS = 200
_PRESETS = ("fast", "chat", "cloud")
_WARM = 20
"""So many prompts' answers are there when it is looked at for the first time."""
_TOKENS = 4_000
_MOST_GROWN_MB = 6.0
"""What the database keeps in memory of its pages grows to its limit at first."""
_LOOK_S = 0.05
_PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Held:
    """Memory in MB after the first prompts, and at the end; seconds it all took."""

    warm_mb: float
    end_mb: float
    took_s: float


def rows(bench: Bench) -> Iterator[Row]:
    scripts = [
        Script(f"suite {number}", mixed(_TOKENS, f"{bench.seed} suite {number}"), pace=Pace.BURST)
        for number in range(_PROMPTS)
    ]
    for script in scripts:
        bench.broker.know(script)
    held = [_held(bench, scripts) for _ in range(bench.runs)]
    grown = [run.end_mb - run.warm_mb for run in held]
    said = _PROMPTS * len(_PRESETS) * _TOKENS * 4 / 1e6
    yield Row(
        f"`aishtui compare`, {_PROMPTS} prompts × {len(_PRESETS)} presets: memory at the end against after {_WARM}",
        f"{_MOST_GROWN_MB:.0f} MB more",
        f"{spread(grown, 1)} MB more, of {spread([run.warm_mb for run in held], 0)} MB; {said:.0f} MB were said, in "
        f"{spread([run.took_s for run in held], 0)} s",
        verdict(max(grown), _MOST_GROWN_MB),
    )


def _held(bench: Bench, scripts: list[Script]) -> Held:
    prompts = "".join(f"{script.prompt}\n" for script in scripts)
    with bench.comparing(prompts, "-p", ",".join(_PRESETS), "--json") as (process, out):
        return _watched(process, out)


def _watched(process: "subprocess.Popen[bytes]", out: Path) -> Held:
    """An answer is a line; the last look at a living process that has printed nearly all of them is the end."""
    began, warm, end, answers = time.monotonic(), 0.0, 0.0, _PROMPTS * len(_PRESETS)
    lines = _Lines(out)
    while process.poll() is None:
        if time.monotonic() - began > _PATIENCE_S:
            raise Failed(f"after {_PATIENCE_S:.0f} s there are {lines.count()} answers of {answers}")
        there = lines.count()
        try:
            now = resident_mb(process.pid)
        except (FileNotFoundError, StopIteration):
            break  # it ends this moment
        warm = now if not warm and there >= _WARM * len(_PRESETS) else warm
        end = now if there >= answers - len(_PRESETS) else end
        time.sleep(_LOOK_S)
    if process.wait() or lines.count() != answers or not (warm and end):
        raise Failed(f"`aishtui compare` ended with {process.returncode} after {lines.count()} answers of {answers}")
    return Held(warm, end, time.monotonic() - began)


class _Lines:
    """How many lines a growing file has."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self._lines = 0

    def count(self) -> int:
        with self._path.open("rb") as file:
            file.seek(self._read)
            new = file.read()
        self._read += len(new)
        self._lines += new.count(b"\n")
        return self._lines

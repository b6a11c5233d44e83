"""Starting with ten thousand conversations stored, against starting with none."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.archives import Size
from benchmarks.programs import HINT, Bench
from benchmarks.row import Row, median, spread, verdict

_SIZE = Size()
_MOST = 1.2
_SETTLED_S = 1.0


def rows(bench: Bench) -> Iterator[Row]:
    painted: dict[str, list[float]] = {"none": [], "many": []}
    settled: dict[str, list[float]] = {"none": [], "many": []}
    with tempfile.TemporaryDirectory(prefix="aishtui-bench-data-") as empty:
        folders = {"none": Path(empty), "many": bench.histories.archive(_SIZE)}
        for _ in range(2 * bench.runs + 1):  # a ratio of two starts: more of them for a steady median
            for name, folder in folders.items():
                first, last = _start(bench, folder)
                painted[name].append(first)
                settled[name].append(last)
    ratio = median(painted["many"]) / median(painted["none"])
    later = median(settled["many"]) / median(settled["none"])
    yield Row(
        f"start with {_SIZE.conversations:,} conversations stored against none: CPU to first paint",
        f"{_MOST} ×",
        f"{ratio:.2f} × ({spread(painted['many'])} s against {spread(painted['none'])} s; {later:.2f} × when all is "
        "settled)",
        verdict(max(ratio, later), _MOST),
    )


def _start(bench: Bench, folder: Path) -> tuple[float, float]:
    """CPU seconds until the first complete screen, and until nothing more was written."""
    with bench.aishtui_on(folder) as terminal:
        painted = terminal.shows(HINT)
        terminal.quiet()
        terminal.rest(_SETTLED_S)
        newest = terminal.recording.newest or painted
        return painted.cpu_s, newest.cpu_s

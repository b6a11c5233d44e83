"""Starting, to the first complete frame, against the least that a Textual app can be."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.histories import LAST_WORD
from benchmarks.programs import HINT, Bench
from benchmarks.row import Row, median, spread, verdict
from benchmarks.terminal import Terminal

_MOST = 1.25
_SETTLED_S = 1.0
_WORKBENCH = (HINT, "Presets", "1 fast", "F1 help")
"""The prompt, the sidebar, the tab bar, the status bar."""
_KEPT = (*_WORKBENCH, "llama-3.1-8b-instruct", LAST_WORD)
"""With a model of the list that was kept, and the end of the conversation."""


@dataclass(frozen=True, slots=True)
class Started:
    """CPU seconds until every part of the frame stood, and until nothing more was written."""

    whole_s: float
    settled_s: float


def rows(bench: Bench) -> Iterator[Row]:
    least: list[Started] = []
    kept: list[Started] = []
    nothing: list[Started] = []
    with tempfile.TemporaryDirectory(prefix="aishtui-bench-data-") as folder:
        left = Path(folder) / "left"
        bench.histories.copy_to(left, messages=10)
        _start(bench.aishtui_on(left, fresh=False), *_WORKBENCH)  # leaves the list of models there, as every run does
        for number in range(3 * bench.runs):
            least.append(_start(bench.least(), HINT))
            kept.append(_start(bench.aishtui_on(left, fresh=False), *_KEPT))
            nothing.append(_start(bench.aishtui_on(Path(folder) / f"empty-{number}", fresh=False), *_WORKBENCH))
    yield _row("start with a tab of 10 messages and a list of models kept", kept, least)
    yield _row("start with nothing kept", nothing, least)


def _start(program: AbstractContextManager[Terminal], *texts: str) -> Started:
    with program as terminal:
        whole = terminal.shows(*texts)
        terminal.quiet()
        terminal.rest(_SETTLED_S)
        newest = terminal.recording.newest or whole
        return Started(whole.cpu_s, newest.cpu_s)


def _row(what: str, ours: list[Started], least: list[Started]) -> Row:
    whole, least_whole = [run.whole_s for run in ours], [run.whole_s for run in least]
    settled, least_settled = [run.settled_s for run in ours], [run.settled_s for run in least]
    ratio = median(whole) / median(least_whole)
    return Row(
        f"{what}: CPU to the first complete frame, against a Textual app with one Input",
        f"{_MOST} ×",
        f"{ratio:.2f} × ({spread(whole)} s against {spread(least_whole)} s; {median(settled):.2f} s against "
        f"{median(least_settled):.2f} s when all is settled)",
        verdict(ratio, _MOST),
    )

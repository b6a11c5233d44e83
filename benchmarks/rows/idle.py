"""Ten tabs open and nothing to do: CPU and bytes."""

from collections.abc import Iterator

from benchmarks.processes import cpu_s
from benchmarks.programs import HINT, Bench, ready
from benchmarks.row import Row, median, spread

_TABS = 10
_SECONDS = 20.0
_BAR_PERCENT = 0.5
_NEXT_TAB = "\x1b[20~"


def rows(bench: Bench) -> Iterator[Row]:
    runs = [_idle(bench) for _ in range(bench.runs)]
    percent = [100 * seconds / _SECONDS for seconds, _ in runs]
    written = max(count for _, count in runs)
    met = median(percent) < _BAR_PERCENT and written == 0
    yield Row(
        "idle with 10 tabs open",
        f"under {_BAR_PERCENT} % of a core, 0 bytes",
        f"{spread(percent)} %, {written} bytes in {_SECONDS:.0f} s",
        "met" if met else "missed",
    )


def _idle(bench: Bench) -> tuple[float, int]:
    """CPU seconds and bytes, once each tab was looked at and everything has settled."""
    with bench.aishtui(tabs=_TABS) as terminal:
        ready(terminal)
        for _ in range(_TABS):
            terminal.press(_NEXT_TAB)
            terminal.quiet()
            terminal.shows(HINT)
        terminal.rest(3.0)
        cpu, written = -cpu_s(terminal.pid), -terminal.recording.bytes
        terminal.rest(_SECONDS)
        return cpu + cpu_s(terminal.pid), written + terminal.recording.bytes

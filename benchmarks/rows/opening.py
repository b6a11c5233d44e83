"""Opening a long conversation: CPU until its end stands on the screen, over that of an empty one, and memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.histories import LAST_WORD
from benchmarks.processes import resident_mb
from benchmarks.programs import HINT, Bench
from benchmarks.row import Row, median, spread, verdict

_CASES = ((1_000, 0.1, 70.0), (10_000, 0.25, 110.0))
"""Messages, and the bars: CPU seconds, MB."""
_SETTLED_S = 2.0


@dataclass(frozen=True, slots=True)
class _Opened:
    painted_cpu_s: float
    settled_cpu_s: float
    memory_mb: float


def rows(bench: Bench) -> Iterator[Row]:
    opened: dict[int, list[_Opened]] = {messages: [] for messages in (0, *(case[0] for case in _CASES))}
    for _ in range(2 * bench.runs + 1):  # differences of two starts: more of them for a steady median
        for messages, runs in opened.items():
            runs.append(_open(bench, messages))
    for messages, bar, _ in _CASES:
        more = [run.painted_cpu_s - empty.painted_cpu_s for run, empty in zip(opened[messages], opened[0], strict=True)]
        settled = [run.settled_cpu_s for run in opened[messages]]
        start = median([run.painted_cpu_s for run in opened[0]])
        yield Row(
            f"opening a conversation of {messages:,} messages: CPU to first paint",
            f"{bar} s",
            f"{spread(more)} s over an empty one's {start:.2f} s; {median(settled):.2f} s when all is settled",
            verdict(median(more), bar),
        )
    for messages, _, bar in _CASES:
        memory = [run.memory_mb for run in opened[messages]]
        empty = median([run.memory_mb for run in opened[0]])
        yield Row(
            f"memory with {messages:,} messages open",
            f"{bar:.0f} MB",
            f"{spread(memory, 0)} MB; {empty:.0f} MB with none",
            verdict(median(memory), bar),
        )


def _open(bench: Bench, messages: int) -> _Opened:
    with bench.aishtui(messages) as terminal:
        painted = terminal.shows(HINT, *([LAST_WORD] if messages else []))
        terminal.quiet()
        terminal.rest(_SETTLED_S)
        newest = terminal.recording.newest or painted
        return _Opened(painted.cpu_s, newest.cpu_s, resident_mb(terminal.pid))

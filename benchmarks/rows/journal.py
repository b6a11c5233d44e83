"""What it costs to have every answer on disk while it grows: the store thread's share of the CPU."""

from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.processes import own_cpu_s, thread_cpu_s
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.rows.stream import END_MARK, LEAD_MARK
from benchmarks.scripts import Pace, Script
from benchmarks.streaming import begin, finish, measure, turn, warm_up
from benchmarks.terminal import Terminal

_MOST_PERCENT = 5.0
_TOKENS, _BURST_TOKENS = 1_000, 16_000
_THREAD = "aishtui-store_0"
_MODULE = "benchmarks.named_threads"


def rows(bench: Bench) -> Iterator[Row]:
    streamed = [_streamed(bench) for _ in range(bench.runs)]
    yield _row(f"journal: share of the CPU, {_TOKENS:,} tokens at 100 tok/s, with the answer's end", streamed)
    burst = [_burst(bench) for _ in range(bench.runs)]
    yield _row(f"… {_BURST_TOKENS:,} tokens in one burst", burst)


def _row(what: str, runs: list[tuple[float, float]]) -> Row:
    percent = [100 * store_s / all_s for store_s, all_s in runs]
    milliseconds = [1000 * store_s for store_s, _ in runs]
    return Row(
        what,
        f"{_MOST_PERCENT:.0f} %",
        f"{spread(percent, 1)} %, {spread(milliseconds, 0)} ms of {median([all_s for _, all_s in runs]):.2f} s",
        verdict(median(percent), _MOST_PERCENT),
    )


def _streamed(bench: Bench) -> tuple[float, float]:
    """The CPU seconds of the store's thread, and those of the whole process."""
    lead = mixed(100, f"{bench.seed} journal lead", LEAD_MARK)
    script = Script("q1", mixed(_TOKENS, f"{bench.seed} journal", END_MARK), lead, tokens_per_s=100, holds=True)
    with bench.aishtui(module=_MODULE) as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        begin(terminal, bench.broker, script, LEAD_MARK)
        before = _spent(terminal)
        measure(terminal, bench.broker, script, END_MARK)
        finish(terminal, bench.broker, script)
        return _since(before, terminal)


def _burst(bench: Bench) -> tuple[float, float]:
    script = Script("q1", mixed(_BURST_TOKENS, f"{bench.seed} journal burst", END_MARK), pace=Pace.BURST)
    with bench.aishtui(module=_MODULE) as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        before = _spent(terminal)
        turn(terminal, bench.broker, script, END_MARK)
        return _since(before, terminal)


def _spent(terminal: Terminal) -> tuple[float, float]:
    return thread_cpu_s(terminal.pid, _THREAD), own_cpu_s(terminal.pid)


def _since(before: tuple[float, float], terminal: Terminal) -> tuple[float, float]:
    store_s, all_s = _spent(terminal)
    return store_s - before[0], all_s - before[1]

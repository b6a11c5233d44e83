"""What the streaming rows share: an answer whose last 500 tokens are measured, and the row they make."""

from contextlib import AbstractContextManager

from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.scripts import Script
from benchmarks.streaming import Streamed, begin, finish, measure
from benchmarks.terminal import Terminal

MEASURED = 500
"""The last so many tokens of an answer are measured."""
LEAD_MARK, END_MARK = "Zlead", "Zend"
FEWEST_FRAMES_PER_S = 15
MOST_BEHIND_S = 0.5


def stream(bench: Bench, program: AbstractContextManager[Terminal], lead: str, tail: str, messages: int) -> Streamed:
    """`tail` at 100 tokens per second behind `lead`, in a program just started."""
    script = Script("q1", tail, lead, tokens_per_s=100, holds=True)
    with program as terminal:
        ready(terminal, messages)
        begin(terminal, bench.broker, script, LEAD_MARK)
        streamed = measure(terminal, bench.broker, script, END_MARK)
        finish(terminal, bench.broker, script)
    return streamed


def streaming_row(what: str, bar: float, runs: list[Streamed]) -> Row:
    """CPU seconds per 1,000 tokens; void where the program only saved by painting less, or later."""
    costs = [run.cpu_s_per_1000 for run in runs]
    frames = median([run.frames_per_s for run in runs])
    written = median([run.bytes_per_character for run in runs])
    behind = median([run.behind_s for run in runs])
    found = verdict(median(costs), bar)
    if frames < FEWEST_FRAMES_PER_S:
        found = f"void: {frames:.0f} frames/s"
    elif behind > MOST_BEHIND_S:
        found = f"void: {behind:.1f} s behind"
    return Row(what, f"{bar} s", f"{spread(costs)} s; {frames:.0f} frames/s, {written:.0f} bytes/char", found)

"""CPU per 1,000 tokens at 100 tokens per second: short and long answers, short and long histories."""

from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import Bench
from benchmarks.row import Row, median, verdict
from benchmarks.rows.stream import END_MARK, LEAD_MARK, MEASURED, stream, streaming_row
from benchmarks.streaming import Streamed

CASES = (("1k/10", 1_000, 10), ("16k/10", 16_000, 10), ("1k/1,000", 1_000, 1_000))
_BAR, _EVEN_BAR, _RATIO_BAR = 0.8, 1.2, 8.0


def rows(bench: Bench) -> Iterator[Row]:
    ours: dict[str, list[Streamed]] = {name: [] for name, _, _ in CASES}
    theirs: list[Streamed] = []
    tail = mixed(MEASURED, f"{bench.seed} tail", END_MARK)
    for run in range(bench.runs):
        first = run % len(CASES)  # another one each time: who comes first meets another machine
        for name, length, messages in CASES[first:] + CASES[:first]:
            lead = mixed(length - MEASURED, f"{bench.seed} lead", LEAD_MARK)
            ours[name].append(stream(bench, bench.aishtui(messages), lead, tail, messages))
        lead = mixed(1_000 - MEASURED, f"{bench.seed} lead", LEAD_MARK)
        theirs.append(stream(bench, bench.compared(10), lead, tail, 10))
    for name, runs in ours.items():
        yield streaming_row(f"CPU per 1,000 tokens at 100 tok/s, answer/history of {name}", _BAR, runs)
    costs = {name: median([run.cpu_s_per_1000 for run in runs]) for name, runs in ours.items()}
    even = max(costs.values()) / min(costs.values())
    yield Row("… the dearest against the cheapest", f"{_EVEN_BAR} ×", f"{even:.2f} ×", verdict(even, _EVEN_BAR))
    yield _ratio(costs["1k/10"], theirs)


def _ratio(ours: float, theirs: list[Streamed]) -> Row:
    compared = median([run.cpu_s_per_1000 for run in theirs])
    frames = median([run.frames_per_s for run in theirs])
    return Row(
        "… 1k/10 against the compared Textual app",
        f"1/{_RATIO_BAR:.0f}",
        f"1/{compared / ours:.1f} ({compared:.2f} s; {frames:.0f} frames/s)",
        verdict(ours, compared / _RATIO_BAR),
    )

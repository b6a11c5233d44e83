"""One block that does not end: CPU per 1,000 tokens more, behind 7,500 tokens of it."""

from collections.abc import Iterator

from benchmarks.corpus import Kind, beginning, inside
from benchmarks.programs import Bench
from benchmarks.row import Row
from benchmarks.rows.stream import END_MARK, LEAD_MARK, MEASURED, stream, streaming_row
from benchmarks.streaming import Streamed

_LENGTH = 7_500
_BAR = 0.9


def rows(bench: Bench) -> Iterator[Row]:
    found: dict[Kind, list[Streamed]] = {kind: [] for kind in Kind if kind is not Kind.MIXED}
    for _ in range(bench.runs):
        for kind, runs in found.items():
            lead = beginning(kind) + inside(kind, _LENGTH, f"{bench.seed} lead", LEAD_MARK)
            tail = inside(kind, MEASURED, f"{bench.seed} tail", END_MARK)
            runs.append(stream(bench, bench.aishtui(), lead, tail, 10))
    for kind, runs in found.items():
        yield streaming_row(f"one open {kind} of 7,500 tokens: CPU per 1,000 tokens more", _BAR, runs)

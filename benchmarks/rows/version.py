"""`aishtui --version`: what every command costs before it does anything."""

from collections.abc import Iterator

from benchmarks.programs import Bench
from benchmarks.row import Row, median, spread, verdict

_MOST_MS = 60


def rows(bench: Bench) -> Iterator[Row]:
    bench.version()  # what is compiled then is there for all
    yield _row([1000 * bench.version().cpu_s for _ in range(3 * bench.runs)])


def _row(cpu_ms: list[float]) -> Row:
    return Row(
        "`aishtui --version`: CPU", f"{_MOST_MS} ms", f"{spread(cpu_ms, 0)} ms", verdict(median(cpu_ms), _MOST_MS)
    )

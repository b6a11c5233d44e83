"""Runs that take times in ms: tried again while the machine is late, and void if it never is not."""

from collections.abc import Callable
from typing import TypeVar

from benchmarks.row import Row, median, percentile
from benchmarks.sleeper import Lateness

_Measured = TypeVar("_Measured")
_ATTEMPTS = 3


def timely(run: Callable[[], tuple[_Measured, Lateness]]) -> tuple[_Measured, Lateness]:
    """The first of three attempts at `run` that the machine was in time for, else the last."""
    for _ in range(_ATTEMPTS):
        measured, lateness = run()
        if lateness.acceptable:
            break
    return measured, lateness


def timed_row(
    what: str, bars: tuple[float, float | None], high: float, runs: list[tuple[list[float], Lateness]]
) -> Row:
    """Medians over the runs of their medians and of their values at `high` (1.0: the worst). Without a second bar the
    latter are told and not judged."""
    middle = median([percentile(times, 0.5) for times, _ in runs])
    worst = median([percentile(times, high) for times, _ in runs])
    worst_of_all = max(max(times) for times, _ in runs)
    late = max(lateness.p99_ms for _, lateness in runs)
    met = middle <= bars[0] and (bars[1] is None or worst <= bars[1])
    in_time = all(lateness.acceptable for _, lateness in runs)
    return Row(
        what,
        " / ".join(f"{bar:.0f}" for bar in bars if bar is not None) + " ms",
        f"{middle:.0f} / {worst:.0f} ms (worst of all {sum(len(times) for times, _ in runs):,}: {worst_of_all:.0f} ms; "
        f"machine late by {late:.1f} ms)",
        ("met" if met else "missed") if in_time else f"void: machine late by {late:.1f} ms",
    )

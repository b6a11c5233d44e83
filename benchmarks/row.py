"""One row of the table, and the figures of several runs in a few words."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    bar: str
    measured: str
    verdict: str


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The first of the ordered values that has this share of them before it; 1.0 is the greatest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def verdict(measured: float, bar: float) -> str:
    return "met" if measured <= bar else "missed"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median with the range of the runs: `0.81 (0.79–0.86)`."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"

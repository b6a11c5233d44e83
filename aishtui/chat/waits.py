"""How long the first token of a model usually takes: two times, since a model that has to be loaded takes minutes."""

from collections.abc import Sequence

from aishtui.chat.lazy_dataclass import dataclass

_COLD_AT_LEAST_S = 5.0
_COLD_TIMES = 4.0
"""So many times as long as a quick one is what only loading explains."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from the request to the first token; None: never seen."""

    warm_s: float | None = None
    cold_s: float | None = None


def usual_waits(seen: Sequence[float]) -> Waits:
    """The medians of the quick and of the slow ones among the times seen lately. Where there is no gap between them all
    are quick ones: a large model takes its time, loaded or not."""
    ordered = sorted(seen)
    if not ordered:
        return Waits()
    cold_from = max(_COLD_AT_LEAST_S, _COLD_TIMES * ordered[len(ordered) // 4])
    warm = [time for time in ordered if time < cold_from]
    return Waits(median(warm), median(ordered[len(warm) :]))


def median(values: Sequence[float]) -> float | None:
    """None for no values. The statistics module would cost the start more than these lines."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2

"""A chat of twenty answers of 1,500 tokens: whether the last costs more than the first."""

from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, verdict
from benchmarks.scripts import Script
from benchmarks.streaming import turn, warm_up

_TURNS, _TOKENS = 20, 1_500
_TOKENS_PER_S = 1_500.0
"""Fast, because twenty answers at 100 would take five minutes; still some thirty frames for each."""
_BAR = 1.1


def rows(bench: Bench) -> Iterator[Row]:
    chats = [_chat(bench) for _ in range(bench.runs)]
    first, last = median([chat[0] for chat in chats]), median([chat[-1] for chat in chats])
    drift = median([_slope(chat) * (_TURNS - 1) / _middle(chat) for chat in chats])
    yield Row(
        "chat of 1,500-token answers: CPU of turn 20 against turn 1",
        f"{_BAR} ×",
        f"{last / first:.2f} × ({last:.3f} s against {first:.3f} s; a line through all 20 rises by {drift:+.0%})",
        verdict(last / first, _BAR),
    )


def _chat(bench: Bench) -> list[float]:
    """CPU seconds of each turn. All say the same but for the last word, so that only their place differs."""
    with bench.aishtui() as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        return [
            turn(
                terminal,
                bench.broker,
                Script(f"t{n:02}", mixed(_TOKENS, f"{bench.seed} turn", f"Zturn{n:02}"), tokens_per_s=_TOKENS_PER_S),
                f"Zturn{n:02}",
            )
            for n in range(1, _TURNS + 1)
        ]


def _middle(values: list[float]) -> float:
    return sum(values) / len(values)


def _slope(values: list[float]) -> float:
    """Of the straight line nearest to the values (least squares)."""
    middle = (len(values) - 1) / 2
    rise = sum((place - middle) * value for place, value in enumerate(values))
    return rise / sum((place - middle) ** 2 for place in range(len(values)))

"""When a running clock changes: whoever shows the same answer's clock redraws it at the same moment."""

from math import floor

from aishtui.chat.answers import AnswerView

LATE_S = 0.005
"""A timer aims so much behind the second: just before it, the clock would still show the old one."""


def next_second(view: AnswerView, now: float) -> float:
    """The next moment (`time.monotonic()`) at which the clock of `wording.stage` shows another second."""
    began = view.sent_at if view.sent_at is not None else view.since
    return began + floor(max(0.0, now - began)) + 1

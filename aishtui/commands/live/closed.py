"""Point: a request that is closed ends at the broker too, as far as that can be seen from outside.

What the broker goes on sending to a closed connection, nobody here receives. What can be measured is whether a short
question right after it has to wait: a backend that still writes the old answer has no time for it.
"""

from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.commands.live.questions import ONE_WORD, count
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import span

POINT = "closed request"

_LATE_S = 0.5
"""What a question may take longer by chance."""
_LATE_SHARE = 0.25
"""The same, as a share of what was left of the closed answer."""

_GOES_ON = (
    "An answer you stop with Esc goes on at the backend and holds up what you ask next. When its client has gone, the "
    "broker has to close its own connection to the backend; without streaming, some backends cannot be stopped."
)


async def check(run: Run) -> Finding:
    before = await run.model.ask(ONE_WORD)
    closed = await run.model.ask_and_close(count(1, 60))
    if closed.status is not closed.status.WRITING:
        return not_known(POINT, f"the answer was whole after {span(closed.total_s)}: there was nothing left to close")
    after = await run.model.ask(ONE_WORD)
    late = after.first_s - before.first_s
    left = _left(run, closed.first_s)
    seen = f"closed at its first word; the next answer began after {span(after.first_s)}, one before it after "
    seen += span(before.first_s)
    if late > max(_LATE_S, _LATE_SHARE * left):
        return not_ok(POINT, f"{seen}: the backend was busy for another {span(late)}", _GOES_ON)
    return ok(POINT, f"{seen}: the backend was free. {_limits(run, left)}")


def _left(run: Run, first_s: float) -> float:
    """How long the closed answer would have gone on, by the one that was heard to its end."""
    return max(0.0, run.full_count.total_s - first_s) if run.full_count is not None else 0.0


def _limits(run: Run, left: float) -> str:
    """What this does not prove."""
    if run.side_by_side:
        return "It answers several at once, so whether it still wrote the old one, only the broker's own log can tell"
    if left < 2 * _LATE_S:
        return f"All that was left of the old one was {span(left)}, so only the broker's own log can tell more"
    return f"The old one would have gone on for {span(left)}"

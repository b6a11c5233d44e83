"""Point: a request that is closed ends at the broker too, as far as that can be seen from outside.

Seen are two things. A client that only says it goes, and listens on, hears how long the broker sends; a broker that
looks whether its client is there hangs up then. And after a request that is really closed, a short question has to wait
where the backend still writes the old answer. What else goes on behind the broker, only its own log knows.
"""

from aishtui.chat.wording import plural
from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.commands.live.heard import Heard
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
    "broker has to close its own connection to the backend."
)


async def check(run: Run) -> Finding:
    before = await run.model.ask(ONE_WORD)
    left = await run.model.ask_and_leave(count(1, 60))
    if not left.hung_up and len(left.pieces) < 2:
        return not_known(POINT, f"all of the answer came at once after {span(left.total_s)}: nothing is left to close")
    await run.model.ask_and_close(count(1, 60))
    after = await run.model.ask(ONE_WORD)
    return _judged(run, left, before.first_s, after.first_s)


def _judged(run: Run, left: Heard, before_s: float, after_s: float) -> Finding:
    rest = max(0.0, run.full_count.total_s - run.full_count.first_s) if run.full_count is not None else 0.0
    seen = (
        f"{_hung_up(left)}; after a closed request the next answer began in {span(after_s)}, before in {span(before_s)}"
    )
    late = after_s - before_s
    if late > max(_LATE_S, _LATE_SHARE * rest):
        return not_ok(POINT, f"{seen}: the backend was busy for another {span(late)}", _GOES_ON)
    return ok(POINT, f"{seen}{_limits(run, rest)}")


def _hung_up(left: Heard) -> str:
    if left.left_s is None:
        return "how long the broker goes on sending cannot be heard here"
    went_on = left.total_s - left.left_s
    more = sum(piece > left.left_s for piece in left.pieces)
    if left.hung_up:
        sent = f", {plural(more, 'piece')} later" if more else ""
        return f"the broker hung up {span(went_on)} after its client{sent}"
    return f"a client that only says it goes is sent the rest all the same, for {span(went_on)}"


def _limits(run: Run, rest: float) -> str:
    """What this does not prove."""
    if run.side_by_side:
        return (
            ". This backend answers several at once: whether it still writes the old one, only the broker's log tells"
        )
    if rest < 2 * _LATE_S:
        return f". All that was left of the old one was {span(rest)}: more than that, only the broker's log tells"
    return f": the backend was free, where the old answer would have gone on for {span(rest)}"

"""Point: two turns of one conversation, the second of which means nothing without the first."""

from aishtui.commands.checks.finding import Finding, not_offered, not_ok, ok
from aishtui.commands.live.heard import Heard
from aishtui.commands.live.questions import SUM, SUM_AGAIN
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted

POINT = "two turns"

_FIRST, _SECOND = "56", "112"
_BAD_AT_SUMS = "A small model may reckon badly: `-m` asks another. Or the question does not reach it unchanged."
_FORGETS = "The turns before may not reach the model: look at what the broker passes on of `messages`."


async def check(run: Run) -> Finding:
    model = run.model.preset.model
    if run.is_own(model):
        return not_offered(
            POINT, f"{model}, which aishtui's own broker plays, is no language model and does not reckon"
        )
    first = await run.model.ask(SUM)
    seen = f"7×8: {_quoted(first, _FIRST)}"
    if _FIRST not in first.text:
        return not_ok(POINT, f"{seen}; ×2 was not asked", _BAD_AT_SUMS)
    second = await run.model.ask(SUM, first.text, SUM_AGAIN)
    seen += f"; ×2: {_quoted(second, _SECOND)}"
    return ok(POINT, seen) if _SECOND in second.text else not_ok(POINT, seen, _FORGETS)


def _quoted(heard: Heard, number: str) -> str:
    where = "has" if number in heard.text else "without"
    return f"{quoted(heard.said)} ({where} {number})"

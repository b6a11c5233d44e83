"""Point: two turns of one conversation, the second of which means nothing without the first."""

from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.commands.live.questions import SUM, SUM_AGAIN
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted

POINT = "two turns"

_FIRST, _SECOND = "56", "112"


async def check(run: Run) -> Finding:
    model = run.model.preset.model
    if run.is_own(model):
        return not_known(POINT, f"{model}, which aishtui's own broker plays, is no language model and does not reckon")
    first = await run.model.ask(SUM)
    second = await run.model.ask(SUM, first.text, SUM_AGAIN)
    seen = f"7×8: {_quoted(first.said, _FIRST)}; ×2: {_quoted(second.said, _SECOND)}"
    right = _FIRST in first.text, _SECOND in second.text
    if all(right):
        return ok(POINT, seen)
    if right[0]:
        cure = "The turns before may not reach the model: look at what the broker passes on of `messages`."
    else:
        cure = "A small model may reckon badly: `-m` asks another. Or the question does not reach it unchanged."
    return not_ok(POINT, seen, cure)


def _quoted(said: str, number: str) -> str:
    where = "has" if number in said else "without"
    return f"{quoted(said)} ({where} {number})"

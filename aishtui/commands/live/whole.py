"""Point: an answer without streaming."""

from aishtui.chat.wording import plural
from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.live.questions import ONE_WORD
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted, span

POINT = "answer without streaming"


async def check(run: Run) -> Finding:
    run.note(
        f"asking {run.model.preset.model}; if it has to be loaded first, that may take minutes "
        f"(the limit is {run.model.limit_s:.0f} s)"
    )
    heard = run.whole = await run.model.ask_whole(ONE_WORD)
    tokens = f", {plural(heard.tokens_out, 'token')}" if heard.tokens_out is not None else ""
    seen = f"{run.model.preset.model} said {quoted(heard.said)} in {span(heard.total_s)}{tokens}"
    if heard.is_stream:
        return not_ok(
            POINT,
            f"{seen}, but as a stream, though `stream` was false",
            "aishtui always streams and is not hurt; programs that do not stream will be.",
        )
    return ok(POINT, seen)

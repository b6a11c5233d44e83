"""Point: a request with tools is taken, and a tool call comes back."""

from aishtui.chat.clean import clean_line
from aishtui.commands.checks.finding import Finding, not_offered, not_ok, ok
from aishtui.commands.live.asker import Failed
from aishtui.commands.live.questions import TOOLS, WEATHER
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted, span

POINT = "tools"

_REFUSED = (
    "The broker has to pass `tools` on unchanged. If it does, the model or its server takes none (llama.cpp needs "
    "`--jinja` for them): `-m` tries another."
)


async def check(run: Run) -> Finding:
    try:
        heard = await run.model.ask(WEATHER, more=TOOLS)
    except Failed as problem:
        if problem.status is None:
            raise
        return not_ok(POINT, problem.problem, _REFUSED)
    if heard.calls:
        call = clean_line(" ".join(heard.calls[0].split()), 120)
        return ok(POINT, f"a call came back after {span(heard.total_s)}: {call}")
    return not_offered(
        POINT,
        f"the payload was taken, and {run.model.preset.model} answered in text: {quoted(heard.said)}",
        "Not every model calls tools; `-m` tries another. llama.cpp needs `--jinja` for it.",
    )

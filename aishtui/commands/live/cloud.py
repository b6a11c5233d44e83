"""Points, only with `--cloud`: one short answer of one cloud model, and who gave it. One request, to cost little."""

from aishtui.chat.wording import cost, plural
from aishtui.commands.checks.finding import Finding, not_known, not_offered, not_ok, ok
from aishtui.commands.live.backend_named import STRIPPED, named
from aishtui.commands.live.heard import Heard
from aishtui.commands.live.questions import ONE_WORD
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted, span

ANSWER = "cloud: an answer"
BACKEND = "cloud: X-LLM-Backend"


async def check_answer(run: Run) -> Finding:
    assert run.cloud is not None
    model = run.cloud.preset.model
    heard = run.cloud_answer = await run.cloud.ask(ONE_WORD)
    return ok(ANSWER, f"{model} said {quoted(heard.said)} in {span(heard.total_s)}{_price(heard)}")


async def check_backend(run: Run) -> Finding:
    heard = run.cloud_answer
    if heard is None:
        return not_known(BACKEND, f"not asked, see “{ANSWER}”")
    if heard.backend is not None:
        return named(BACKEND, heard)
    known = f"; who answered is known in another way: {quoted(heard.answered_by)}" if heard.answered_by else ""
    if run.streamed is not None and run.streamed.backend is not None and not known:
        return not_ok(BACKEND, "missing, though the local model's answers have it", STRIPPED)
    return not_offered(BACKEND, f"missing{known}")


def _price(heard: Heard) -> str:
    tokens = f", {plural(heard.tokens_out, 'token')}" if heard.tokens_out is not None else ""
    return f"{tokens}, {cost(heard.cost)}" if heard.cost is not None else f"{tokens}, its price is not said"

"""Point: `X-LLM-Backend` says who answers, and does so before the first token."""

from aishtui.commands.checks.finding import Finding, not_offered, not_ok, ok
from aishtui.commands.live.heard import Heard
from aishtui.commands.live.questions import ONE_WORD
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted, span

POINT = "X-LLM-Backend"

_FELT_S = 0.25
"""A shorter wait is none: the name may come with the first token then."""
_HELD_BACK = 0.9
"""Headers that take this share of the wait for the first token were waiting for it themselves."""

STRIPPED = (
    "Answers will read “backend unknown”. hossenfelder sends the header with every response; a proxy in between has to "
    "pass it on."
)
_EARLIER = (
    "While a model is loading, nobody can see which machine it is on. The broker should send its headers once it has "
    "chosen a backend; a proxy in between must not wait for the body (nginx: `proxy_buffering off`)."
)


async def check(run: Run) -> Finding:
    heard = run.streamed or await run.model.ask(ONE_WORD)
    if held_back(heard):
        heard = await run.model.ask(ONE_WORD)  # once may be chance
    if heard.backend is None:
        return _unnamed(run, heard)
    return named(POINT, heard)


def named(point: str, heard: Heard) -> Finding:
    """The finding for an answer that names its backend."""
    who = quoted(heard.backend or "")
    if held_back(heard):
        return not_ok(
            point, f"{who}, but only with the first token, {span(heard.headers_s)} after the request", _EARLIER
        )
    gap = heard.first_s - heard.headers_s
    return ok(point, f"{who}, {span(heard.headers_s)} after the request; the first token came {span(gap)} later")


def held_back(heard: Heard) -> bool:
    return bool(heard.pieces) and heard.first_s > _FELT_S and heard.headers_s > heard.first_s * _HELD_BACK


def _unnamed(run: Run, heard: Heard) -> Finding:
    if run.whole is not None and run.whole.backend is not None:
        return not_ok(POINT, f"{quoted(run.whole.backend)} without streaming, and missing where it streams", STRIPPED)
    if heard.answered_by is not None:
        return not_offered(POINT, f"missing; who answered is known in another way: {quoted(heard.answered_by)}")
    entries = run.catalog.entries if run.catalog is not None else ()
    if len({run.is_cloud(entry.id) for entry in entries}) == 2:
        return not_ok(
            POINT, "missing, where local and cloud models stand side by side and any of them may answer", STRIPPED
        )
    return not_offered(POINT, "missing; nothing else says who answered either", "Answers will read “backend unknown”.")

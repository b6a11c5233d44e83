"""Point: a request with an `Authorization` header is taken. No token goes anywhere but where it belongs: to this
endpoint, if it is configured for it; otherwise a made-up one is sent."""

from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.commands.live.asker import Failed, failed
from aishtui.commands.live.questions import ONE_WORD
from aishtui.commands.live.run import Run
from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.errors import EndpointError

POINT = "Authorization"
MADE_UP = "aishtui-doctor-no-real-token"

_REFUSED = (401, 403)
_NO_TOKENS = (
    "Whoever sends a token is turned away: if the broker wants one of its own, configure it (AISHTUI_TOKEN, or "
    "`token_file` in config.toml); if it wants none, it should pass the header on or drop it."
)


async def check(run: Run) -> Finding:
    if run.no_catalog is not None and run.no_catalog.status in _REFUSED:
        return _refused(run, run.no_catalog)
    client = run.client if run.token else run.client_with(MADE_UP)
    try:
        return await _asked(run, client)
    except EndpointError as error:
        return _refused(run, failed(error))
    except Failed as problem:
        return _refused(run, problem)
    finally:
        if client is not run.client:
            await client.aclose()


async def _asked(run: Run, client: EndpointClient) -> Finding:
    await client.catalog()
    what = "the catalogue"
    if run.streamed is not None or run.whole is not None:
        asker = run.model.by(client)
        await (asker.ask(ONE_WORD) if run.streamed is not None else asker.ask_whole(ONE_WORD))
        what += " and a question"
    if run.token:
        return ok(POINT, f"the configured token was sent with {what}, and accepted")
    return ok(POINT, f"no token is configured; a made-up one was sent with {what}, and accepted")


def _refused(run: Run, problem: Failed) -> Finding:
    sent = "with the configured token" if run.token else "with a made-up token"
    if problem.status not in _REFUSED:
        return not_known(POINT, f"{sent}: {problem.problem}", problem.cure)
    if run.no_catalog is not None and not run.token:
        return not_ok(POINT, f"a token is needed, and none is configured: {problem.problem}", problem.cure)
    return not_ok(POINT, f"{sent}: {problem.problem}", problem.cure if run.token else _NO_TOKENS)

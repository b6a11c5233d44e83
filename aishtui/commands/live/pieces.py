"""Point: the stream arrives in pieces as it is written, and not in one lump at its end."""

from aishtui.chat.answers import Status
from aishtui.chat.wording import plural
from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.commands.live.heard import Heard
from aishtui.commands.live.questions import count
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import quoted, span

POINT = "streaming in pieces"

_TELLING = 10
"""Words. A shorter answer may well come at once."""
_PER_PIECE = 4
"""Words. What brings more of them at a time is held back somewhere: models write a word, or less, at a time."""

_BUFFERED = (
    "Something between here and the model gathers the answer before it passes it on. nginx: `proxy_buffering off`; "
    "Apache: `flushpackets=on`; Caddy: `flush_interval -1`; in a broker of your own: flush after every chunk, and do "
    "not compress."
)


async def check(run: Run) -> Finding:
    heard = await run.model.ask(count(1, 20))
    if lumps(heard):
        # A model may be quick enough to write a short answer within one read.
        heard = await run.model.ask(count(1, 60))
    run.streamed = heard
    if not heard.is_stream and len(heard.pieces) < 2:
        kind = heard.content_type or "no type named"
        return not_ok(
            POINT,
            f"though `stream` was true, the answer came as one body ({kind}) after {span(heard.total_s)}",
            "The server does not stream, or a proxy takes the stream apart.",
        )
    if heard.words < _TELLING:
        return not_known(POINT, f"the model was to count and said {quoted(heard.said)}: too short to come in pieces")
    return _judged(heard)


def lumps(heard: Heard) -> bool:
    """Whether more words came at a time than a model writes at a time."""
    return heard.words > len(heard.pieces) * _PER_PIECE


def _judged(heard: Heard) -> Finding:
    first, last = heard.pieces[0], heard.pieces[-1]
    seen = f"{plural(heard.words, 'word')} in {plural(len(heard.pieces), 'piece')}"
    seen += f" over {span(last - first)}, the first" if len(heard.pieces) > 1 else ","
    seen += f" {span(first)} after the request"
    seen += "; it went on and on, and was closed" if heard.status is Status.WRITING else ""
    if lumps(heard):
        return not_ok(POINT, f"in lumps: {seen}", _BUFFERED)
    if heard.status is Status.CUT_OFF and heard.finish_reason is None:
        return not_ok(
            POINT,
            f"{seen}; it ended without a finish reason and without [DONE]",
            "Answers will read “cut off”: the broker, or a proxy, drops the stream's last events.",
        )
    return ok(POINT, seen)

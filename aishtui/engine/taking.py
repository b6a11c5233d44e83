"""Where each piece of a reply belongs in the answer that grows."""

from aishtui.engine.live_answer import LiveAnswer
from aishtui.wire.deltas import (
    Alive,
    Cited,
    Delta,
    HeaderCost,
    Loading,
    Named,
    Odd,
    TextDelta,
    ThinkingDelta,
    Timings,
    ToolDelta,
    Usage,
)


def take_delta(live: LiveAnswer, delta: Delta) -> None:
    """Put one piece of a reply where it belongs."""
    match delta:
        case TextDelta(text=text):
            live.add_text(text)
        case ThinkingDelta(text=text):
            live.add_thinking(text)
        case ToolDelta(json_text=call):
            # Running tools is not aishtui's business; the call is shown, and stored, as what it is.
            live.add_text(f"\n\n```json\n{call}\n```\n")
        case Usage():
            _take_usage(live, delta)
        case Timings(tokens_out=tokens):
            if tokens is not None and live.facts.tokens_from != "usage":
                live.learn(tokens_out=tokens, tokens_from="timings")
        case HeaderCost(cost=cost):
            if live.facts.cost_from != "usage":
                live.learn(cost=cost, cost_from="header")
        case Named():
            _take_names(live, delta)
        case Cited(sources=sources):
            live.learn(citations=sources)
        case Odd(note=note):
            live.note(note)
        case Alive(words=words) | Loading(words=words):
            live.heard(words)
        case _:
            # Finished, Done and ServerError are weighed together in the verdict.
            return


def _take_usage(live: LiveAnswer, usage: Usage) -> None:
    """The last count holds; what a later one leaves out is known from before."""
    said = {
        "tokens_in": usage.tokens_in,
        "thinking_tokens": usage.thinking_tokens,
        "cached_tokens": usage.cached_tokens,
    }
    known: dict[str, object] = {name: count for name, count in said.items() if count is not None}
    if usage.tokens_out is not None:
        known |= {"tokens_out": usage.tokens_out, "tokens_from": "usage"}
    if usage.cost is not None:
        known |= {"cost": usage.cost, "cost_from": "usage"}
    live.learn(**known)


def _take_names(live: LiveAnswer, named: Named) -> None:
    said = {
        "answered_model": named.model,
        "provider": named.provider,
        "request_id": live.facts.request_id or named.request_id,
        "system_fingerprint": named.system_fingerprint,
    }
    live.learn(**{name: value for name, value in said.items() if value})

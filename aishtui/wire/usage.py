"""The server's own figures: tokens, cost, and how far it has read the prompt."""

from collections.abc import Mapping
from typing import Any

from aishtui.wire.deltas import Timings, Usage
from aishtui.wire.fields import amount, mapping, whole


def usage_of(chunk: Mapping[str, Any], choice: Mapping[str, Any] | None) -> Usage | None:
    """From wherever the object has it: beside the choices, in the choice (Moonshot), or in `x_groq`."""
    holders = (chunk, choice or {}, mapping(chunk.get("x_groq")))
    usage = next(filter(None, (mapping(holder.get("usage")) for holder in holders)), None)
    if usage is None:
        return None
    out_details = mapping(usage.get("completion_tokens_details")) or mapping(usage.get("output_tokens_details"))
    in_details = mapping(usage.get("prompt_tokens_details")) or mapping(usage.get("input_tokens_details"))
    return Usage(
        tokens_in=_first(usage, "prompt_tokens", "input_tokens"),
        tokens_out=_first(usage, "completion_tokens", "output_tokens"),
        cost=_cost(usage.get("cost")),
        thinking_tokens=_either(_first(out_details, "reasoning_tokens"), _first(usage, "reasoning_tokens")),
        cached_tokens=_either(
            _first(in_details, "cached_tokens"),
            _first(usage, "prompt_cache_hit_tokens", "cache_read_input_tokens"),
        ),
    )


def timings_of(chunk: Mapping[str, Any]) -> Timings | None:
    """llama.cpp's count of what it wrote. Its own speed is not read: it leaves out what the way here takes."""
    timings = mapping(chunk.get("timings"))
    return Timings(whole(timings.get("predicted_n"))) if timings else None


def progress_of(chunk: Mapping[str, Any]) -> str | None:
    """llama.cpp's `prompt_progress` in words: `reading the prompt, 512 of 2048 tokens`."""
    progress = mapping(chunk.get("prompt_progress"))
    if not progress:
        return None
    done, total = whole(progress.get("processed")), whole(progress.get("total"))
    if done is None or not total:
        return "reading the prompt"
    return f"reading the prompt, {min(done, total)} of {total} tokens"


def _cost(value: Any) -> float | None:
    """A number, or Perplexity's object of parts and their sum."""
    return amount(value) if not isinstance(value, dict) else amount(value.get("total_cost"))


def _first(usage: Mapping[str, Any], *keys: str) -> int | None:
    return next((count for count in (whole(usage.get(key)) for key in keys) if count is not None), None)


def _either(first: int | None, second: int | None) -> int | None:
    return first if first is not None else second

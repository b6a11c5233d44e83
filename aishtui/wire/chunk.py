"""One JSON object of an answer, streamed or whole, in any dialect: which parts of it mean what."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.wire.deltas import Alive, Finished, Odd, ServerError, TextDelta, ThinkingDelta, Timings, Usage
from aishtui.wire.error_body import words_of
from aishtui.wire.fields import line, mapping
from aishtui.wire.usage import progress_of, timings_of, usage_of


@dataclass(frozen=True, slots=True)
class ToolPiece:
    """A tool call or a part of one, as it came."""

    raw: Any


Part: TypeAlias = TextDelta | ThinkingDelta | ToolPiece | Finished | Usage | Timings | ServerError | Odd | Alive

_NO_WORDS = "The server reported an error without saying which."


def parts_of(chunk: Mapping[str, Any], streamed: bool = False) -> Iterator[Part]:
    """What one object says. An `error` comes first, and does not hide the text beside it. `streamed`: text has come in
    deltas, so that a whole message (MiniMax ends its streams with one) says nothing new."""
    choice = first_choice(chunk)
    error = _error(chunk, choice)
    if error is not None:
        yield ServerError(error or _NO_WORDS)
    if choice is not None and not (streamed and not is_delta(choice)):
        yield from _said(choice)
    figures = (usage_of(chunk, choice), timings_of(chunk))
    yield from filter(None, figures)
    progress = progress_of(chunk)
    if progress is not None:
        yield Alive(progress)
    if choice is not None:
        reason = line(choice.get("finish_reason"), 100)
        if reason is not None:
            yield Finished(reason)
    elif error is None and not _KNOWN_ALONE & chunk.keys():
        yield Odd("an event of an unknown shape")


def usual_text(chunk: Mapping[str, Any]) -> str | None:
    """The text of the commonest object: one choice with some text, and nothing else that says anything. None for any
    other, also where there would be text beside something. `parts_of` would give the same, at three times the cost."""
    choices = chunk.get("choices")
    if type(choices) is not list or len(choices) != 1:
        return None
    choice = choices[0]
    if type(choice) is not dict or choice.get("finish_reason") or choice.get("index") or choice.get("error"):
        return None
    delta = choice.get("delta")
    if type(delta) is not dict or choice.get("usage") or choice.get("message"):
        return None
    said = chunk.get  # looked up once: this is asked of every token
    if said("error") or said("usage") or said("timings") or said("x_groq"):
        return None
    if said("citations") or said("search_results") or said("annotations"):
        return None
    text = delta.get("content")
    if type(text) is not str or not text:
        return None
    beside = any(value for key, value in delta.items() if key not in _USUAL) if len(delta) > 1 else False
    return None if beside else text


_USUAL = frozenset({"content", "role"})

# What may come in an object without choices: figures, sources, opening events, and llama.cpp's progress.
_KNOWN_ALONE = frozenset(
    {
        *("choices", "usage", "timings", "x_groq", "model", "provider", "id", "object"),
        *("prompt_progress", "citations", "search_results", "annotations"),
    }
)


def first_choice(chunk: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The choice that is shown: number 0, or the first where none has a number; None if there is none of these."""
    choices = chunk.get("choices")
    if isinstance(choices, dict):
        return choices
    if not isinstance(choices, list):
        return None
    objects = [choice for choice in choices if isinstance(choice, dict)]
    return next((choice for choice in objects if not choice.get("index")), None)


def is_delta(choice: Mapping[str, Any]) -> bool:
    """Whether it holds a piece of an answer, and not a whole one."""
    return bool(mapping(choice.get("delta"))) or "message" not in choice


def error_words_of(value: Any) -> str:
    """The words of a value that is known to be an error."""
    return words_of(value) or _NO_WORDS


def _error(chunk: Mapping[str, Any], choice: Mapping[str, Any] | None) -> str | None:
    """None where nothing says error; else the server's words, which may be none."""
    for holder in (chunk, choice or {}):
        error = holder.get("error")
        if error:
            return words_of(error)
    if "choices" in chunk:
        return None
    named = chunk.get("object") == "error" or chunk.get("type") == "error" or chunk.get("status") == "error"
    if named or isinstance(chunk.get("detail"), str | list):
        return words_of(chunk)
    if isinstance(chunk.get("message"), str) and (chunk.get("code") or chunk.get("status")):
        return words_of(chunk)  # Spring's, Alibaba's and others'
    return None


def _said(choice: Mapping[str, Any]) -> Iterator[Part]:
    said = next(filter(None, (mapping(choice.get(key)) for key in ("delta", "message"))), None)
    if said is None:
        yield from _content(choice.get("text"))
        return
    thought = next(filter(None, map(_thought, (said.get("reasoning_content"), said.get("reasoning"),
                                              said.get("reasoning_details")))), "")  # fmt: skip
    if thought:
        yield ThinkingDelta(thought)
    yield from _content(said.get("content"))
    refusal = said.get("refusal")
    if isinstance(refusal, str) and refusal:
        yield TextDelta(refusal)
    for kind in ("images", "audio"):
        if said.get(kind):
            yield Odd(f"the answer has {kind}, which are not shown")
    calls = said.get("tool_calls") or said.get("function_call")
    for call in calls if isinstance(calls, list) else [calls]:
        if isinstance(call, dict) and call:
            yield ToolPiece(call)


def _content(content: Any, depth: int = 5) -> Iterator[Part]:
    """Text, or a list of parts of which some may be thinking."""
    match content:
        case list() | dict() if depth == 0:
            yield Odd("content nested too deeply")
        case str():
            if content:
                yield TextDelta(content)
        case dict():
            yield from _content_part(content, depth - 1)
        case list():
            for part in content:
                yield from _content(part, depth - 1)
        case None:
            return
        case _:
            yield Odd(f"content of the type {type(content).__name__}")


def _content_part(part: Mapping[str, Any], depth: int) -> Iterator[Part]:
    if part.get("type") in ("thinking", "reasoning"):
        thought = _thought(part)
        if thought:
            yield ThinkingDelta(thought)
        return
    for key in ("text", "refusal", "content", "value"):
        if part.get(key):
            yield from _content(part[key], depth)
            return
    if "text" not in part:
        yield Odd(f"a content part of the type {line(part.get('type'), 60) or 'unknown'}")


def _thought(value: Any, depth: int = 5) -> str:
    """Thinking as a string, as a list of details, or as an object with either."""
    if isinstance(value, str):
        return value
    if depth == 0:
        return ""
    if isinstance(value, list):
        return "".join(_thought(item, depth - 1) for item in value)
    found = (mapping(value).get(key) for key in ("text", "thinking", "reasoning", "summary", "content"))
    return next(filter(None, (_thought(item, depth - 1) for item in found)), "") if isinstance(value, dict) else ""

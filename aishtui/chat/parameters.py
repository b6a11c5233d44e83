"""What is known of the fields of a request that presets set: what each does, and which kind of value it takes."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from aishtui.chat.lazy_dataclass import dataclass

Kind = Literal["a number", "a whole number", "text", "true or false", "a list", "a table"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A field by its name; it takes any of `kinds`. `about` is a part of a sentence."""

    name: str
    kinds: tuple[Kind, ...]
    about: str
    example: str


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("temperature", ("a number",), "how freely words are chosen: 0 hardly varies, 1 is usual", "0.7"),
    Parameter("top_p", ("a number",), "only the likeliest words that make up this share are chosen from", "0.9"),
    Parameter("top_k", ("a whole number",), "only so many of the likeliest words are chosen from", "40"),
    Parameter("min_p", ("a number",), "words less likely than this share of the likeliest are left out", "0.05"),
    Parameter("max_tokens", ("a whole number",), "the answer is cut off after so many tokens", "800"),
    Parameter(
        "max_completion_tokens",
        ("a whole number",),
        "the same as max_tokens, where a model thinks: that counts",
        "4000",
    ),
    Parameter("seed", ("a whole number",), "the same seed may give the same answer again", "7"),
    Parameter("stop", ("text", "a list"), "the answer ends before this text, or any of these", '["###"]'),
    Parameter("frequency_penalty", ("a number",), "above 0, words are repeated less", "0.5"),
    Parameter("presence_penalty", ("a number",), "above 0, there are more new subjects", "0.5"),
    Parameter("repetition_penalty", ("a number",), "above 1, there are fewer repetitions", "1.1"),
    Parameter("repeat_penalty", ("a number",), "the same by the name that llama.cpp and Ollama have for it", "1.1"),
    Parameter("reasoning_effort", ("text",), "how long a model thinks: minimal, low, medium or high", "low"),
    Parameter("reasoning", ("a table",), "OpenRouter's way to say how long a model thinks", '{"effort": "low"}'),
    Parameter("include_reasoning", ("true or false",), "whether OpenRouter sends the thinking too", "true"),
    Parameter("verbosity", ("text",), "how much is said: low, medium or high", "low"),
    Parameter("response_format", ("a table",), "the form the answer must have", '{"type": "json_object"}'),
    Parameter("stream_options", ("a table",), "what comes with the stream", '{"include_usage": true}'),
    Parameter("logit_bias", ("a table",), "tokens made more or less likely, by their numbers", '{"50256": -100}'),
    Parameter("logprobs", ("true or false",), "whether the words' likelihoods are sent", "true"),
    Parameter("top_logprobs", ("a whole number",), "how many other words' likelihoods are sent", "3"),
    Parameter("user", ("text",), "a name for whoever asks, which the provider sees", "me"),
    Parameter("provider", ("a table",), "whom OpenRouter may pass the request on to", '{"order": ["DeepInfra"]}'),
    Parameter("chat_template_kwargs", ("a table",), "for the chat template", '{"enable_thinking": false}'),
    Parameter("think", ("true or false", "text"), "whether Ollama has the model think", "false"),
    Parameter("keep_alive", ("text", "a number"), "how long Ollama keeps the model in memory", "10m"),
    Parameter("cache_prompt", ("true or false",), "whether llama.cpp keeps what it has read", "true"),
)

_BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}

_OF_THE_ROUTE = frozenset({"stream_options", "provider", "models", "route", "transforms", "plugins", "usage", "user"})
"""They are for who passes the request on, and stand in no list of what a model takes."""

_LIKE_A_NUMBER = re.compile(r"[-+]?\.?\d[\d.,_'eE+-]*")
_MEANT = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false"}
_NOTHING = ("null", "None", "nil")
_NO_NUMBERS = ("NaN", "nan", "inf", "-inf", "Infinity", "-Infinity")


class BadValue(Exception):
    """`str()` says in a sentence what is wrong with what was typed, and what to type instead."""


def known_parameter(name: str) -> Parameter | None:
    return _BY_NAME.get(name)


def value_of(text: str) -> Any:
    """The value that somebody typed: JSON where it is that, else text as it stands. Raises BadValue for what is
    neither, such as `0,2` or half a list."""
    typed = text.strip()
    if typed in _NOTHING:
        raise BadValue("A preset cannot say nothing with null. Empty, it is not sent.")
    if typed in _NO_NUMBERS:
        raise BadValue("JSON has no such number.")
    if typed in _MEANT:
        raise BadValue(f"Write {_MEANT[typed]}; as text it would be in quotes.")
    try:
        value = json.loads(typed)
    except RecursionError:
        raise BadValue("What is nested that deeply cannot be sent.") from None
    except ValueError as error:
        return _as_text(typed, error)
    if not _can_be_text(value):
        raise BadValue("Half a character (a lone surrogate) cannot be written to a file.")
    return value


def text_of(value: Any) -> str:
    """What is typed for a value: `value_of` gives it back."""
    if isinstance(value, str) and value.strip() and "\n" not in value:
        try:
            if value_of(value) == value and isinstance(value_of(value), str) and value == value.strip():
                return value
        except BadValue:
            pass  # it needs its quotes
    return json.dumps(value, ensure_ascii=False, default=str)


def wrong_kind(name: str, value: Any) -> str:
    """What is wrong with the kind of a value, as a sentence; empty where it can be right, or nothing is known."""
    parameter = _BY_NAME.get(name)
    if parameter is None or any(_is(kind, value) for kind in parameter.kinds):
        return ""
    return f"Must be {' or '.join(parameter.kinds)}, such as {parameter.example}, not {_kind_of(value)}."


def unsupported(params: Mapping[str, Any], supported: Sequence[str]) -> tuple[str, ...]:
    """Those of the parameters that a model does not take, by what its catalogue entry lists; none where it lists
    nothing."""
    if not supported:
        return ()
    return tuple(name for name in params if name not in supported and name not in _OF_THE_ROUTE)


def _as_text(typed: str, error: ValueError) -> str:
    if typed[:1] in ('"', "[", "{"):
        raise BadValue(f"This begins like JSON and is none ({_reason(error)}).") from error
    if _LIKE_A_NUMBER.fullmatch(typed):
        raise BadValue(f'Write a number like 0.2 or 40; as text it would be "{typed}", with the quotes.') from error
    return typed


def _reason(error: ValueError) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"


def _can_be_text(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        return False
    return True


def _is(kind: Kind, value: Any) -> bool:
    match kind:
        case "a number":
            return not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
        case "a whole number":
            return not isinstance(value, bool) and isinstance(value, int)
        case "text":
            return isinstance(value, str)
        case "true or false":
            return isinstance(value, bool)
        case "a list":
            return isinstance(value, list)
        case "a table":
            return isinstance(value, Mapping)


def _kind_of(value: Any) -> str:
    kinds: tuple[Kind, ...] = ("true or false", "a whole number", "a number", "text", "a list", "a table")
    return next((kind for kind in kinds if _is(kind, value)), "that")

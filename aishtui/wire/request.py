"""The request for an answer: what a preset and a conversation's path become on the wire."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.wire.errors import NotSendable
from aishtui.wire.surrogates import mend

OURS = frozenset({"model", "messages", "stream"})
"""Fields that a preset's parameters cannot override."""


def chat_request(preset: Preset, path: Sequence[Message]) -> dict[str, Any]:
    """The body for the answer to the last message of `path`. Only what the preset sets is sent, and
    `stream_options.include_usage`, which a parameter may override."""
    return with_messages(settings_of(preset), preset.system, path)


def settings_of(preset: Preset) -> dict[str, Any]:
    """The body's fields besides the conversation."""
    settings: dict[str, Any] = {"model": preset.model, "stream": True, "stream_options": {"include_usage": True}}
    settings.update((name, value) for name, value in preset.params.items() if name not in OURS)
    return settings


def with_messages(settings: Mapping[str, Any], system: str, path: Sequence[Message]) -> dict[str, Any]:
    """The body of these settings and this conversation: the model, the messages, then the rest in its order."""
    return {"model": settings.get("model", ""), "messages": _messages(system, path), **settings}


def encode(body: Mapping[str, Any]) -> bytes:
    """The body as UTF-8 JSON, lone surrogates as U+FFFD. Raises NotSendable for what JSON does not have."""
    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        raise NotSendable(_not_sendable(body)) from None
    return mend(text).encode("utf-8")


def _messages(system: str, path: Sequence[Message]) -> list[dict[str, str]]:
    """Roles in turn, as several chat templates insist: turns without text (answers that failed, or that the user
    stopped before they began) are left out, and neighbours of one role become one. Thinking is never sent back."""
    turns: list[dict[str, str]] = []
    if system:
        turns.append({"role": Role.SYSTEM.value, "content": system})
    for message in path:
        if not message.text.strip():
            continue
        last = turns[-1] if turns else None
        if last is not None and last["role"] == message.role.value:
            # An assistant's second part continues its first, in mid-sentence as it may be.
            between = "" if message.role is Role.ASSISTANT else "\n\n"
            last["content"] += between + message.text
        else:
            turns.append({"role": message.role.value, "content": message.text})
    return turns


def _not_sendable(body: Mapping[str, Any]) -> str:
    for name, value in body.items():
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            return (
                f"The parameter `{name}` has a value that JSON cannot carry (a date, `nan`, `inf`, or too deep a "
                "nesting). Write it as text or a number in the preset."
            )
    return "The request cannot be written as JSON."

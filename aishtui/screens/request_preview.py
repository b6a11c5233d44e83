"""The request that a preset would send, to be read before it is sent. No token is known here, and none is shown."""

import json
from collections.abc import Mapping, Sequence

from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset, not_sendable
from aishtui.widgets.reading_text import NAME, ReadingText
from aishtui.wire.request import chat_request
from aishtui.wire.secrets import shown_headers, without_secrets

_LONGEST = 4000
"""Characters of one text that are shown; a system prompt may have a megabyte."""


def request_preview(preset: Preset, prompt: str, mistakes: int, cloud_prefixes: Sequence[str]) -> ReadingText:
    """What is sent when `prompt` is asked in an empty conversation."""
    reading = ReadingText()
    reading.line("The request, as it would be sent", "title")
    if mistakes:
        reading.line("What is wrong is left out of it, or as it was.", "error")
    if refusal := not_sendable(preset, cloud_prefixes):
        reading.line(refusal.replace("Nothing was sent", "Nothing is sent"), "error")
    reading.line()
    for name, value in shown_headers(preset.headers.items()):
        reading.add(f"{name}: ", NAME)
        reading.line(value)
    reading.line("aishtui's own headers and those of the endpoint, the token among them, go with it.", "muted")
    reading.line()
    path = [Message("", "", None, Role.USER, prompt, "")] if prompt.strip() else []
    body = without_secrets(chat_request(preset, path))
    reading.line(json.dumps(_shortened(body), indent=2, ensure_ascii=False, default=str))
    if preset.system_file and not preset.system:
        reading.line()
        reading.line(f"The system prompt is read from {preset.system_file} before it is sent.", "muted")
    if not path:
        reading.line()
        reading.line("There is no prompt yet: it comes behind the system prompt.", "muted")
    return reading


def _shortened(value: object) -> object:
    """What is left out of a long text is said."""
    match value:
        case str() if len(value) > _LONGEST:
            return f"{value[:_LONGEST]} … and {len(value) - _LONGEST:,} more characters"
        case Mapping():
            return {name: _shortened(inner) for name, inner in value.items()}
        case list():
            return [_shortened(inner) for inner in value]
        case _:
            return value

"""A chat request as it came: the parsed body, the bytes, and the headers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aishtui.broker.errors import BadRequest


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """`raw` and `headers` are what is forwarded; `body` is for whoever answers here."""

    model: str
    body: Mapping[str, Any]
    raw: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def stream(self) -> bool:
        return self.body.get("stream") is True

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.casefold() == name.casefold()), None)

    def messages(self) -> Sequence[Mapping[str, Any]]:
        """The turns; raises BadRequest where they are not a list of objects."""
        messages = self.body.get("messages")
        if not isinstance(messages, list) or not messages:
            raise BadRequest(
                "The request has no messages: `messages` is a list of objects with role and content.", "messages"
            )
        for number, message in enumerate(messages, 1):
            if not isinstance(message, dict):
                raise BadRequest(f"Message {number} is not an object with role and content.", "messages")
        return messages


def read_chat_request(raw: bytes, headers: Sequence[tuple[str, str]]) -> ChatRequest:
    """Raises BadRequest with what is wrong and where."""
    try:
        body = json.loads(raw)
    except json.JSONDecodeError as error:
        raise BadRequest(f"The body is not JSON (line {error.lineno}, column {error.colno}): {error.msg}.") from error
    except UnicodeDecodeError as error:
        raise BadRequest(f"The body is not JSON in UTF-8: byte {error.start} fits no character.") from error
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is JSON that cannot be read: a number too long, or nested too deep.") from error
    if not isinstance(body, dict):
        raise BadRequest("The body is JSON but no object: it needs at least model and messages.")
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise BadRequest("The request names no model: `model` is a string that GET /v1/models lists.", "model")
    return ChatRequest(model, body, raw, tuple(headers))


def text_of(content: object) -> str:
    """The text of a message's content: a string, or the text parts of a list of parts; anything else is empty."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    parts = (part.get("text") if isinstance(part, dict) else part for part in content)
    return "\n".join(part for part in parts if isinstance(part, str))

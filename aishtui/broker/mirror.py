"""The model that answers with the request it received."""

import json
from collections.abc import Mapping
from typing import Any

from aishtui.broker.chat_request import ChatRequest, text_of
from aishtui.broker.fence import fenced

_ROLES = ("system", "developer", "user", "assistant", "tool")
_SHOWN_HEADERS = ("Content-Type", "Accept", "User-Agent")
"""The only headers whose values are shown: any other may hold a secret."""


class Mirror:
    name = "mirror"
    description = "answers with the request it received; no language model"

    def reply(self, request: ChatRequest) -> str:
        messages = request.messages()
        system = [message for message in messages if message.get("role") == "system"]
        turns = [message for message in messages if message.get("role") != "system"]
        parts = ["This is the request as it reached the broker. I am `mirror`: no language model.", "## System prompt"]
        parts += [_message(message) for message in system] or ["None was sent."]
        parts.append("## Turns")
        for number, turn in enumerate(turns, 1):
            parts += [f"### {number}. {_role(turn)}", _message(turn)]
        if not turns:
            parts.append("None was sent.")
        parts += ["## Parameters", _parameters(request.body), "## Headers", _headers(request)]
        return "\n\n".join(parts) + "\n"


def _role(message: Mapping[str, Any]) -> str:
    role = message.get("role")
    return role if role in _ROLES else "unknown role"


def _message(message: Mapping[str, Any]) -> str:
    """The text alone where that is all there is; else what the text leaves out as JSON below it."""
    content = message.get("content")
    said = {"content"} if isinstance(content, str) else set()
    if message.get("role") in _ROLES:
        said.add("role")
    rest = {key: value for key, value in message.items() if key not in said}
    text = text_of(content)
    shown = [fenced(text)] if text or isinstance(content, str) else []
    return "\n\n".join([*shown, *([_json(rest)] if rest else [])])


def _parameters(body: Mapping[str, Any]) -> str:
    return _json({key: value for key, value in body.items() if key != "messages"})


def _headers(request: ChatRequest) -> str:
    authorization = "not sent" if request.header("Authorization") is None else "sent; its value is not shown"
    values = ((name, request.header(name)) for name in _SHOWN_HEADERS)
    lines = [f"Authorization: {authorization}", *(f"{name}: {value}" for name, value in values if value is not None)]
    known = {"authorization", *(name.casefold() for name in _SHOWN_HEADERS)}
    others = ", ".join(name for name, _ in request.headers if name.casefold() not in known)
    return fenced("\n".join([*lines, f"and, values not shown: {others}"] if others else lines))


def _json(value: object) -> str:
    return fenced(json.dumps(value, indent=2, ensure_ascii=False), "json")

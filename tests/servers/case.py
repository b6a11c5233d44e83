"""A named case: what a server sends, byte for byte, and what must be told of it. Played by `case_server`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from aishtui.chat.answers import Status

BACKEND = "dirac"
SSE = "text/event-stream"
PORT = b"<PORT>"
"""Stands in a response for the port of the server that plays it."""


class Framing(StrEnum):
    """How a client knows where a body ends."""

    CHUNKED = "chunked"
    LENGTH = "length"
    CLOSE = "close"
    BARE = "bare"
    """The head is all that comes, as it stands."""


@dataclass(frozen=True, slots=True)
class Response:
    """`pieces` are the body's parts as the server writes them; with CHUNKED each is a chunk."""

    head: bytes
    pieces: tuple[bytes, ...] = ()
    framing: Framing = Framing.CHUNKED
    broken: bool = False
    """The body does not come to the end that its framing promises."""
    torn: bytes = b""
    """Raw bytes in place of that end."""
    by: Literal["fin", "rst"] = "fin"
    """How the connection is closed after it."""

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


@dataclass(frozen=True, slots=True)
class Case:
    """`error` is a part of the sentence, or None where there must be none; `notes` are parts, too. `facts` are further
    fields of `ask --json` with their values."""

    name: str
    response: Response
    status: Status
    text: str = ""
    thinking: str = ""
    finish: str | None = None
    error: str | None = None
    backend: str | None = BACKEND
    notes: tuple[str, ...] | None = ()
    """None: whatever they are."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    sent: int = 1
    """How often the request arrives."""
    then: Response | None = None
    """What answers the second request."""


COMPLETE, CUT_OFF, FAILED = Status.COMPLETE, Status.CUT_OFF, Status.FAILED


def head(
    status: str = "200 OK", content_type: str | None = SSE, backend: str | None = BACKEND, **headers: str
) -> bytes:
    """A response's head without what frames its body; underscores in header names stand for hyphens, unless there are
    hyphens too."""
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"X-LLM-Backend: {backend}"] if backend else []
    lines += [f"{name if '-' in name else name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def event(value: Any, end: str = "\n\n") -> bytes:
    """One event: a JSON value, or the text of its data."""
    return f"data: {value if isinstance(value, str) else json.dumps(value)}{end}".encode()


def delta(content: Any = None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """One object of a stream; `content` None is left out, further fields stand in the delta."""
    said = more if content is None else {"content": content, **more}
    return {"id": "c-1", "model": "m", "choices": [{"index": 0, "delta": said, "finish_reason": finish}]}


def said(text: str) -> tuple[bytes, ...]:
    """The text in events of a word each."""
    words = text.split(" ")
    return tuple(event(delta(word if n == 0 else f" {word}")) for n, word in enumerate(words))


FINISH = event(delta(finish="stop"))
DONE = event("[DONE]")
END = (FINISH, DONE)


def stream(*pieces: bytes, framing: Framing = Framing.CHUNKED, top: bytes | None = None, **more: Any) -> Response:
    """A stream of events with the usual head."""
    return Response(head() if top is None else top, pieces, framing, **more)


def whole(
    body: bytes | dict[str, Any] | list[Any],
    status: str = "200 OK",
    content_type: str | None = "application/json",
    backend: str | None = BACKEND,
    **headers: str,
) -> Response:
    """A response with a body of a known length."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(head(status, content_type, backend, **headers), (raw,), Framing.LENGTH)


def message(content: Any, finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    """A whole answer, as it comes without streaming."""
    said = {"role": "assistant", "content": content, **more}
    return {"id": "c-1", "model": "m", "choices": [{"index": 0, "message": said, "finish_reason": finish}]}

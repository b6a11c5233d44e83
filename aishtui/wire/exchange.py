"""What was sent for an answer and which headers came back, as they are kept with the answer's facts.

The conversation's own messages are not kept twice: a message never changes once it has ended, so the body is made anew
from the path, by the same code that made it the first time.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.wire.fields import mapping
from aishtui.wire.request import with_messages
from aishtui.wire.secrets import HIDDEN, Headers

_LENGTH = "content-length"


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request without its conversation. Secrets stand as `…`; all else is as it was sent."""

    url: str
    headers: Headers = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The body without `messages`, in its order."""
    system: str = ""

    def body(self, path: Sequence[Message]) -> dict[str, Any]:
        """The whole body, for an answer to the last message of `path`."""
        return with_messages(self.settings, self.system, path)

    def all_headers(self, body: bytes) -> Headers:
        """With the length of the body, unless a secret in it is hidden: then its length is another."""
        if HIDDEN in json.dumps(self.settings, ensure_ascii=False):
            return self.headers
        return (*self.headers, ("Content-Length", str(len(body))))


def request_to_json(request: SentRequest) -> str:
    """The same text for all requests by one preset: their length, which follows from the body, is not in it."""
    return json.dumps(
        {
            "url": request.url,
            "headers": [header for header in request.headers if header[0].lower() != _LENGTH],
            "settings": request.settings,
            "system": request.system,
        },
        ensure_ascii=False,
    )


def request_from_json(text: str) -> SentRequest | None:
    """None for nothing, or for what is none."""
    known = _read(text)
    url, settings, system = known.get("url"), known.get("settings"), known.get("system")
    if not isinstance(url, str) or not isinstance(settings, dict):
        return None
    return SentRequest(url, _headers(known.get("headers")), settings, system if isinstance(system, str) else "")


def headers_to_json(headers: Headers) -> str:
    return json.dumps({"headers": headers}, ensure_ascii=False) if headers else ""


def headers_from_json(text: str) -> Headers:
    return _headers(_read(text).get("headers"))


def _read(text: str) -> Mapping[str, Any]:
    try:
        return mapping(json.loads(text, parse_constant=_refuse)) if text else {}
    except (ValueError, RecursionError):
        return {}


def _refuse(constant: str) -> None:
    """Python reads `NaN` and `Infinity`, which no request can have carried."""
    raise ValueError(constant)


def _headers(value: Any) -> Headers:
    pairs = value if isinstance(value, list) else []
    return tuple(
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
    )

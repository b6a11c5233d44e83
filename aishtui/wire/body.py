"""What kind of body an answer has, decided by its first characters and then by its content type.

Servers send SSE as `application/json`, JSON to who asked for a stream, one JSON object per line, and web pages.
"""

import re
from typing import Protocol

from aishtui.wire.error_body import error_words
from aishtui.wire.payload import Beat, Fault, Payload, Unreadable, Value, read_data
from aishtui.wire.sse import MAX_EVENT_BYTES, Comment, Item, ServerEvent, SSEReader, TooLong

_BOM = b"\xef\xbb\xbf"
_FIELD = re.compile(rb"(?:data|event|id|retry|error|)(?=:)|(?:data|event|id|retry)(?=[\r\n])")
_MAYBE_FIELD = re.compile(rb"[a-z]{0,5}\Z")
_PAGE_LIMIT = 256 * 1024


class Body(Protocol):
    @property
    def replaced(self) -> int: ...

    def feed(self, chunk: bytes) -> list[Payload]: ...

    def end(self) -> list[Payload]: ...


def begun(first: bytes) -> bytes:
    """A body's beginning without byte-order mark and white space, which some servers send to keep a connection."""
    return first.lstrip().removeprefix(_BOM).lstrip()


def body_for(first: bytes, content_type: str, limit: int = MAX_EVENT_BYTES, ended: bool = False) -> Body | None:
    """The reader for a body with this beginning (see `begun`); None while that is too little to tell."""
    if not ended and (not first or _BOM.startswith(first) or _MAYBE_FIELD.match(first)):
        return None
    if first[:1] in b"{[":
        return JSONBody(limit)
    if _FIELD.match(first):
        return SSEBody(limit)
    if "event-stream" in content_type and first[:1] != b"<":
        return SSEBody(limit)
    return PageBody(content_type)


class SSEBody:
    """Server-sent events, each with JSON in its data."""

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self._reader = SSEReader(limit)

    @property
    def replaced(self) -> int:
        return self._reader.replaced

    def feed(self, chunk: bytes) -> list[Payload]:
        return self._payloads(self._reader.feed(chunk))

    def end(self) -> list[Payload]:
        return self._payloads(self._reader.end())

    def _payloads(self, items: list[Item]) -> list[Payload]:
        found: list[Payload] = []
        for item in items:
            match item:
                case ServerEvent():
                    found += _errors(item.data) if item.event == "error" else read_data(item.data)
                case Comment(text):
                    found.append(Beat(text))
                case TooLong(limit):
                    found.append(_too_long(limit))
        return found


class JSONBody:
    """One JSON value, or one on each line; `[DONE]` and `data:` may stand among them."""

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self.replaced = 0
        self._limit = limit
        self._line = bytearray()
        self._open = bytearray()
        """The lines from the first that is no value by itself, each with its end."""
        self._too_long = False

    def feed(self, chunk: bytes) -> list[Payload]:
        found: list[Payload] = []
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            self._add(part, found)
            self._end_of_line(found)
        self._add(rest, found)
        return found

    def end(self) -> list[Payload]:
        text = bytes(self._open + self._line).removeprefix(_BOM)
        self._open, self._line = bytearray(), bytearray()
        return read_data(self._decode(text)) if text.strip() else []

    def _add(self, part: bytes, found: list[Payload]) -> None:
        if self._too_long:
            return
        self._line += part
        if len(self._open) + len(self._line) > self._limit:
            self._too_long = True
            self._open, self._line = bytearray(), bytearray()
            found.append(_too_long(self._limit))

    def _end_of_line(self, found: list[Payload]) -> None:
        if self._too_long:
            return
        line = bytes(self._line)
        self._line.clear()
        payloads = [] if self._open else self._values(line)
        if payloads:
            found += payloads
        elif self._open or line.strip():
            self._open += line + b"\n"

    def _values(self, line: bytes) -> list[Payload]:
        """What a line says by itself; nothing if it is only a part of something."""
        bare = line.removeprefix(_BOM).strip()
        if not bare.startswith(b"data:") and not (bare[:1] == b"{" and bare[-1:] == b"}"):
            return []
        payloads = read_data(self._decode(bare.removeprefix(b"data:")))
        return [] if any(isinstance(payload, Unreadable) for payload in payloads) else payloads

    def _decode(self, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("utf-8", "replace")
            self.replaced += text.count("\N{REPLACEMENT CHARACTER}") - data.count(b"\xef\xbf\xbd")
            return text


class PageBody:
    """Neither events nor JSON: a page for people, usually a proxy's."""

    def __init__(self, content_type: str) -> None:
        self.replaced = 0
        self._content_type = content_type
        self._page = b""

    def feed(self, chunk: bytes) -> list[Payload]:
        self._page = (self._page + chunk)[:_PAGE_LIMIT] if len(self._page) < _PAGE_LIMIT else self._page
        return []

    def end(self) -> list[Payload]:
        kind = self._content_type.partition(";")[0].strip() or "text"
        words = error_words(self._page, self._content_type)
        return [Fault(f"What came is {kind}, not a chat answer: {words}" if words else f"What came is {kind}.")]


def _errors(data: str) -> list[Payload]:
    payloads = read_data(data)
    values = [Value(payload.value, is_error=True) for payload in payloads if isinstance(payload, Value)]
    return list(values) if values else [Value(data, is_error=True)]


def _too_long(limit: int) -> Fault:
    return Fault(f"The server sent more than {limit // (1024 * 1024)} MB in one piece; it was not read.")

"""Server-sent events out of bytes, however they were cut.

After the WHATWG specification, with four differences that servers in the field ask for: an event at the end
of the stream counts without its blank line; a field named `error` (older llama.cpp) is an event of that
name; a line that is bare JSON counts as data; and the size of one event is bounded.
"""

from typing import TypeAlias

from aishtui.chat.lazy_dataclass import dataclass

MAX_EVENT_BYTES = 32 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class ServerEvent:
    event: str
    """Empty where the server names none, which is the usual case."""
    data: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A line that begins with a colon: a sign of life."""

    text: str


@dataclass(frozen=True, slots=True)
class TooLong:
    """An event of more than `limit` bytes was dropped."""

    limit: int


Item: TypeAlias = ServerEvent | Comment | TooLong


class SSEReader:
    """Bytes in, events out. Lines are cut at CR, LF and CRLF only, and decoded when they are whole: neither
    byte can be part of a longer UTF-8 sequence, so this is the same as an incremental decoder."""

    def __init__(self, limit: int = MAX_EVENT_BYTES) -> None:
        self.replaced = 0
        """How many U+FFFD stand for bytes that are not UTF-8."""
        self._limit = limit
        self._at_start = True
        self._after_cr = False
        self._held = bytearray()
        """The beginning of a line. Not a list of pieces: a server that sends single bytes would fill the memory."""
        self._size = 0
        self._too_long = False
        self._event = ""
        self._id = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> list[Item]:
        found: list[Item] = []
        if self._after_cr and chunk:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        if not chunk:
            return found
        if self._is_one_line(chunk):
            return [ServerEvent("", self._decode(chunk[6:-2]), self._id)]
        if b"\n" not in chunk and b"\r" not in chunk:
            self._hold(chunk, found)
            return found
        block = chunk
        if self._held:
            self._held += chunk
            block = bytes(self._held)
            self._held.clear()
        lines = block.splitlines()
        rest = lines.pop() if block[-1] not in b"\r\n" else b""
        self._after_cr = block.endswith(b"\r")
        for line in lines:
            self._line(line, found)
        if rest:
            self._hold(rest, found)
        return found

    def end(self) -> list[Item]:
        """What is left when no more bytes come: the last event, if its blank line is missing."""
        found: list[Item] = []
        if self._held:
            line = bytes(self._held)
            self._held.clear()
            self._line(line, found)
        self._line(b"", found)
        return found

    def _is_one_line(self, chunk: bytes) -> bool:
        """Whether it is one whole event with one line of data: what a server sends for each token. A fast way only;
        without it everything is the same."""
        return (
            chunk.startswith(b"data: ")
            and chunk.find(b"\n") == len(chunk) - 2
            and chunk.endswith(b"\n\n")
            and b"\r" not in chunk
            and len(chunk) < self._limit
            and not (self._at_start or self._held or self._size or self._event or self._too_long)
        )

    def _hold(self, piece: bytes, found: list[Item]) -> None:
        self._held += piece
        if self._too_long or self._size + len(self._held) > self._limit:
            self._drop(found)
            # One byte stays, so that the line's end is not taken for a blank line.
            self._held = bytearray(b":")

    def _drop(self, found: list[Item]) -> None:
        if not self._too_long:
            found.append(TooLong(self._limit))
        self._too_long = True
        self._data, self._event = [], ""

    def _line(self, line: bytes, found: list[Item]) -> None:
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            self._dispatch(found)
        elif self._too_long:
            return
        elif self._size + len(line) > self._limit:
            self._drop(found)
        elif line[:1] == b":":
            found.append(Comment(self._decode(line[1:]).strip()))
        else:
            self._size += len(line)
            self._field(self._decode(line))

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
            case "event":
                self._event = value
            case "id":
                self._id = value
            case "error":
                self._event = "error"
                self._data.append(value)
            case _ if line.startswith("{"):
                self._data.append(line)
            case _:
                pass  # the specification: fields of other names are ignored

    def _dispatch(self, found: list[Item]) -> None:
        if self._data or self._event == "error":
            found.append(ServerEvent(self._event, "\n".join(self._data), self._id))
        self._data, self._event = [], ""
        self._size, self._too_long = 0, False

    def _decode(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("utf-8", "replace")
            # A U+FFFD that was sent as such always decodes as itself: its first byte is never a continuation.
            self.replaced += text.count(_REPLACEMENT) - line.count(_REPLACEMENT.encode())
            return text

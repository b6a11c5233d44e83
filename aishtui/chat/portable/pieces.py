"""JSON of any size cut into the values that matter, so that only one conversation is in memory at a time.

Only brackets and strings are looked at here; each piece is then read by Python's own JSON reader. A streaming reader
from elsewhere would say neither the line of a mistake nor what it made of halves of characters.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import size

MOST_BYTES = 128_000_000
"""A larger conversation is not taken: each is read as a whole."""
MOST_DEPTH = 64
_MOST_SCALAR = 64 * 1024

# What holds no bracket, with all strings that are whole: one match in C for most of what there is to read.
_RUN = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_REST_OF_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_BLANK = re.compile(rb"[ \t\r\n]*")
_BLANK_OR_COMMA = re.compile(rb"[ \t\r\n,]*")
_IN_LIST = re.compile(rb"[^,\]\[{}\n]*")
_LINE = re.compile(rb"[^\n]*")
_KEY = re.compile(rb'"conversations"[ \t\r\n]*:[ \t\r\n]*\Z')


class Kind(Enum):
    VALUE = auto()
    """One that stands by itself: the file's only one, or a line of JSON Lines."""
    ELEMENT = auto()
    """One of a list, or of `conversations`."""
    LIST = auto()
    """A list by itself begins; its elements follow."""
    LIST_END = auto()
    HEAD = auto()
    """What stands before the list in an object with `conversations`, as an object whose list is empty."""
    TAIL = auto()
    """The same object at its end."""


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    data: bytes
    line: int
    """Where it begins, counted from 1."""
    problem: str = ""
    """Why `data` is not there: what follows the piece's name in a sentence."""


class Pieces:
    """Takes the file in chunks of any size."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._line = 1
        self._begun_in = 1
        self._kept = bytearray()
        self._open = False
        self._is_tail = False
        self._in_string = False
        self._depth = 0
        self._problem = ""
        self._head: bytes | None = None
        """Of the object whose `conversations` are being read."""
        self._in_list = False
        self._waiting = b""
        self._skipping = False
        """The rest of something long that is no JSON goes by."""

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        data, at = self._waiting + chunk, 0
        self._waiting = b""
        while at < len(data):
            if self._in_string:
                at, found = self._string(data, at)
            elif self._open:
                at, found = self._inside(data, at)
            else:
                at, found = self._between(data, at)
            if found is not None:
                yield found

    def end(self) -> Iterator[Piece]:
        """The file is at its end."""
        if self._waiting and not self._open:
            data, self._waiting = self._waiting, b""
            yield Piece(self._kind, data.rstrip(), self._line)
        if self._open or self._in_list or self._head is not None:
            where = self._begun_in if self._open else self._line
            yield Piece(self._kind, b"", where, "is not whole: the file ends in the middle of it")

    @property
    def _kind(self) -> Kind:
        return Kind.ELEMENT if self._in_list or self._head is not None else Kind.VALUE

    # -- between two pieces

    def _between(self, data: bytes, at: int) -> tuple[int, Piece | None]:
        if self._skipping:
            return self._scalar(data, at)
        in_list = self._kind is Kind.ELEMENT
        begins = _end(_BLANK_OR_COMMA if in_list else _BLANK, data, at)
        self._line += data.count(b"\n", at, begins)
        if begins == len(data):
            return begins, None
        match data[begins : begins + 1]:
            case b"]" if in_list:
                return begins + 1, self._end_of_list()
            case b"[" if not in_list:
                self._in_list = True
                return begins + 1, Piece(Kind.LIST, b"", self._line)
            case b"{" | b"[":
                self._begin(b"")
                return begins, None
            case b'"' if in_list:
                self._begin(b'"')
                self._in_string = True
                return begins + 1, None
            case _:
                return self._scalar(data, begins)

    def _end_of_list(self) -> Piece | None:
        if self._head is None:
            self._in_list = False
            return Piece(Kind.LIST_END, b"", self._line)
        head, self._head = self._head, None
        self._begin(head + b"]")
        self._depth, self._is_tail = 1, True
        return None

    def _begin(self, kept: bytes) -> None:
        self._open, self._is_tail, self._begun_in, self._depth, self._problem = True, False, self._line, 0, ""
        self._kept = bytearray(kept)

    def _scalar(self, data: bytes, at: int) -> tuple[int, Piece | None]:
        """A number, a word, or what is no JSON at all: nothing that could be a conversation. Of a long one only the
        beginning is told."""
        end = _end(_IN_LIST if self._kind is Kind.ELEMENT else _LINE, data, at)
        if end == len(data) and end - at < _MOST_SCALAR and not self._skipping:
            self._waiting = data[at:]  # there may be more of it
            return len(data), None
        if not self._skipping:
            end = max(end, at + 1)
        piece = None if self._skipping else Piece(self._kind, data[at:end], self._line)
        self._line += data.count(b"\n", at, end)
        self._skipping = end == len(data)
        return end, piece

    # -- within one

    def _inside(self, data: bytes, at: int) -> tuple[int, Piece | None]:
        end = _end(_RUN, data, at)
        bracket = data[end : end + 1]
        if bracket == b"[" and self._depth == 1 and self._is_list_of_conversations(data[at:end]):
            self._keep(data, at, end + 1)
            return end + 1, self._begin_conversations()
        self._keep(data, at, end + 1)
        match bracket:
            case b'"':
                self._in_string = True
            case b"{" | b"[":
                self._depth += 1
                if self._depth > MOST_DEPTH:
                    self._drop(f"is nested more than {MOST_DEPTH} deep")
            case b"}" | b"]":
                self._depth -= 1
                if self._depth == 0:
                    return end + 1, self._ended()
        return end + 1, None

    def _is_list_of_conversations(self, run: bytes) -> bool:
        if self._kind is Kind.ELEMENT or self._problem:
            return False
        return _KEY.search(bytes(self._kept[-64:]) + run[-64:]) is not None

    def _begin_conversations(self) -> Piece:
        self._head, self._open = bytes(self._kept), False
        return Piece(Kind.HEAD, self._head + b"]}", self._begun_in)

    def _ended(self) -> Piece:
        self._open = False
        kind = Kind.TAIL if self._is_tail else self._kind
        data, self._kept = bytes(self._kept), bytearray()
        return Piece(kind, data, self._begun_in, self._problem)

    def _string(self, data: bytes, at: int) -> tuple[int, Piece | None]:
        """The rest of a string that began in an earlier chunk, or that goes on in a later one."""
        end = _end(_REST_OF_STRING, data, at)
        if data[end : end + 1] == b'"':
            self._in_string = False
            end += 1
        elif end < len(data):
            self._waiting = data[end:]  # a backslash whose character is in the next chunk
            self._keep(data, at, end)
            return len(data), None
        self._keep(data, at, end)
        is_all = self._depth == 0 and not self._in_string  # it stands in a list by itself
        return end, self._ended() if is_all else None

    def _keep(self, data: bytes, begin: int, end: int) -> None:
        self._line += data.count(b"\n", begin, end)
        if self._problem:
            return
        self._kept += data[begin:end]
        if len(self._kept) > self._most_bytes:
            self._drop(f"is larger than {size(self._most_bytes)}")

    def _drop(self, problem: str) -> None:
        self._problem, self._kept = self._problem or problem, bytearray()


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """Where what the pattern finds at `at` ends; all of them match nothing at all as well."""
    found = pattern.match(data, at)
    return found.end() if found is not None else at

"""A file of conversations in any form that is taken, read piece by piece: what is in it, and what is wrong with it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.portable.adopted_ids import with_adopted_ids
from aishtui.chat.portable.json_reading import is_ours, read_ours
from aishtui.chat.portable.json_writing import FORMAT, VERSION
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.openai_reading import is_message, read_messages
from aishtui.chat.portable.pieces import MOST_BYTES, Kind, Piece, Pieces
from aishtui.chat.portable.troubles import NotImportable, NotJson, Trouble, Wrong, kind_of
from aishtui.chat.wording import size

_BOM = b"\xef\xbb\xbf"
_MOST_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation, where it begins in the file, and what was changed in it on the way."""

    kept: KeptConversation
    line: int
    changes: tuple[Trouble, ...] = ()


def read_conversations(chunks: Iterable[bytes], file_ms: int, now_ms: int) -> Iterator[Found | Trouble]:
    """`file_ms` is the date of the file, for conversations without any. Raises NotImportable."""
    reader = _Reader(file_ms, now_ms)
    pieces = Pieces()
    for chunk in _checked(chunks):
        for piece in pieces.feed(chunk):
            yield from reader.take(piece)
    for piece in pieces.end():
        yield from reader.take(piece)


def _checked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, without a byte order mark, and only if they can be JSON in UTF-8."""
    waiting = iter(chunks)
    first = b""
    for chunk in waiting:
        first += chunk
        if len(first) >= 4:
            break
    if first.startswith((b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"\xfd7zX")):
        raise NotImportable("is compressed: unpack it first")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in first[:4]:
        raise NotImportable("is in UTF-16 or UTF-32, or no text at all; JSON is in UTF-8 (iconv -f UTF-16 -t UTF-8)")
    if not first.removeprefix(_BOM):
        raise NotImportable("is empty")
    yield first.removeprefix(_BOM)
    yield from waiting


class _Reader:
    """Knows what the pieces so far have told of the file's form."""

    def __init__(self, file_ms: int, now_ms: int) -> None:
        self._file_ms = file_ms
        self._now_ms = now_ms
        self._number = 0
        self._ours = False
        self._list: list[object] | None = None
        """Messages that stand in a list by themselves, to be one conversation at its end."""
        self._list_line = 0
        self._list_broken = False
        """One of its messages could not be read, so that the conversation is not whole."""
        self._list_bytes = 0
        self._sound = False
        """Something in it was JSON."""

    def take(self, piece: Piece) -> Iterator[Found | Trouble]:
        match piece.kind:
            case Kind.LIST:
                self._list, self._list_line, self._list_bytes, self._list_broken = [], piece.line, 0, False
                self._sound = True
            case Kind.LIST_END:
                yield from self._list_ended()
            case Kind.HEAD:
                self._ours = self._is_ours(piece)
                self._sound = True
            case Kind.TAIL:
                self._ours = False
                self._is_ours(piece)
            case Kind.VALUE | Kind.ELEMENT:
                yield from self._value(piece)

    def _is_ours(self, piece: Piece) -> bool:
        """Whether the object around `conversations` says so. Raises NotImportable for one this aishtui cannot know."""
        try:
            about = _parsed(piece.data)
        except NotJson as wrong:
            raise NotImportable(f"{wrong} (line {piece.line + wrong.ahead}); nothing behind that is read") from wrong
        if about.get("format") != FORMAT:
            return False
        version = about.get("version")
        if isinstance(version, int) and version > VERSION:
            raise NotImportable(
                f"was written by a newer aishtui (its version is {version}, this one knows {VERSION}): update aishtui"
            )
        return True

    def _value(self, piece: Piece) -> Iterator[Found | Trouble]:
        if piece.problem:
            self._list_broken = True
            yield Trouble(piece.line, f"what begins here {piece.problem}")
            return
        try:
            value = _parsed(piece.data)
        except NotJson as wrong:
            if not self._sound and piece.data[:1] not in (b"{", b"["):
                raise NotImportable(f"{wrong} (line {piece.line})") from wrong
            self._list_broken = True
            yield Trouble(piece.line + wrong.ahead, str(wrong))
            return
        self._sound = True
        if piece.kind is Kind.ELEMENT and self._list is not None and (self._list or is_message(value)):
            self._into_list(value, piece)
        else:
            yield from self._conversation(value, piece.line)

    def _into_list(self, value: object, piece: Piece) -> None:
        assert self._list is not None
        self._list_bytes += len(piece.data)
        if self._list_bytes > MOST_BYTES:
            raise NotImportable(f"holds one conversation of more than {size(MOST_BYTES)}")
        self._list.append(value)

    def _list_ended(self) -> Iterator[Found | Trouble]:
        messages, self._list = self._list, None
        if messages and not self._list_broken:
            yield from self._conversation(messages, self._list_line)

    def _conversation(self, value: object, line: int) -> Iterator[Found | Trouble]:
        self._number += 1
        try:
            kept, changes = self._read(value)
        except Wrong as wrong:
            yield Trouble(line, str(wrong))
            return
        kept, made = with_adopted_ids(kept, self._now_ms)
        if made:
            changes.append("ids of another form, or from a clock that was ahead, were made anew")
        each = tuple(Trouble(line, change, lost=False) for change in dict.fromkeys(changes))
        yield Found(kept, line, each)

    def _read(self, value: object) -> tuple[KeptConversation, list[str]]:
        if self._ours or (isinstance(value, dict) and is_ours(value)):
            return read_ours(value)
        if isinstance(value, dict) and "messages" not in value:
            raise Wrong("", "is an object without `messages`: no conversation")
        if not isinstance(value, (dict, list)):
            raise Wrong("", f"a conversation must be an object or a list of messages, not {kind_of(value)}")
        return read_messages(value, self._number, self._file_ms, self._now_ms)


def _parsed(data: bytes) -> Any:
    """Raises NotJson."""
    try:
        return json.loads(data.decode(), parse_constant=_refuse, parse_int=_integer)
    except UnicodeDecodeError as error:
        raise NotJson("there is a byte that is not UTF-8", data.count(b"\n", 0, error.start)) from error
    except json.JSONDecodeError as error:
        near = clean_line(error.doc[error.pos : error.pos + 20])
        problem = f"{error.msg[0].lower()}{error.msg[1:]}" + (f" at “{near}”" if near else "")
        raise NotJson(problem, error.lineno - 1) from error


def _refuse(constant: str) -> Any:
    raise NotJson(f"it has no {constant}")


def _integer(digits: str) -> int | float:
    """Python refuses to read numbers of thousands of digits, and rightly so; as a float they are infinite."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)

"""Compressed bodies, in pieces of bounded size: a body may hold a thousand times what it weighs.

What a header says of a body's encoding is often not true after two proxies, so the first bytes decide.
"""

import zlib
from collections.abc import Generator, Iterator

from aishtui.chat.clean import clean_line

PIECE = 256 * 1024
_NONE = frozenset({"", "identity", "none"})
_KNOWN = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW = 31, 15, -15


class BadEncoding(Exception):
    """A body that cannot be read; `str()` is a sentence for the user."""


def is_encoded(encoding: str) -> bool:
    """Whether a `Content-Encoding` says anything."""
    return bool(_names(encoding))


class Inflater:
    """Bytes in, the bytes they stand for out, at most 256 KB at a time. Raises BadEncoding."""

    def __init__(self, encoding: str) -> None:
        names = _names(encoding)
        if len(names) > 1 or (names and names[0] not in _KNOWN):
            raise BadEncoding(
                f"The answer came in the encoding `{clean_line(encoding, 60)}`, which aishtui did not ask for "
                "and cannot read. A proxy on the way should send gzip, deflate or none."
            )
        self._encoding = names[0] if names else ""
        self._first = b""
        """Too little to tell what begins here."""
        self._plain = not names
        self._inflater: zlib._Decompress | None = None
        self._members = 0
        self._over = False
        """What comes behind the last member is padding."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        while chunk and not self._over:
            if self._plain:
                yield chunk
                return
            if self._inflater is None:
                chunk, self._first = self._first + chunk, b""
                if len(chunk) < 2:
                    self._first = chunk
                    return
                self._begin(chunk)
            else:
                chunk = yield from self._inflated(self._inflater, chunk)

    def end(self) -> bytes:
        """What is left, when no more bytes come. Of a body that was cut off, all that can be read has been given."""
        return b"" if self._members else self._first

    def _begin(self, first: bytes) -> None:
        """Only gzip may hold several members, one behind the other."""
        if first.startswith(_GZIP_MAGIC):
            self._inflater = zlib.decompressobj(_GZIP)
        elif self._members:
            self._over = True
        elif self._encoding != "deflate":
            self._plain = True  # a proxy that decompresses, and leaves the header
        else:
            is_zlib = first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
            self._inflater = zlib.decompressobj(_ZLIB if is_zlib else _RAW)
        self._members += 1

    def _inflated(self, inflater: "zlib._Decompress", chunk: bytes) -> Generator[bytes, None, bytes]:
        """Gives pieces until `chunk` is used up or the member has ended; returns what follows that."""
        while True:
            before = inflater.copy()
            try:
                piece = inflater.decompress(chunk, PIECE)
            except zlib.error:
                yield from _salvaged(before, chunk)
                raise BadEncoding("The answer came compressed, and its compression is damaged.") from None
            if piece:
                yield piece
            if inflater.eof:
                self._inflater = None
                return inflater.unused_data
            chunk = inflater.unconsumed_tail
            if not chunk and len(piece) < PIECE:
                return b""


def _names(encoding: str) -> list[str]:
    named = (name.strip().lower() for name in encoding.split(","))
    return [name for name in named if name not in _NONE]


def _salvaged(inflater: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
    """What stands before the damage: an inflater that fails keeps to itself what it had read in that call."""
    try:
        for at in range(len(chunk)):
            piece = inflater.decompress(chunk[at : at + 1])
            if piece:
                yield piece
    except zlib.error:
        return

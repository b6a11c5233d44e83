"""Compressed bodies, in pieces of bounded size: a body may hold a thousand times what it weighs.

What a header says of a body's encoding is often not true after two proxies, so the first bytes decide.
"""

import zlib
from collections.abc import Iterator

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
        self._plain = not names
        self._inflater: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        if not self._plain and self._inflater is None:
            self._first += chunk
            if len(self._first) < 2:
                return
            chunk, self._first = self._first, b""
            self._begin(chunk)
        if self._plain:
            yield chunk
        else:
            yield from self._inflated(chunk)

    def end(self) -> bytes:
        """What is left, when no more bytes come. Of a body that was cut off, all that can be read has been given."""
        return self._first

    def _begin(self, first: bytes) -> None:
        if first.startswith(_GZIP_MAGIC):
            self._inflater = zlib.decompressobj(_GZIP)
        elif self._encoding != "deflate":
            self._plain = True  # a proxy that decompresses, and leaves the header
        else:
            is_zlib = first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
            self._inflater = zlib.decompressobj(_ZLIB if is_zlib else _RAW)

    def _inflated(self, chunk: bytes) -> Iterator[bytes]:
        while self._inflater is not None:
            before = self._inflater.copy()
            try:
                piece = self._inflater.decompress(chunk, PIECE)
            except zlib.error:
                yield from _salvaged(before, chunk)
                raise BadEncoding("The answer came compressed, and its compression is damaged.") from None
            if piece:
                yield piece
            if self._inflater.eof:
                # gzip may hold several members, one behind the other; what else follows is padding.
                chunk = self._inflater.unused_data
                self._inflater = zlib.decompressobj(_GZIP) if chunk.startswith(_GZIP_MAGIC) else _finished()
            else:
                chunk = self._inflater.unconsumed_tail
            if not chunk and len(piece) < PIECE:
                return


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


def _finished() -> "zlib._Decompress":
    """One that has come to its end, and gives nothing for whatever follows."""
    ended = zlib.decompressobj(_RAW)
    ended.decompress(b"\x03\x00")
    return ended

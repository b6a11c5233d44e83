"""Reads a request's body, with a length or in chunks, up to a limit."""

from email.message import Message
from io import BufferedIOBase

from aishtui.broker.errors import BadRequest, TooLarge

MOST_BYTES = 64_000_000
_LONGEST_LINE = 4096


def read_body(headers: Message, stream: BufferedIOBase, most: int = MOST_BYTES) -> bytes:
    """Raises BadRequest or TooLarge; then part of the body is still unread."""
    if "chunked" in headers.get("Transfer-Encoding", "").casefold():
        return _chunked(stream, most)
    said = headers.get("Content-Length", "0").strip()
    if not (said.isascii() and said.isdigit()):
        raise BadRequest("The request's Content-Length is not a number.")
    if len(said) > 18 or int(said) > most:
        raise TooLarge(most)
    return _exactly(stream, int(said))


def _chunked(stream: BufferedIOBase, most: int) -> bytes:
    body = bytearray()
    while size := _chunk_size(stream):
        if len(body) + size > most:
            raise TooLarge(most)
        body += _exactly(stream, size)
        stream.readline(_LONGEST_LINE)
    while stream.readline(_LONGEST_LINE).strip():
        pass  # trailers
    return bytes(body)


def _chunk_size(stream: BufferedIOBase) -> int:
    line = stream.readline(_LONGEST_LINE).split(b";")[0].strip()
    try:
        return int(line, 16)
    except ValueError:
        raise BadRequest("The request's body ends or breaks in mid-chunk.") from None


def _exactly(stream: BufferedIOBase, size: int) -> bytes:
    body = stream.read(size)
    if len(body) < size:
        raise BadRequest(f"The request's body ends after {len(body)} of {size} bytes.")
    return body

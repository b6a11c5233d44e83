"""Reading a file from bytes, in chunks of any size."""

from collections.abc import Iterator

from aishtui.chat.portable.reading import Found, read_conversations
from aishtui.chat.portable.troubles import Trouble
from tests.chat.portable.values import NOW_MS, THEN_MS


def read(content: bytes | str, chunk: int = 65536, now_ms: int = NOW_MS) -> list[Found | Trouble]:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return list(read_conversations(_chunks(data, chunk), THEN_MS, now_ms))


def one(content: bytes | str) -> Found:
    (found,) = read(content)
    assert isinstance(found, Found), found
    return found


def trouble(content: bytes | str) -> str:
    (found,) = read(content)
    assert isinstance(found, Trouble), found
    return str(found)


def _chunks(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]

"""A response's body without its content encoding, in pieces of bounded size.

httpx's own decoders give out at once whatever a piece becomes, and undo as many encodings as the server names: 64 KB
that were compressed three times are more than any memory.
"""

import asyncio
from collections.abc import AsyncIterator

from aishtui.endpoint.http import httpx
from aishtui.wire.inflate import Inflater, is_encoded


def decoded(response: httpx.Response) -> AsyncIterator[bytes]:
    """Raises httpx's errors, and wire.inflate.BadEncoding."""
    encoding = response.headers.get("content-encoding", "")
    stream = response.stream
    # httpx's layers for reading are left out: for events that come in a chunk each they are a tenth of the cost.
    raw = aiter(stream) if isinstance(stream, httpx.AsyncByteStream) else response.aiter_raw()
    return _inflated(raw, encoding) if is_encoded(encoding) else raw


async def _inflated(raw: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    inflater = Inflater(encoding)
    async for chunk in raw:
        for piece in inflater.feed(chunk):
            yield piece
            await asyncio.sleep(0)  # a small chunk may become a large one: others have their turn
    rest = inflater.end()
    if rest:
        yield rest

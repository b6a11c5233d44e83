"""The files a prompt mentions, asked of a disk that may never answer."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from aishtui.store.attachment import Names, names_in, read_text, size_of
from aishtui.store.errors import NotAttached
from aishtui.store.own_thread import OwnThreads

T = TypeVar("T")

PATIENCE_S = 3.0
"""So long is waited for a disk; a network mount that hangs would never answer."""


class FilesAtHand:
    """Nothing here holds the screen up, whatever the file system does. Every call raises NotAttached."""

    def __init__(
        self,
        patience_s: float = PATIENCE_S,
        size_of: Callable[[str], int] = size_of,
        read_text: Callable[[str], str] = read_text,
    ) -> None:
        self._threads = OwnThreads()
        self._patience_s = patience_s
        self._size_of = size_of
        self._read_text = read_text

    async def size(self, path: str) -> int:
        """In bytes, of a file that can be attached by what its beginning says."""
        return await self._asked(path, partial(self._size_of, path))

    async def text(self, path: str) -> str:
        return await self._asked(path, partial(self._read_text, path))

    async def names(self, folder: str, beginning: str, limit: int) -> Names:
        return await self._asked(folder or ".", partial(names_in, folder, beginning, limit))

    async def _asked(self, path: str, work: Callable[[], T]) -> T:
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._threads.call(work)), self._patience_s)
        except TimeoutError:
            raise NotAttached(path, "is on a disk that does not answer") from None

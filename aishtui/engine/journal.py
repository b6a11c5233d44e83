"""When a growing answer is written down: at most one second or 4 KB behind."""

import asyncio

from aishtui.chat.answers import Cursor
from aishtui.engine.keeper import Keeper
from aishtui.engine.live_answer import LiveAnswer

MAX_AGE_S = 1.0
MAX_CHARS = 1024
"""At most 4 KB of UTF-8."""


class Journal:
    """Appends what is new of one answer to the keeper. To be used within the engine's event loop."""

    def __init__(self, keeper: Keeper, answer: LiveAnswer) -> None:
        self._keeper = keeper
        self._answer = answer
        self._cursor = Cursor()
        self._seq = 0
        self._timer: asyncio.TimerHandle | None = None

    def grew(self) -> None:
        """Tell that the answer grew: it is written now if much waits, else within a second."""
        if self._answer.length_since(self._cursor) >= MAX_CHARS:
            self.write()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(MAX_AGE_S, self.write)

    def write(self) -> None:
        """Hand everything new to the keeper."""
        self.cancel()
        delta = self._answer.read(self._cursor)
        if delta.text or delta.thinking:
            self._cursor = delta.cursor
            self._keeper.journal(self._answer.id, self._seq, delta.text, delta.thinking)
            self._seq += 1

    def cancel(self) -> None:
        """Write nothing more by itself: the whole answer is about to be written."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

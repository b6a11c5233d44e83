"""When a growing answer is written down: at most one second or 4 KB behind."""

import asyncio

from aishtui.chat.answers import Cursor
from aishtui.engine.keeper import Keeper
from aishtui.engine.live_answer import LiveAnswer

MAX_AGE_S = 1.0
MAX_BYTES = 4096
_MOST_BYTES_PER_CHAR = 4
_WORTH_CHARS = 256
"""With room for fewer, a piece is full."""


class Journal:
    """Appends what is new of one answer to the keeper. To be used within the engine's event loop."""

    def __init__(self, keeper: Keeper, answer: LiveAnswer) -> None:
        self._keeper = keeper
        self._answer = answer
        self._cursor = Cursor()
        self._seq = 0
        self._look_at = MAX_BYTES // _MOST_BYTES_PER_CHAR
        """So many characters may wait before it has to be known how many bytes they are."""
        self._timer: asyncio.TimerHandle | None = None

    def grew(self) -> None:
        """Tell that the answer grew: it is written now if much waits, else within a second."""
        waiting = self._answer.length_since(self._cursor)
        if waiting >= self._look_at and self._is_much(waiting):
            self.write()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(MAX_AGE_S, self.write)

    def _is_much(self, waiting: int) -> bool:
        """Whether what waits is as much as a piece may be. Each write costs a transaction, so a piece is to be as large
        as it may; but bytes are counted now and then, and not with each token."""
        delta = self._answer.read(self._cursor)
        room = MAX_BYTES - len(f"{delta.text}{delta.thinking}".encode("utf-8", "surrogatepass"))
        self._look_at = waiting + room // _MOST_BYTES_PER_CHAR
        return room < _WORTH_CHARS * _MOST_BYTES_PER_CHAR

    def write(self) -> None:
        """Hand everything new to the keeper."""
        self.cancel()
        delta = self._answer.read(self._cursor)
        if delta.text or delta.thinking:
            self._cursor = delta.cursor
            self._look_at = MAX_BYTES // _MOST_BYTES_PER_CHAR
            self._keeper.journal(self._answer.id, self._seq, delta.text, delta.thinking)
            self._seq += 1

    def cancel(self) -> None:
        """Write nothing more by itself: the whole answer is about to be written."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

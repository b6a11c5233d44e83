"""Ids that sort by creation, also when the clock jumps back."""

import os
import threading
import time

from aishtui.chat.ids import LOW_BITS, id_of, value_of

_FARTHEST = 1 << 99
"""The year 73,000: beyond it, counting on could come to an end."""


class IdSource:
    """Gives ids of 20 characters: the time in milliseconds, then 48 random bits (see `chat/ids.py`).

    Within one process each id is greater than the one before, whatever the clock does; `go_on_after` makes it so from
    one run to the next. Thread-safe.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> str:
        fresh = (time.time_ns() // 1_000_000 << LOW_BITS) | int.from_bytes(os.urandom(LOW_BITS // 8), "big")
        with self._lock:
            self._last = max(fresh, self._last + 1)
            value = self._last
        return id_of(value)

    def go_on_after(self, newest: str) -> None:
        """All ids from now on are greater than `newest`, if that is an id."""
        value = value_of(newest)
        if value is not None and value < _FARTHEST:
            with self._lock:
                self._last = max(self._last, value)

"""Ids that sort by creation, also when the clock jumps back."""

import os
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 48
_LENGTH = 20
_FARTHEST = 1 << 99
"""The year 73,000: beyond it, counting on could come to an end."""


class IdSource:
    """Gives ids of 20 characters: 52 bits of milliseconds, then 48 random bits (base 32 without i, l, o, u).

    Within one process each id is greater than the one before, whatever the clock does; `go_on_after` makes it so from
    one run to the next. Thread-safe.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> str:
        fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | int.from_bytes(os.urandom(_RANDOM_BITS // 8), "big")
        with self._lock:
            self._last = max(fresh, self._last + 1)
            value = self._last
        return _written(value)

    def go_on_after(self, newest: str) -> None:
        """All ids from now on are greater than `newest`. What this has not given, or not with a sane clock, is not
        heeded."""
        if len(newest) != _LENGTH or not set(newest) <= set(_ALPHABET):
            return
        value = 0
        for sign in newest:
            value = value << 5 | _ALPHABET.index(sign)
        if value < _FARTHEST:
            with self._lock:
                self._last = max(self._last, value)


def _written(value: int) -> str:
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(95, -1, -5))

"""Ids that sort by creation, also when the clock jumps back."""

import os
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 48


class IdSource:
    """Gives ids of 20 characters: 52 bits of milliseconds, then 48 random bits (base 32 without i, l, o, u).

    Within one process each id is greater than the one before, whatever the clock does. Thread-safe.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> str:
        fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | int.from_bytes(os.urandom(_RANDOM_BITS // 8), "big")
        with self._lock:
            self._last = max(fresh, self._last + 1)
            value = self._last
        return "".join(_ALPHABET[value >> shift & 31] for shift in range(95, -1, -5))

"""Another try, by itself, of what could not be done now: what waits in memory must not wait for the next key."""

import threading
from collections.abc import Callable

_LEAST_S = 0.05
"""Whatever the pause: never a busy loop."""


class AnotherTry:
    """Calls `attempt` in a thread of its own, `pause_s` seconds after it was asked for. Without need, no timer runs."""

    def __init__(self, pause_s: float, attempt: Callable[[], object]) -> None:
        self._pause_s = max(pause_s, _LEAST_S)
        self._attempt = attempt
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closed = False

    def ask(self) -> None:
        """One is enough, however often it is asked for."""
        with self._lock:
            if self._timer is not None or self._closed:
                return
            self._timer = threading.Timer(self._pause_s, self._due)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()

    def _due(self) -> None:
        with self._lock:
            self._timer = None
        self._attempt()

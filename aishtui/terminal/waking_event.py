"""An event that also wakes a `select`, so that a thread can wait for input and for its end without a timeout."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class WakingEvent(threading.Event):
    """Inside `waker()`, setting the event makes the yielded file descriptor readable."""

    def __init__(self) -> None:
        super().__init__()
        self._pipe_lock = threading.RLock()
        self._write_end: int | None = None

    def set(self) -> None:
        super().set()
        with self._pipe_lock:
            if self._write_end is not None:
                os.write(self._write_end, b"!")

    @contextmanager
    def waker(self) -> Iterator[int]:
        read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        with self._pipe_lock:
            self._write_end = write_end
        try:
            yield read_end
        finally:
            with self._pipe_lock:
                self._write_end = None
            os.close(read_end)
            os.close(write_end)

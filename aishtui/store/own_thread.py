"""Calls to a disk that may never answer, each in a thread of its own: nobody waits for such a thread in the end."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")

MOST_THREADS = 8
"""So many calls may be under way; they are that many only where a disk hangs."""


class OwnThreads:
    """The threads are daemons, so that a file system that hangs holds neither the screen nor the end of the process."""

    def __init__(self, most: int = MOST_THREADS) -> None:
        self._free = threading.BoundedSemaphore(most)

    def call(self, work: Callable[[], T]) -> "Future[T]":
        """`work` under way; its future fails with what it raises, or with TimeoutError while all threads hang."""
        future: Future[T] = Future()
        if not self._free.acquire(blocking=False):
            future.set_exception(TimeoutError())
            return future
        threading.Thread(target=self._run, args=(work, future), name="own", daemon=True).start()
        return future

    def _run(self, work: Callable[[], T], future: "Future[T]") -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - the top of a thread; whoever asked is told
            self._free.release()
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            return
        self._free.release()
        if future.set_running_or_notify_cancel():
            future.set_result(result)

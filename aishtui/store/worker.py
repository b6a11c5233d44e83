"""One thread that does its work in order and answers through futures."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from aishtui.store.errors import Closed, Mistake, StoreError

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Worker:
    """Work is done in the order it was handed in, all of it in the same thread.

    The futures cannot be cancelled: a task that is cancelled while it waits for a write must not take the
    write with it. The executor finishes what was handed in even when the interpreter leaves without `finish`.
    """

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._closing = threading.Lock()
        self._closed = False

    def begin(self) -> None:
        """Have the thread now. Where Ctrl+C interrupts the executor while it starts one (KeyboardInterrupt: a command
        that is stopped), it never knows of that thread, and starts a second one with the next work."""
        self._executor.submit(lambda: None)

    def submit(self, work: Callable[[], _T]) -> Future[_T]:
        """Returns at once; after `finish` the future fails with Closed."""
        outcome: Future[_T] = Future()
        outcome.set_running_or_notify_cancel()
        with self._closing:
            handed_in = not self._closed and self._hand_in(work, outcome)
        if not handed_in:
            outcome.set_exception(Closed())
        return outcome

    def finish(self, last: Callable[[], None], timeout: float) -> bool:
        """Does what was handed in, then `last`; False when that took longer than `timeout` seconds."""
        done = threading.Event()
        with self._closing:
            if self._closed:
                return True
            self._closed = True
            outcome: Future[None] = Future()
            outcome.add_done_callback(lambda _: done.set())
            if not self._hand_in(last, outcome):
                return False
        in_time = done.wait(timeout)
        self._executor.shutdown(wait=in_time)
        return in_time

    def _hand_in(self, work: Callable[[], _T], outcome: Future[_T]) -> bool:
        try:
            self._executor.submit(_do, work, outcome)
        except RuntimeError:  # the interpreter is leaving, or no thread can be started
            return False
        return True


def _do(work: Callable[[], _T], outcome: Future[_T]) -> None:
    try:
        result = work()
    except StoreError as error:
        outcome.set_exception(error)
    except Exception as error:  # noqa: BLE001 - the top of a thread
        _log.exception("a mistake in aishtui, in the store's thread")
        outcome.set_exception(Mistake(error))
    else:
        outcome.set_result(result)

"""Calls to a disk that hangs: nobody waits, and the threads do not pile up."""

import threading
import time

import pytest

from aishtui.store.own_thread import OwnThreads

LIMIT_S = 20.0


def test_what_the_work_gives_or_raises_is_told() -> None:
    threads = OwnThreads()
    assert threads.call(lambda: 7).result(5) == 7
    with pytest.raises(ZeroDivisionError):
        threads.call(lambda: 1 // 0).result(5)


def test_while_all_threads_hang_the_next_call_fails_at_once() -> None:
    threads, go = OwnThreads(2), threading.Event()
    hanging = [threads.call(go.wait) for _ in range(2)]
    with pytest.raises(TimeoutError):
        threads.call(lambda: 7).result(5)
    go.set()
    assert all(future.result(5) for future in hanging)
    assert threads.call(lambda: 7).result(5) == 7


def test_a_call_that_nobody_waits_for_any_more_ends_quietly() -> None:
    threads, go = OwnThreads(1), threading.Event()
    given_up = threads.call(go.wait)
    assert given_up.cancel()
    go.set()
    ends_at = time.monotonic() + LIMIT_S
    while True:
        try:
            assert threads.call(lambda: 7).result(LIMIT_S) == 7
        except TimeoutError:  # the one thread has not seen it yet
            assert time.monotonic() < ends_at, "the thread never came free"
            time.sleep(0.001)
        else:
            return

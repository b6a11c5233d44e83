"""One thread that does its work in order."""

import threading

import pytest

from aishtui.store.errors import Closed, StoreError
from aishtui.store.worker import Worker


def test_work_is_done_in_order_in_one_thread() -> None:
    worker = Worker("test")
    threads: list[int] = []
    order: list[int] = []

    def work(number: int) -> int:
        threads.append(threading.get_ident())
        order.append(number)
        return number

    futures = [worker.submit(lambda number=number: work(number)) for number in range(50)]  # type: ignore[misc]
    assert [future.result() for future in futures] == list(range(50)) == order
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()
    assert worker.finish(lambda: None, 10)


def test_a_future_cannot_be_cancelled() -> None:
    worker = Worker("test")
    go = threading.Event()
    worker.submit(go.wait)
    later = worker.submit(lambda: "done")
    assert not later.cancel()
    go.set()
    assert later.result() == "done"
    assert worker.finish(lambda: None, 10)


def test_the_thread_survives_what_fails_in_it(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise StoreError("as expected")

    def surprise() -> None:
        raise RuntimeError("not expected")

    worker = Worker("test")
    assert str(worker.submit(fail).exception()) == "as expected"
    assert caplog.text == ""
    problem = worker.submit(surprise).exception()
    assert isinstance(problem, StoreError)
    assert "A mistake in aishtui (RuntimeError)" in str(problem)
    assert "not expected" not in str(problem)
    assert "not expected" in caplog.text
    assert worker.submit(lambda: 1).result() == 1
    assert worker.finish(lambda: None, 10)


def test_finishing_does_the_rest_and_then_the_last() -> None:
    worker = Worker("test")
    go = threading.Event()
    done: list[str] = []
    worker.submit(go.wait)
    worker.submit(lambda: done.append("rest"))
    assert not worker.finish(lambda: done.append("last"), 0.01)
    assert isinstance(worker.submit(lambda: 1).exception(), Closed)
    go.set()
    assert worker.finish(lambda: None, 10), "it is finished already"
    for thread in threading.enumerate():
        if thread.name.startswith("test"):
            thread.join()
    assert done == ["rest", "last"]


def test_its_thread_is_there_before_the_first_work() -> None:
    worker = Worker("test-begun")
    worker.begin()
    (thread,) = (thread for thread in threading.enumerate() if thread.name.startswith("test-begun"))
    assert worker.submit(threading.current_thread).result(5) is thread
    worker.finish(lambda: None, 5)

"""Ids that sort by creation."""

import threading
import time

import pytest

from aishtui.engine.ids import IdSource


def test_ids_sort_in_the_order_they_were_given() -> None:
    ids = IdSource()
    given = [ids.new() for _ in range(2000)]
    assert given == sorted(given)
    assert len(set(given)) == 2000
    assert {len(one) for one in given} == {20}


def test_ids_go_on_upwards_when_the_clock_jumps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = IdSource()
    before = ids.new()
    a_year_ago = time.time_ns() - 365 * 24 * 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: a_year_ago)
    given = [ids.new() for _ in range(100)]
    assert [before, *given] == sorted([before, *given])
    assert len({before, *given}) == 101


def test_ids_of_a_later_process_are_greater(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = IdSource().new()
    in_2_ms = time.time_ns() + 2_000_000
    monkeypatch.setattr(time, "time_ns", lambda: in_2_ms)
    assert IdSource().new() > earlier


def test_threads_never_get_the_same_id() -> None:
    ids = IdSource()
    given: list[str] = []
    threads = [threading.Thread(target=lambda: given.extend([ids.new() for _ in range(500)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(given)) == 2000


def test_ids_go_on_after_those_of_a_run_whose_clock_was_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 365 * 24 * 3600 * 10**9)
    stored = [IdSource().new() for _ in range(5)]
    monkeypatch.setattr(time, "time_ns", lambda: now)
    ids = IdSource()
    ids.go_on_after(max(stored))
    given = [ids.new() for _ in range(100)]
    assert [*sorted(stored), *given] == sorted([*stored, *given])


@pytest.mark.parametrize("foreign", ["", "m1", "z" * 20, "01hx!" * 4, "0" * 21])
def test_what_is_no_id_of_this_kind_is_not_counted_on_from(foreign: str) -> None:
    ids = IdSource()
    ids.go_on_after(foreign)
    given = ids.new()
    assert len(given) == 20
    assert given.startswith("0")

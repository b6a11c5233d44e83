"""One waking call per turn from read to unread."""

import threading

from aishtui.engine.changes import Changes, Unread


class Reader:
    """Counts how often it is woken."""

    def __init__(self, changes: Changes) -> None:
        self.woken = 0
        changes.wake_with(self.wake)

    def wake(self) -> None:
        self.woken += 1


def test_the_reader_is_woken_once_however_much_changes() -> None:
    changes = Changes()
    reader = Reader(changes)
    for number in range(100):
        changes.answer(f"answer {number % 3}")
        changes.of("health")
    assert reader.woken == 1
    assert changes.take() == Unread(frozenset({"answer 0", "answer 1", "answer 2"}), health=True)


def test_after_reading_the_next_change_wakes_again() -> None:
    changes = Changes()
    reader = Reader(changes)
    for kind in ("catalog", "tabs", "keeping"):
        changes.of(kind)
        assert getattr(changes.take(), kind) is True
    assert reader.woken == 3
    assert changes.take() == Unread()
    assert reader.woken == 3


def test_a_reader_that_comes_late_is_woken_for_what_is_unread() -> None:
    changes = Changes()
    changes.answer("a")
    reader = Reader(changes)
    assert reader.woken == 1
    changes.answer("b")
    assert reader.woken == 1
    assert changes.take().answers == {"a", "b"}
    assert Reader(changes).woken == 0


def test_a_reader_that_left_is_not_called() -> None:
    changes = Changes()
    reader = Reader(changes)
    changes.wake_with(None)
    changes.answer("a")
    assert reader.woken == 0


def test_nothing_is_lost_between_a_writer_and_a_reader_in_two_threads() -> None:
    changes, woken, seen = Changes(), threading.Event(), set[str]()
    changes.wake_with(woken.set)
    writer = threading.Thread(target=lambda: [changes.answer(str(number)) for number in range(5000)])
    writer.start()
    while "4999" not in seen:
        assert woken.wait(10), "a change woke nobody"
        woken.clear()
        seen |= changes.take().answers
    writer.join()
    assert seen == {str(number) for number in range(5000)}

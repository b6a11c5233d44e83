"""An event that wakes a select."""

import select
import threading

from aishtui.terminal.waking_event import WakingEvent


def test_setting_it_wakes_who_waits_for_input() -> None:
    event = WakingEvent()
    woken = threading.Event()

    def wait(fd: int) -> None:
        select.select([fd], [], [])
        woken.set()

    with event.waker() as waker:
        threading.Thread(target=wait, args=(waker,), daemon=True).start()
        assert not woken.is_set()
        event.set()
        assert woken.wait(20)
    assert event.is_set()


def test_it_can_be_set_and_used_again_when_nobody_waits() -> None:
    event = WakingEvent()
    event.set()
    event.clear()
    with event.waker() as waker:
        assert select.select([waker], [], [], 0)[0] == []
        event.set()
        assert select.select([waker], [], [], 0)[0] == [waker]

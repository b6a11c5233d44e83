"""What `Leaving` tells whom, without a screen and without ending anything."""

import logging
from queue import Queue

import pytest

from aishtui.terminal.leaving import Leaving, Reason

PATIENCE_S = 20.0


def test_nobody_has_asked_at_first() -> None:
    leaving = Leaving()
    assert leaving.reason is None
    assert not leaving.under_way


@pytest.mark.parametrize(("crashed", "reason"), [(False, Reason.QUIT), (True, Reason.CRASH)])
def test_an_app_that_ends_by_itself_was_quit_or_crashed(crashed: bool, reason: Reason) -> None:
    leaving = Leaving()
    assert leaving.screen_ended(crashed=crashed) is reason
    assert leaving.reason is reason
    assert not leaving.under_way


def test_a_terminal_that_goes_several_times_is_heard_once_and_terminate_after_it() -> None:
    heard: Queue[Reason] = Queue()
    leaving = Leaving(patience_s=3600)
    leaving.when_gone(heard.put)
    for reason in (Reason.HANGUP, Reason.HANGUP, Reason.TERMINATE, Reason.HANGUP):
        leaving.gone(reason)
    assert heard.get(timeout=PATIENCE_S) is Reason.HANGUP
    assert heard.get(timeout=PATIENCE_S) is Reason.TERMINATE
    assert leaving.under_way
    assert heard.empty()


def test_who_listens_late_hears_it_at_once() -> None:
    early: Queue[Reason] = Queue()
    late: list[Reason] = []
    leaving = Leaving(patience_s=3600)
    leaving.when_gone(early.put)
    leaving.gone()
    early.get(timeout=PATIENCE_S)
    leaving.when_gone(late.append)
    assert late == [Reason.HANGUP]


def test_terminate_is_heard_also_after_the_user_has_quit() -> None:
    heard: Queue[Reason] = Queue()
    leaving = Leaving(patience_s=3600)
    leaving.when_gone(heard.put)
    leaving.screen_ended()
    leaving.gone(Reason.TERMINATE)
    assert heard.get(timeout=PATIENCE_S) is Reason.TERMINATE
    assert leaving.reason is Reason.TERMINATE


def test_a_crash_in_a_thread_ends_the_screen_and_leaves_it_its_terminal() -> None:
    heard: Queue[Reason] = Queue()
    leaving = Leaving(patience_s=3600)
    leaving.when_gone(heard.put)
    leaving.crashed()
    leaving.crashed()
    assert heard.get(timeout=PATIENCE_S) is Reason.CRASH
    assert not leaving.under_way
    assert leaving.screen_ended() is Reason.CRASH
    assert heard.empty()


def test_a_crash_while_it_leaves_changes_nothing() -> None:
    heard: Queue[Reason] = Queue()
    leaving = Leaving(patience_s=3600)
    leaving.when_gone(heard.put)
    leaving.gone(Reason.TERMINATE)
    assert heard.get(timeout=PATIENCE_S) is Reason.TERMINATE
    leaving.crashed()
    assert leaving.reason is Reason.TERMINATE
    assert heard.empty()


def test_a_listener_that_fails_is_logged_and_the_others_hear_it(caplog: pytest.LogCaptureFixture) -> None:
    heard: Queue[Reason] = Queue()

    def fail(_: Reason) -> None:
        raise ValueError("not listening")

    leaving = Leaving(patience_s=3600)
    leaving.when_gone(fail)
    leaving.when_gone(heard.put)
    with caplog.at_level(logging.ERROR):
        leaving.gone()
        heard.get(timeout=PATIENCE_S)
    assert "not listening" in caplog.text


def test_each_reason_has_the_exit_code_that_shells_know() -> None:
    assert {reason: reason.exit_code for reason in Reason} == {
        Reason.QUIT: 0,
        Reason.CRASH: 1,
        Reason.HANGUP: 128 + 1,
        Reason.TERMINATE: 128 + 15,
    }

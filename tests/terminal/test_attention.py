"""Whether somebody is looking, from reports of the focus and from keys."""

from aishtui.terminal.attention import Attention


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_reports_decide_once_there_are_some() -> None:
    attention = Attention()
    attention.focus_reported(False)
    assert attention.is_elsewhere(0)
    attention.focus_reported(True)
    assert not attention.is_elsewhere(0)


def test_a_terminal_that_reports_and_has_said_nothing_has_the_focus() -> None:
    clock = Clock()
    attention = Attention(monotonic=clock)
    clock.now += 3600
    assert not attention.is_elsewhere(20)


def test_where_no_reports_can_be_relied_on_a_keyboard_at_rest_counts() -> None:
    clock = Clock()
    attention = Attention(reports_focus=False, monotonic=clock)
    clock.now += 19
    assert not attention.is_elsewhere(20)
    clock.now += 1
    assert attention.is_elsewhere(20)
    attention.input_came()
    assert not attention.is_elsewhere(20)
    clock.now += 3600
    attention.focus_reported(True)
    assert not attention.is_elsewhere(20)


def test_whoever_presses_a_key_is_here() -> None:
    attention = Attention()
    attention.focus_reported(False)
    attention.input_came()
    assert not attention.is_elsewhere(0)

"""The signals for an answer that has ended, past tmux and screen."""

from aishtui.terminal.done_signal import done_signal
from aishtui.terminal.environment import TerminalFacts

PLAIN = TerminalFacts(term="xterm-256color")
TMUX = TerminalFacts(term="tmux-256color", tmux="/tmp/s,1,0")
SCREEN = TerminalFacts(term="screen", in_screen=True)


def test_a_bell_is_a_bell_everywhere() -> None:
    assert {done_signal("bell", "fast: ok", facts) for facts in (PLAIN, TMUX, SCREEN)} == {"\x07"}


def test_notes_say_which_tab_has_ended_how() -> None:
    assert done_signal("osc9", "fast: ok", PLAIN) == "\x1b]9;fast: ok\x07"
    assert done_signal("osc777", "fast: ok", PLAIN) == "\x1b]777;notify;aishtui;fast: ok\x07"
    assert done_signal("off", "fast: ok", PLAIN) == ""


def test_a_multiplexer_is_asked_to_let_notes_through() -> None:
    assert done_signal("osc9", "ok", TMUX) == "\x1bPtmux;\x1b\x1b]9;ok\x07\x1b\\"
    assert done_signal("osc9", "ok", SCREEN) == "\x1bP\x1b]9;ok\x07\x1b\\"


def test_a_name_cannot_end_the_note_or_add_a_field_to_it() -> None:
    sent = done_signal("osc777", "a;b\x07c\x1b]0;d", PLAIN)
    assert (sent.count("\x07"), sent.count("\x1b"), sent.count(";")) == (1, 1, 3)

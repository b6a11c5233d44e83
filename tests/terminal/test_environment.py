"""What the environment tells about the terminal."""

import subprocess
import sys

import pytest

from aishtui.terminal.environment import TerminalFacts


def facts(**environ: str) -> TerminalFacts:
    return TerminalFacts.read(environ, is_terminal=lambda _: True)


def test_a_plain_terminal_is_nothing_special() -> None:
    plain = facts(TERM="xterm-256color")
    assert plain.refusal() is None
    assert not any((plain.in_tmux, plain.in_screen, plain.over_ssh, plain.term_is_multiplexer))


def test_tmux_here_is_known_by_its_variable() -> None:
    inside = facts(TERM="tmux-256color", TMUX="/tmp/tmux-0/default,1,0", TMUX_PANE="%3")
    assert inside.in_tmux
    assert inside.tmux_pane == "%3"
    assert not inside.term_is_multiplexer


@pytest.mark.parametrize("term", ["tmux-256color", "screen-256color", "screen"])
def test_a_tmux_on_the_users_side_is_known_by_term(term: str) -> None:
    away = facts(TERM=term, SSH_CONNECTION="1.2.3.4 5 6.7.8.9 22")
    assert away.term_is_multiplexer
    assert away.over_ssh
    assert not away.in_tmux


def test_screen_here_is_not_taken_for_a_tmux_away() -> None:
    inside = facts(TERM="screen", STY="1234.pts-0.host")
    assert inside.in_screen
    assert not inside.term_is_multiplexer


def test_the_inner_one_of_screen_and_tmux_counts() -> None:
    tmux_in_screen = facts(TERM="tmux-256color", TMUX="/tmp/s,1,0", STY="1.host")
    assert (tmux_in_screen.in_tmux, tmux_in_screen.in_screen) == (True, False)
    screen_in_tmux = facts(TERM="screen.xterm-256color", TMUX="/tmp/s,1,0", STY="1.host")
    assert (screen_in_tmux.in_tmux, screen_in_tmux.in_screen) == (False, True)


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY"])
def test_either_variable_of_ssh_is_enough(name: str) -> None:
    assert facts(**{name: "x"}).over_ssh


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_dumb_terminal_is_refused_with_its_name_and_a_way_out(term: str) -> None:
    refusal = facts(TERM=term).refusal()
    assert refusal is not None
    assert f"TERM={term}" in refusal
    assert "aishtui ask" in refusal


@pytest.mark.parametrize(
    ("terminals", "refused"), [({0, 1, 2}, False), ({0, 2}, False), ({0, 1}, False), ({1, 2}, True), ({0}, True)]
)
def test_input_and_some_output_must_be_a_terminal(terminals: set[int], refused: bool) -> None:
    found = TerminalFacts.read({"TERM": "xterm"}, is_terminal=lambda fd: fd in terminals).refusal()
    assert (found is not None) is refused


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "STY": "1.host"}, "256"),
        ({"TERM": "tmux-256color", "COLORTERM": "truecolor", "STY": "1.host", "TMUX": "/tmp/s,1,0"}, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "screen"}, "16"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "vt100"}, "none"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
    ],
)
def test_colours_are_guessed_from_what_programs_agree_on(environ: dict[str, str], colours: str) -> None:
    assert facts(**environ).colours == colours


def test_what_is_asked_before_the_screen_loads_no_textual() -> None:
    program = (
        "import sys; import aishtui.terminal.environment, aishtui.terminal.leaving, aishtui.terminal.reset\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("environ", "settled", "mouse"),
    [
        ({"TERM": "xterm"}, None, True),
        ({"TERM": "tmux-256color", "TMUX": "/s,1,0"}, None, True),
        ({"TERM": "screen", "STY": "1.pts"}, None, False),
        ({"TERM": "screen.xterm-256color", "SSH_TTY": "/dev/pts/1"}, None, False),
        ({"TERM": "screen", "STY": "1.pts"}, True, True),
        ({"TERM": "xterm"}, False, False),
    ],
)
def test_the_mouse_is_left_alone_where_it_would_cost_esc(
    environ: dict[str, str], settled: bool | None, mouse: bool
) -> None:
    assert TerminalFacts.read(environ).has_mouse(settled) is mouse

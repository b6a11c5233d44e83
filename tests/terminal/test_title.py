"""The title's sequences, and which terminals have one."""

import pytest

from aishtui.terminal.title import has_title, title


@pytest.mark.parametrize("term", ["xterm-256color", "screen", "tmux-256color", "alacritty", "foot", "xterm-kitty"])
def test_terminals_and_multiplexers_have_a_title(term: str) -> None:
    assert has_title(term)


@pytest.mark.parametrize("term", ["", "linux", "vt100", "vt220", "dumb"])
def test_consoles_have_none(term: str) -> None:
    assert not has_title(term)


def test_a_title_cannot_end_its_own_sequence() -> None:
    assert title("a\x07b\x1b]c\x9cd\n" + "x" * 200).count("\x07") == 1
    assert "\x1b" not in title("a\x1b\\b")[1:]

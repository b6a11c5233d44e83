"""Which terminals erase in the colour that is in use."""

import subprocess
import sys

import pytest

from aishtui.terminal.colour_erasing import erases_in_colour
from aishtui.terminal.environment import TerminalFacts

ASK = """
import sys
from aishtui.terminal.colour_erasing import erases_in_colour
from aishtui.terminal.environment import TerminalFacts
print(erases_in_colour(TerminalFacts(term=sys.argv[1])))
"""


@pytest.mark.parametrize(
    ("term", "erases"),
    [("xterm-256color", True), ("linux", True), ("screen", False), ("vt100", False), ("no-such-terminal", False)],
)
def test_terminfo_says_it(term: str, erases: bool) -> None:
    # A process of its own for each: curses reads one terminal's description in its life.
    asked = subprocess.run([sys.executable, "-c", ASK, term], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == str(erases)


def test_tmux_does_whatever_its_term_says() -> None:
    assert erases_in_colour(TerminalFacts(term="screen-256color", tmux="/tmp/tmux-0/default,1,0"))


def test_gnu_screen_does_not_whatever_its_term_says() -> None:
    assert not erases_in_colour(TerminalFacts(term="xterm-256color", in_screen=True))
    assert not erases_in_colour(TerminalFacts(term="screen.xterm-256color"))

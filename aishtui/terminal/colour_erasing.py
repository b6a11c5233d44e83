"""Whether a terminal erases in the colour that is in use (`bce`, back color erase, in terminfo).

Where it does, a stretch of blanks on a theme's background takes five bytes; elsewhere erased cells have the terminal's
own background, and each blank has to be written.
"""

import curses
import sys

from aishtui.terminal.environment import TerminalFacts


def erases_in_colour(facts: TerminalFacts) -> bool:
    """As terminfo has it for `$TERM`; tmux does whatever TERM says there, and GNU screen never does."""
    if facts.behind_screen:
        return False
    return facts.in_tmux or _in_terminfo(facts.term)


def _in_terminfo(term: str) -> bool:
    try:
        curses.setupterm(term, sys.__stderr__.fileno() if sys.__stderr__ else 2)
        return curses.tigetflag("bce") > 0
    except curses.error:  # no such terminal, or no terminfo on this computer
        return False

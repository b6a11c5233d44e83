"""The terminal's title: taken from whoever had it, and given back.

OSC 2 is what terminals, tmux (its pane's title) and GNU screen (the title of the terminal around it) all know. XTWINOPS
22 and 23 keep the old one on the terminal's own stack; one that has none is left with an empty title.
"""

from aishtui.chat.clean import clean_line

TAKE = "\x1b[22;2t"
GIVE_BACK = "\x1b]2;\x07\x1b[23;2t"

_MOST = 80
_WITHOUT = ("linux", "vt", "cons", "ansi", "sun", "dumb", "unknown")
"""Consoles: they have no title, and old kernels print what they do not know."""


def has_title(term: str) -> bool:
    """Whether a terminal that calls itself so is one with a title."""
    return bool(term) and not term.lower().startswith(_WITHOUT)


def title(words: str) -> str:
    """The sequence that shows `words`."""
    return f"\x1b]2;{clean_line(words, _MOST)}\x07"

"""What tells somebody who is looking elsewhere that an answer has ended: a bell, or a note of the desktop's."""

from aishtui.chat.clean import clean_line
from aishtui.store.config import WhenDone
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.osc52 import for_screen, for_tmux

_BELL = "\x07"
_MOST = 120


def done_signal(how: WhenDone, words: str, facts: TerminalFacts) -> str:
    """The sequence to be sent. OSC 9 is iTerm2's, OSC 777 rxvt's and VTE's; others have taken to one or both."""
    line = clean_line(words, _MOST).replace(";", ",")
    match how:
        case "bell":
            return _BELL
        case "osc9":
            return _through(f"\x1b]9;{line}\x07", facts)
        case "osc777":
            return _through(f"\x1b]777;notify;aishtui;{line}\x07", facts)
        case "off":
            return ""


def _through(sequence: str, facts: TerminalFacts) -> str:
    """Past a multiplexer, which knows nothing of notes: tmux lets it through with `allow-passthrough on`."""
    if facts.in_screen:
        return for_screen(sequence)
    return for_tmux(sequence) if facts.in_tmux else sequence

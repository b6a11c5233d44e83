"""What a terminal says of itself when it is asked: for the doctor, while no screen is drawn.

Each question is answered by terminals that know it and ignored by the others; the last one, for the primary device
attributes (DA1), is answered by all, in the order of the questions: what has not come by then does not come.
"""

import os
import re
import select
import termios
import time
import tty
from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.terminal.own_terminal import TERMINAL, own_terminal

LIMIT_S = 1.0
"""A line over the ocean takes a third of this."""
_QUESTIONS = b"\x1b[>q\x1b[?2026$p\x1b[?u\x1b[c"
"""XTVERSION; DECRQM of synchronized output; the kitty keyboard protocol's flags; DA1."""
ANSWERED = re.compile(rb"\x1b\[\?[\d;]*c")
"""What a terminal says to the last question."""
_NAME = re.compile(rb"\x1bP>\|([^\x1b]*)\x1b\\")
_SYNCHRONIZED = re.compile(rb"\x1b\[\?2026;(\d)\$y")
_KITTY = re.compile(rb"\x1b\[\?\d+u")


@dataclass(frozen=True, slots=True)
class TerminalAnswers:
    """`answered`: it said something at all."""

    answered: bool = False
    name: str = ""
    """Its own name with its version, where it says that."""
    synchronized_output: bool = False
    """It shows a frame as a whole when it is told its beginning and its end."""
    kitty_keyboard: bool = False
    """It can tell Shift+Enter and Ctrl+Enter from Enter."""


def ask_terminal(limit_s: float = LIMIT_S, path: Path = TERMINAL) -> TerminalAnswers | None:
    """Ask the terminal this process was started in; None where there is none, or where others read from it now."""
    with own_terminal(path) as terminal:
        try:
            return None if terminal is None else _asked(terminal, limit_s)
        except (OSError, termios.error):
            return None


def has_answered(terminal: int, ends_at: float) -> bool:
    """Whether the answer to a question for the primary device attributes has come by then (monotonic); it is read."""
    return ANSWERED.search(_said(terminal, ends_at)) is not None


def read_answers(said: bytes) -> TerminalAnswers:
    """What a terminal's answers mean, in any order and with anything between them."""
    name, synchronized = _NAME.search(said), _SYNCHRONIZED.search(said)
    return TerminalAnswers(
        answered=b"\x1b" in said,
        name=clean_line(name[1].decode(errors="replace"), 60) if name else "",
        synchronized_output=synchronized is not None and synchronized[1] in (b"1", b"2", b"3"),
        kitty_keyboard=_KITTY.search(said) is not None,
    )


def _asked(terminal: int, limit_s: float) -> TerminalAnswers:
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)  # no echo, and nothing waits for Enter; Ctrl+C still ends us
        os.write(terminal, _QUESTIONS)
        return read_answers(_said(terminal, time.monotonic() + limit_s))
    finally:
        # What still comes is no input of the shell's.
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)


def _said(terminal: int, ends_at: float) -> bytes:
    said = b""
    while not ANSWERED.search(said) and (left := ends_at - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            said += os.read(terminal, 4096)
    return said

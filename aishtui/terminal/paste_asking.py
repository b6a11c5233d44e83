"""Asking for a paste, outside of the full screen: it is read however the terminal marks it, and shown nowhere, since a
clipboard may hold a password."""

import os
import select
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aishtui.terminal.own_terminal import own_terminal
from aishtui.terminal.probing import ANSWERED, has_answered

CTRL_V = "\x16"
QUIET_S = 0.5
"""After an unmarked paste: what still came of it later would be the shell's input."""
ANSWER_S = 1.0

_MARKED_ON, _MARKED_OFF = "\x1b[?2004h", "\x1b[?2004l"
_BEGIN, _END = b"\x1b[200~", b"\x1b[201~"
_CTRL_C = b"\x03"
_QUESTION = "\x1b[c"


class PasteTerminal:
    """Everything raises OSError where the terminal has gone, but for `pasted`."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._answers = True

    def say(self, words: str) -> None:
        rest = words.encode(errors="replace")
        while rest:
            rest = rest[os.write(self._fd, rest) :]

    def send(self, sequence: str) -> None:
        """Writes `sequence`, and waits until the terminal has acted on it, as far as it answers questions."""
        self.say(sequence)
        if self._answers:
            self.say(_QUESTION)
            self._answers = has_answered(self._fd, time.monotonic() + ANSWER_S)

    def pasted(self, enough: Callable[[str], object]) -> str:
        """What is pasted or typed next: up to the end of a marked paste, or to a silence after Enter or `enough`.

        Empty for Enter alone and for a terminal that has gone; CTRL_V for that key. Raises KeyboardInterrupt for
        Ctrl+C.
        """
        got = b""
        while True:
            wait_s = QUIET_S if _may_be_all(got) or enough(_text(got)) else None
            if not select.select([self._fd], [], [], wait_s)[0]:
                return _text(got)
            piece = self._read()
            if piece == _CTRL_C:
                raise KeyboardInterrupt
            got = ANSWERED.sub(b"", got + piece)  # one that comes late
            if not piece or got == b"\n" or _END in got or piece == CTRL_V.encode():
                return _text(got)

    def _read(self) -> bytes:
        try:
            return os.read(self._fd, 65536)
        except OSError:  # EIO after a hang-up
            return b""


@contextmanager
def paste_terminal() -> Iterator[PasteTerminal | None]:
    """The terminal this process was started in; None where there is none, or where others read from it now."""
    with own_terminal() as fd:
        if fd is None:
            yield None
            return
        before, during = termios.tcgetattr(fd), termios.tcgetattr(fd)
        during[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
        during[6][termios.VMIN], during[6][termios.VTIME] = 1, 0
        terminal = PasteTerminal(fd)
        try:
            termios.tcsetattr(fd, termios.TCSADRAIN, during)
            terminal.say(_MARKED_ON)
            yield terminal
        finally:
            try:
                terminal.say(_MARKED_OFF)
                termios.tcsetattr(fd, termios.TCSAFLUSH, before)
            except (OSError, termios.error):  # it has gone, so there is nothing to put in order
                pass


def _may_be_all(got: bytes) -> bool:
    return b"\n" in got and _BEGIN not in got


def _text(got: bytes) -> str:
    return got.decode(errors="replace").replace(_BEGIN.decode(), "").replace(_END.decode(), "").strip("\n")

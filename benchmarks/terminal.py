"""A terminal, of 120×36 as a rule, with a program in it: answers its queries, records what it writes, types into it."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

from benchmarks.folders import ROOT
from benchmarks.processes import own_cpu_s
from benchmarks.recording import Piece, Recording
from benchmarks.screen import COLUMNS, LINES, Screen

PATIENCE_S = 120.0
_LEAVING_S = 5.0
_PAUSE_S = 0.06
"""A person's pause before Enter: keys closer together than 30 ms count as a paste."""
_LONGEST_QUERY = 32

# What is asked, and what a modern terminal says.
_ANSWERS = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[\?(?!2026\$)(\d+)\$p"), b"\x1b[?%s;0$y"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:1111/1111/1111\x1b\\"),
)

_COLUMNS_QUERY, _COLUMNS_ANSWER = b"\x1b[?69$p", b"\x1b[?69;2$y"

# The child makes the pseudoterminal its controlling one and becomes the program.
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)


class Failed(Exception):
    """The program ended, or did not show in time what it was to show."""


class Terminal:
    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        size: tuple[int, int] = (COLUMNS, LINES),
        moves_columns: bool = False,
    ) -> None:
        """`moves_columns`: it says that it scrolls some columns alone (DECLRMM), and does."""
        self._moves_columns = moves_columns
        self.leaving_s = _LEAVING_S
        self.recording = Recording()
        self.screen = Screen(*size)
        self._looked = 0
        self._unanswered = b""
        self._gone = False
        self._fd, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", _TAKE_TERMINAL, *command],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            env=dict(environ),
            cwd=ROOT,
        )
        os.close(terminal)

    @property
    def pid(self) -> int:
        return self._process.pid

    def pump(self, wait_s: float) -> bool:
        """Take what is written within `wait_s`; whether something was."""
        if self._gone:
            raise Failed(f"the program has ended\n{self._look()}")
        if not select.select([self._fd], [], [], max(0.0, wait_s))[0]:
            return False
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # EIO: the program has closed its end
            data = b""
        if not data:
            self._gone = True
            return False
        self.recording.add(Piece(data, time.monotonic(), own_cpu_s(self.pid)))
        self._answer(data)
        return True

    def _answer(self, data: bytes) -> None:
        asked = self._unanswered + data
        read = max(0, len(asked) - _LONGEST_QUERY)
        found = [(match.start(), match, answer) for query, answer in _ANSWERS for match in query.finditer(asked)]
        for _, match, answer in sorted(found, key=lambda place: place[0]):
            knows = self._moves_columns and match[0] == _COLUMNS_QUERY
            os.write(self._fd, _COLUMNS_ANSWER if knows else answer % match.groups() if match.groups() else answer)
            read = max(read, match.end())
        self._unanswered = asked[read:]

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def type_in(self, prompt: str) -> None:
        """Type `prompt`, which is short, and wait until it stands there; Enter would send it now."""
        self.press(prompt)
        self.shows(prompt)
        self.rest(_PAUSE_S)

    # -- waiting

    def rest(self, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            self.pump(left)

    def until(self, condition: Callable[[], bool], words: str) -> None:
        """Pump until `condition` holds; it may be asked a hundred times a second. Raises Failed with `words`."""
        ends_at = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > ends_at:
                raise Failed(f"waited in vain for {words}\n{self._look()}")
            self.pump(0.01)

    def quiet(self, gap_s: float = 0.25) -> None:
        """Until nothing was written for `gap_s`."""
        began = time.monotonic()
        self.until(lambda: time.monotonic() - max(began, self._newest_s()) > gap_s, "an end of the output")

    def _newest_s(self) -> float:
        newest = self.recording.newest
        return newest.time_s if newest else 0.0

    def shows(self, *texts: str) -> Piece:
        """Until each of `texts` stands in a line of the screen; the piece that completed them, or the newest one
        if they stood there already."""
        newest = self.recording.newest
        if newest is not None and self._looked == self.recording.here and self._has(texts):
            return newest
        ends_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_at:
            for piece, _ in self.unseen():
                if self._has(texts):
                    return piece
            self.pump(0.01)
        raise Failed(f"waited in vain for {texts}\n{self.screen}")

    def stands(self, text: str) -> Piece | None:
        """If `text` stands on the screen now: the piece that brought it, of those nobody had looked at."""
        found: Piece | None = None
        for piece, _ in self.unseen():
            found = (found or piece) if self.screen.shows(text) else None
        return found

    def _has(self, texts: Sequence[str]) -> bool:
        return all(map(self.screen.shows, texts))

    def unseen(self) -> Iterator[tuple[Piece, list[str]]]:
        """Feed the screen with what was written since somebody looked, piece by piece, with the rows it changed."""
        for piece in self.recording.since(self._looked):
            self._looked += 1
            yield piece, self.screen.feed(piece.data)

    def _look(self) -> Screen:
        for _ in self.unseen():
            pass
        return self.screen

    # -- leaving

    def close(self) -> None:
        """End the program, and wait for it. A program that hangs is killed."""
        self._process.terminate()
        ends_at = time.monotonic() + self.leaving_s
        while self._process.poll() is None and time.monotonic() < ends_at:
            if self._gone:
                time.sleep(0.01)
            else:
                self.pump(0.02)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

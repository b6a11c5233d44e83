"""Runs a program in a pseudoterminal: types into it, looks at its screen and its bytes, hangs it up."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

import pyte

COLUMNS, LINES = 80, 24
_KITTY_KEYBOARD = re.compile(rb"\x1b\[[<>?]\d*u")
"""pyte does not know these sequences and prints their last letter."""

PATIENCE_S = 30.0
"""Only a broken program makes a test wait so long."""


class Cell(NamedTuple):
    """What a terminal shows in one place."""

    text: str
    colour: str
    background: str
    bold: bool
    underlined: bool
    reverse: bool


def _seen(char: pyte.screens.Char) -> Cell:
    """Of a blank nobody sees the colour of its letters."""
    letters = char.data != " " or char.underscore or char.reverse
    colour, bold = (char.fg, char.bold) if letters else ("default", False)
    return Cell(char.data, colour, char.bg, bold, char.underscore, char.reverse)


class PtyProgram:
    """`log` is a file that the program writes lines to; `controlling=False` gives it a terminal it does not control."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        environ: Mapping[str, str] | None = None,
        controlling: bool = True,
        errors: IO[bytes] | None = None,
        size: tuple[int, int] = (COLUMNS, LINES),
    ) -> None:
        self.log = log
        self.size = size
        self.received = bytearray()
        self._screen, self._stream = self.terminal_of(size)
        self._undrawn = bytearray()
        self._fd, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.attributes = termios.tcgetattr(terminal)
        take = (sys.executable, "-c", _TAKE_TERMINAL) if controlling else ()
        self._process = subprocess.Popen(
            [*take, *command],
            stdin=terminal,
            stdout=terminal,
            stderr=errors or terminal,
            start_new_session=True,
            env=_environment(environ or {}),
        )
        os.close(terminal)

    def terminal_of(self, size: tuple[int, int]) -> tuple[pyte.Screen, pyte.Stream]:
        """What draws the program's output, and what that is fed to, in bytes."""
        screen = pyte.Screen(*size)
        return screen, pyte.ByteStream(screen)

    @property
    def pid(self) -> int:
        return self._process.pid

    # -- what a user does

    def press(self, keys: bytes | str) -> None:
        os.write(self._fd, keys.encode() if isinstance(keys, str) else keys)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def resize(self, columns: int, lines: int) -> None:
        self.draw()  # what was written for the old size
        self.size = (columns, lines)
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def hang_up(self) -> None:
        os.close(self._fd)
        self._fd = -1

    # -- what a user sees

    @property
    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def draw(self) -> None:
        """Put on the screen what has come."""
        self._stream.feed(_KITTY_KEYBOARD.sub(b"", self._undrawn))
        self._undrawn.clear()

    @property
    def screen(self) -> str:
        self.draw()
        return "\n".join("".join(cell.data for cell in row) for row in self._rows)

    @property
    def cells(self) -> list[list[Cell]]:
        """Every cell of the screen, row by row."""
        self.draw()
        return [[_seen(char) for char in row] for row in self._rows]

    @property
    def _rows(self) -> list[list[pyte.screens.Char]]:
        """Not pyte's own `display`: that fails on what half a frame leaves of a wide character, as nobody else does."""
        columns, lines = self.size
        return [[self._screen.buffer[y][x] for x in range(columns)] for y in range(lines)]

    @property
    def terminal_attributes(self) -> list[object]:
        return termios.tcgetattr(self._fd)

    def read(self, wait_s: float = 0.05) -> None:
        """Takes what the program has written, as a terminal does."""
        if self._fd < 0:
            time.sleep(wait_s)
            return
        if not select.select([self._fd], [], [], wait_s)[0]:
            return
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # EIO: the program has closed its end
            data = b""
        self.received += data
        self._undrawn += data
        if not data:
            time.sleep(wait_s)

    def until(self, condition: Callable[[], object], reading: bool = True) -> None:
        """Waits for `condition`; as a terminal that reads, or one that does not."""
        ends_at = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < ends_at, f"waited in vain\n{self.lines}\n{self.screen}"
            if reading:
                self.read()
            else:
                time.sleep(0.02)

    def until_line(self, line: str, reading: bool = True, times: int = 1) -> None:
        self.until(lambda: self.lines.count(line) >= times, reading)

    def ended(self, reading: bool = True) -> int:
        """Waits for the end; the exit code, negative for a signal."""
        self.until(lambda: self._process.poll() is not None, reading)
        for _ in range(50):
            before = len(self.received)
            self.read(0.01)
            if len(self.received) == before:
                break
        return self._process.returncode

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def stopped(self) -> bool:
        """Whether the process is suspended."""
        return Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.running:
            self._process.kill()
        self._process.wait()
        if self._fd >= 0:
            os.close(self._fd)


# The child makes the pseudoterminal its controlling one and becomes the program.
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without what another terminal has left in it."""
    desktop = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")  # no test is to fill the clipboard of who runs it
    foreign = (*desktop, "TMUX", "TMUX_PANE", "STY", "SSH_CONNECTION", "SSH_TTY", "COLUMNS", "LINES", "ESCDELAY")
    clean = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**clean, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}


@contextmanager
def small_app(
    tmp_path: Path, *options: str, controlling: bool = True, errors: IO[bytes] | None = None
) -> Iterator[PtyProgram]:
    """The app of `small_app.py`, ready to be typed into; `errors` is its standard error, if not the terminal."""
    log = tmp_path / "log"
    command = [sys.executable, "-m", "tests.terminal.small_app", str(log), *options]
    with PtyProgram(command, log, controlling=controlling, errors=errors) as program:
        program.until_line("ready")
        program.until(lambda: "The small app" in program.screen)
        yield program

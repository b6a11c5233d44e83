"""The real program in a real pseudoterminal, driven as a user drives it."""

import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.terminal.pty_program import PtyProgram

ENTER, ESCAPE, CTRL_C, CTRL_J, CTRL_T, CTRL_Y = "\r", "\x1b", "\x03", "\n", "\x14", "\x19"
F1, F2, F6, F8, F9 = "\x1bOP", "\x1bOQ", "\x1b[17~", "\x1b[19~", "\x1b[20~"
PAGE_UP, UP, BACKSPACE = "\x1b[5~", "\x1b[A", "\x7f"


class Aishtui(PtyProgram):
    """`aishtui …` on its own folders."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        environ: Mapping[str, str] | None = None,
        controlling: bool = True,
        within: Sequence[str] = (),
        program: Sequence[str] = ("aishtui",),
        size: tuple[int, int] = (120, 36),
    ) -> None:
        """`within` is what starts it: a tmux, say; `program` the module, with its own arguments if it is another."""
        command = [
            *within,
            sys.executable, "-m", *program,
            "--data-dir", str(folder / "data"), "--config-dir", str(folder / "config"), *options,
        ]  # fmt: skip
        super().__init__(command, folder / "unused.log", environ=environ, controlling=controlling, size=size)

    def sees(self, *texts: str) -> None:
        """Wait until all of `texts` are on the screen, white space counted as one blank."""
        self.until(lambda: all(text in self.plain for text in texts))

    def no_longer_sees(self, text: str) -> None:
        self.until(lambda: text not in self.plain)

    @property
    def plain(self) -> str:
        return re.sub(r"\s+", " ", self.screen.replace("│", " "))

    @property
    def status_line(self) -> str:
        return self.screen.splitlines()[-1]

    @property
    def tab_line(self) -> str:
        return next(line for line in self.screen.splitlines() if "─ +" in line)

    def type(self, text: str) -> None:
        """Type `text` and press Enter once it stands in the prompt."""
        self.press(text)
        self.sees(text[-20:])
        self.pause()
        self.press(ENTER)
        self.pause()

    def pause(self) -> None:
        """A person's pause: keys closer together than 30 ms count as a paste."""
        ends_at = time.monotonic() + 0.06
        while time.monotonic() < ends_at:
            self.read(0.02)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.ended()

    def quit(self) -> int:
        self.type(":quit")
        return self.ended()


@contextmanager
def aishtui(folder: Path, *options: str, environ: Mapping[str, str] | None = None) -> Iterator[Aishtui]:
    """Started, and its prompt on the screen."""
    with Aishtui(folder, *options, environ=environ) as program:
        program.sees("Ask something")
        yield program

"""`aishtui …` whose output, or whose notes, a terminal reads."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.commands.program import LIMIT_S, command, environment


@dataclass
class OnTerminal:
    """`shown` is what the terminal was sent so far."""

    process: "subprocess.Popen[bytes]"
    terminal: int
    shown: str = ""

    def until(self, condition: Callable[[str], bool]) -> str:
        """Read on until `condition` holds of what was shown."""
        ends_at = time.monotonic() + LIMIT_S
        while not condition(self.shown):
            assert time.monotonic() < ends_at, f"waited in vain: {self.shown!r}"
            self._read()
        return self.shown

    def ended(self) -> str:
        """All that was shown, once the program has ended."""
        while self.process.poll() is None:
            self._read()
        while self._read():
            pass
        return self.shown

    def _read(self) -> bool:
        if not select.select([self.terminal], [], [], 0.1)[0]:
            return False
        try:
            self.shown += os.read(self.terminal, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:  # nobody writes there any more
            return False
        return True


@contextmanager
def on_a_terminal(folder: Path, *arguments: str, stream: str = "stdout") -> Iterator[OnTerminal]:
    """`stream` is the one that leads to the terminal; the others are pipes."""
    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE) | {stream: theirs}
    with subprocess.Popen(command(folder, *arguments), env=environment(), **streams) as process:  # type: ignore[call-overload]
        os.close(theirs)
        try:
            yield OnTerminal(process, ours)
        finally:
            process.kill()
            os.close(ours)

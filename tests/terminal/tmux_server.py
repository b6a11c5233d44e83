"""A tmux of the tests' own, and terminals attached to it."""

import os
import re
import shutil
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.pty_program import PtyProgram

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

_DCS = re.compile(rb"\x1bP.*?\x1b\\", re.DOTALL)
_OSC52 = re.compile(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


class TmuxServer:
    def __init__(self, folder: Path) -> None:
        self._socket = folder / "s"
        self("new-session", "-d", "-x", "80", "-y", "24", "exec sleep 3600")
        self.pane = self("list-panes", "-F", "#{pane_id}").decode().strip()
        self.pid = int(self("display-message", "-p", "#{pid}"))

    def __call__(self, *arguments: str) -> bytes:
        command = ["tmux", "-S", str(self._socket), "-f", "/dev/null", *arguments]
        environ = {name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE")}
        return subprocess.run(command, check=True, capture_output=True, env=environ).stdout

    @property
    def variable(self) -> str:
        """`$TMUX` inside it."""
        return f"{self._socket},{self.pid},0"

    @property
    def buffer(self) -> bytes:
        return self("show-buffer")

    @property
    def buffers(self) -> int:
        return len(self("list-buffers").splitlines())

    @contextmanager
    def attached(self, tmp_path: Path, term: str, session: str = "0") -> Iterator[PtyProgram]:
        """A terminal of the kind `term` that shows the session."""
        before = self._clients
        command = ["tmux", "-S", str(self._socket), "attach-session", "-t", session]
        with PtyProgram(command, tmp_path / "unused", {"TERM": term}) as terminal:
            terminal.until(lambda: self._clients == before + 1)
            yield terminal

    @property
    def _clients(self) -> int:
        return len(self("list-clients").splitlines())


def offers(terminal: PtyProgram) -> list[bytes]:
    """All that the terminal was asked to put into its clipboard, which what is still wrapped for somebody is not."""
    return [b64decode(found) for found in _OSC52.findall(_DCS.sub(b"", bytes(terminal.received)))]


def offered(terminal: PtyProgram) -> bytes | None:
    """The last of them."""
    found = offers(terminal)
    return found[-1] if found else None


@contextmanager
def tmux_server() -> Iterator[TmuxServer]:
    # Not pytest's folder: a socket's path may have no more than about 100 characters.
    with tempfile.TemporaryDirectory(prefix="aishtui-tmux-") as folder:
        server = TmuxServer(Path(folder))
        try:
            yield server
        finally:
            server("kill-server")

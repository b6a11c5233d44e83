"""A GNU screen of the tests' own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_screen = pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed")

_NAME = "aishtui"


@dataclass(frozen=True, slots=True)
class ScreenServer:
    folder: Path

    @property
    def environ(self) -> dict[str, str]:
        return {"SCREENDIR": str(self.folder)}

    @property
    def command(self) -> list[str]:
        """What starts a program in it, in the terminal it is run in."""
        return ["screen", "-c", str(self.folder / "screenrc"), "-S", _NAME]

    def quit(self) -> None:
        command = ["screen", "-S", _NAME, "-X", "quit"]
        subprocess.run(command, env={**os.environ, **self.environ}, capture_output=True, check=False)


@contextmanager
def screen_server() -> Iterator[ScreenServer]:
    # Not pytest's folder: a socket's path may have no more than about 100 characters.
    with tempfile.TemporaryDirectory(prefix="aishtui-screen-") as folder:
        server = ScreenServer(Path(folder))
        server.folder.chmod(0o700)
        (server.folder / "screenrc").write_text("startup_message off\n")
        try:
            yield server
        finally:
            server.quit()

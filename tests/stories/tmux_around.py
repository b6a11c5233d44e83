"""A tmux with options of a test's own, around a program that is started in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tmux:
    """One of its own for a test; `start` runs a program in it, in the terminal that it is run in."""

    folder: Path
    tmux: str

    @property
    def start(self) -> list[str]:
        return [self.tmux, "-S", f"{self.folder}/s", "-f", f"{self.folder}/conf", "new-session"]

    def without_load_buffer(self) -> list[str]:
        """What starts a program that finds a tmux which cannot do that."""
        broken = self.folder / "bin"
        broken.mkdir()
        (broken / "tmux").write_text(f'#!/bin/sh\ncase "$1" in load-buffer) exit 1;; esac\nexec {self.tmux} "$@"\n')
        (broken / "tmux").chmod(0o755)
        return ["env", f"PATH={broken}:{os.environ['PATH']}"]


@contextmanager
def tmux_with(*options: str) -> Iterator[Tmux]:
    with tempfile.TemporaryDirectory(prefix="aishtui-tmux-") as folder:
        tmux = Tmux(Path(folder), shutil.which("tmux") or "")
        (tmux.folder / "conf").write_text("".join(f"{option}\n" for option in options))
        try:
            yield tmux
        finally:
            subprocess.run([*tmux.start[:5], "kill-server"], capture_output=True, check=False)

"""Starting another aishtui's store in a process of its own, and ending it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class Child:
    """A process that says a line at each step and goes on when it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def kill(self) -> list[str]:
        """kill -9; what it had said and nobody had read."""
        assert self.process.stdout is not None
        self.process.kill()
        rest = self.process.stdout.read()  # communicate() would pass over what has been read ahead
        self.process.wait()
        return rest.split()


@contextmanager
def child(action: str, folder: Path) -> Iterator[Child]:
    command = [sys.executable, "-m", "tests.store.child", action, str(folder)]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Child(process)
        finally:
            if process.poll() is None:
                process.kill()


def run(*arguments: str, through: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*through, sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)

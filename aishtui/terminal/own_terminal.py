"""The terminal that a command was started in, wherever its output goes: for questions while no screen is drawn."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TERMINAL = Path("/dev/tty")


@contextmanager
def own_terminal(path: Path = TERMINAL) -> Iterator[int | None]:
    """A file descriptor to read and write; None where there is no terminal, or where others read from it now."""
    try:
        terminal = os.open(path, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        yield None
        return
    try:
        yield terminal if _is_ours(terminal) else None
    finally:
        os.close(terminal)


def _is_ours(terminal: int) -> bool:
    """Of a process in the background, every write would stop it."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False

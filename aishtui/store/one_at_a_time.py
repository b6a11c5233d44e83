"""One aishtui opens the database at a time: two that try out what its file system can do mislead each other."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_S = 0.01


@contextmanager
def one_at_a_time(folder: Path, patience_s: float) -> Iterator[None]:
    """Waits so long for others that are in the body with the same folder, and then goes on all the same: one that hangs
    must not keep the others from starting. Raises OSError where there is no such folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait(descriptor, time.monotonic() + patience_s)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, deadline: float) -> None:
    while time.monotonic() < deadline:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOOK_S)
        except OSError:
            return  # a file system without locks, or without those of folders
        else:
            return

"""Something that only one process does at a time, under a name: a lock that ends with the process, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.store.errors import StoreError, of_os
from aishtui.store.paths import make_private
from aishtui.store.presence import Lock, flock


@contextmanager
def one_holder(run_dir: Path, name: str, lock: Lock = flock) -> Iterator[bool]:
    """Whether `name` is ours while the body runs; False where another process holds it, or this one a second time.

    Where there are no locks, or no folder for them, it is ours: whoever asks must be able to go on.
    """
    path = run_dir / f"{name}.held"
    descriptor = _open(path)
    if descriptor is None:
        yield True
        return
    ours = False
    try:
        ours = _taken(descriptor, path, lock)
        yield ours
    finally:
        if ours:
            path.unlink(missing_ok=True)
        os.close(descriptor)


def _open(path: Path) -> int | None:
    try:
        return os.open(make_private(path.parent) / path.name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except (OSError, StoreError):
        return None


def _taken(descriptor: int, path: Path, lock: Lock) -> bool:
    """The file may have been taken away between its opening and the lock: then the name is somebody else's by now."""
    try:
        if lock(descriptor) is False:
            return False
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
    except OSError as error:
        raise of_os(error, path) from error

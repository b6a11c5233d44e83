"""Which aishtui processes are alive: each holds a lock on a file of its own in the data folder.

Some network file systems know no locks. There a process that can be looked at on this machine is alive if it runs, and
one of another machine is taken for alive for a day: nothing that somebody may still be writing is ended. What a process
says of itself is for messages, and for this.
"""

import errno
import fcntl
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.errors import of_os

ALIVE_S = 24 * 3600.0
"""So long after its last prompt a process of another machine counts as alive where there are no locks."""
_BEGINNING_S = 60.0
"""So long it may take from making the file to saying who made it."""
_NO_LOCKS = frozenset((errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL))
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Presence:
    """This process's own lock. It ends with the process, however that ends.

    flock belongs to the open file, so two stores in one process keep each other out like two processes do. Children
    do not inherit it: Python opens every file close-on-exec.
    """

    id: str
    path: Path
    descriptor: int
    locked: bool = True
    """False where the file system knows no locks."""

    def still_here(self) -> None:
        """To be called now and then: where there are no locks, others go by the file's age."""
        if not self.locked:
            os.utime(self.descriptor)

    def release(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            pass  # the folder may be gone or read-only by now; whoever cleans up there can take the lock
        os.close(self.descriptor)


Lock = Callable[[int], bool | None]
"""Takes a lock on an open file: whether that is done now; None: this file system knows no locks."""


def flock(descriptor: int) -> bool | None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return None
        raise
    return True


def claim(run_dir: Path, lock: Lock = flock) -> Presence:
    """Takes a new lock in `run_dir`, which exists. Raises StoreError."""
    while True:
        owner = secrets.token_hex(16)
        path = _lock_path(run_dir, owner)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise of_os(error, path) from error
        locked = _tried(lock, descriptor, path)
        # Between the two calls somebody who cleans up may have taken the file for one left behind.
        if locked is not False and _is_still_at(descriptor, path):
            _introduce(descriptor)
            return Presence(owner, path, descriptor, locked is not None)
        os.close(descriptor)


@contextmanager
def taken_over(run_dir: Path, owner: str, lock: Lock = flock) -> Iterator[bool]:
    """Whether the process `owner` is gone. If so, nobody else takes it over while the body runs, and its file goes."""
    path = _lock_path(run_dir, owner)
    was_there = path.exists()
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise of_os(error, path) from error
    try:
        locked = _tried(lock, descriptor, path)
        gone = not (was_there and _may_live(path)) if locked is None else locked
        yield gone
        if gone:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def known_owners(run_dir: Path) -> set[str]:
    """Everybody who has a lock file, alive or not."""
    return {path.stem for path in run_dir.glob("*.lock") if is_owner_id(path.stem) and path.is_file()}


def is_owner_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def introduction(run_dir: Path, owner: str) -> str:
    """How the process calls itself, for messages only: `pid 4711, pts/2`, with its host where that is another one."""
    said = _said(_lock_path(run_dir, owner))
    if not {"pid", "host", "tty"} <= said.keys():
        return "which does not say where"
    pid, host, tty = (str(said[key]) for key in ("pid", "host", "tty"))
    parts = [f"pid {pid}" if host == os.uname().nodename else f"pid {pid} on {host}", tty]
    return clean_line(", ".join(part for part in parts if part), 100)


def _introduce(descriptor: int) -> None:
    pid = os.getpid()
    said = {"pid": pid, "host": os.uname().nodename, "tty": _terminal(), "began": _began(pid)}
    try:
        os.write(descriptor, json.dumps(said).encode())
    except OSError:
        pass  # the lock is what counts; a full disk must not keep the store from opening


def _terminal() -> str:
    try:
        return os.ttyname(0).removeprefix("/dev/")
    except OSError:
        return ""


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text("utf-8", "replace"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _may_live(path: Path) -> bool:
    """Whether the process that made the file may be alive, as far as can be told without a lock."""
    said = _said(path)
    pid = said.get("pid")
    try:
        age_s = time.time() - path.stat().st_mtime
    except OSError:  # it has let go of it this moment
        return False
    if not isinstance(pid, int) or not said.get("host"):
        return age_s < _BEGINNING_S
    if said["host"] != os.uname().nodename:
        return age_s < ALIVE_S
    return _runs(pid) and _began(pid) == said.get("began", "")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    except OverflowError:
        return False
    return True


def _began(pid: int) -> str:
    """When the process began, in the kernel's clock: a number may be another process's by now. Empty where unknown."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _tried(lock: Lock, descriptor: int, path: Path) -> bool | None:
    try:
        return lock(descriptor)
    except OSError as error:
        raise of_os(error, path) from error


def _is_still_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _lock_path(run_dir: Path, owner: str) -> Path:
    return run_dir / f"{owner}.lock"

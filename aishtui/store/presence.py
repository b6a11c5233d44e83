"""Which aishtui processes are alive: each holds a lock on a file of its own in the data folder."""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.store.errors import of_os

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

    def release(self) -> None:
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            pass  # the folder may be gone or read-only by now; whoever cleans up there can take the lock
        os.close(self.descriptor)


def claim(run_dir: Path) -> Presence:
    """Takes a new lock in `run_dir`, which exists. Raises StoreError."""
    while True:
        owner = secrets.token_hex(16)
        path = _lock_path(run_dir, owner)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise of_os(error, path) from error
        # Between the two calls somebody who cleans up may have taken the file for one left behind.
        if _locked(descriptor) and _is_still_at(descriptor, path):
            _introduce(descriptor)
            return Presence(owner, path, descriptor)
        os.close(descriptor)


@contextmanager
def taken_over(run_dir: Path, owner: str) -> Iterator[bool]:
    """Whether the process `owner` is gone. If so, nobody else takes it over while the body runs, and its file goes."""
    path = _lock_path(run_dir, owner)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise of_os(error, path) from error
    try:
        gone = _locked(descriptor)
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
    try:
        said = json.loads(_lock_path(run_dir, owner).read_text("utf-8", "replace"))
        pid, host, tty = (str(said[key]) for key in ("pid", "host", "tty"))
    except (OSError, ValueError, TypeError, KeyError):
        return "which does not say where"
    parts = [f"pid {pid}" if host == os.uname().nodename else f"pid {pid} on {host}", tty]
    return clean_line(", ".join(part for part in parts if part), 100)


def _introduce(descriptor: int) -> None:
    said = {"pid": os.getpid(), "host": os.uname().nodename, "tty": _terminal()}
    try:
        os.write(descriptor, json.dumps(said).encode())
    except OSError:
        pass  # the lock is what counts; a full disk must not keep the store from opening


def _terminal() -> str:
    try:
        return os.ttyname(0).removeprefix("/dev/")
    except OSError:
        return ""


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _lock_path(run_dir: Path, owner: str) -> Path:
    return run_dir / f"{owner}.lock"

"""Reading what is a file and nothing else: a pipe would be waited for, and opening a device may do something to it."""

import os
import stat
from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class NoOrdinaryFile(Exception):
    """`str()` is what it is instead, behind the file's name: `is a pipe, and no file that could be read`."""


def kind_of_mode(mode: int) -> str:
    """What a path leads to, by its mode: `a pipe`; empty for a file."""
    if stat.S_ISREG(mode):
        return ""
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "no file")


def read_ordinary(path: Path, most_bytes: int) -> bytes:
    """Up to so many bytes of a file. Raises NoOrdinaryFile, and OSError."""
    _refuse(path.stat().st_mode)
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        _refuse(os.fstat(descriptor).st_mode)
        return file.read(most_bytes)


def _refuse(mode: int) -> None:
    kind = kind_of_mode(mode)
    if kind:
        raise NoOrdinaryFile(f"is {kind}, and no file that could be read")

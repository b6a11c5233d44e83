"""A file that the user named, written piece by piece: at the end it is there whole, or nothing of it is."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from aishtui.store.atomic import name_new, sync_folder
from aishtui.store.errors import AlreadyThere, NotWritten

_NAMED = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
_NAMELESS = os.O_WRONLY | getattr(os, "O_TMPFILE", os.O_CREAT | os.O_EXCL)  # which a folder refuses
_DESCRIPTORS = "/proc/self/fd"


@contextmanager
def whole_file(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """A file to write to, with mode 0600. Raises NotWritten, and AlreadyThere where `replace` is False.

    What is no plain file (a pipe, a device) is written to directly: it cannot be replaced and keeps nothing.
    """
    target = Path(os.path.realpath(path))
    try:
        if _is_stream(target if target.exists() else path):
            with path.open("wb") as stream:
                yield stream
            return
        if not replace and target.exists():
            raise AlreadyThere(path)
        with _beside(target, path, replace) as file:
            yield file
    except OSError as error:
        raise NotWritten(path, error) from error


@contextmanager
def _beside(target: Path, path: Path, replace: bool) -> Iterator[BinaryIO]:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    temporary = target.with_name(f".aishtui-{secrets.token_hex(4)}.tmp")
    try:
        with _unfinished(temporary) as file:
            os.fchmod(file.fileno(), 0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(temporary, target, path, replace)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


@contextmanager
def _unfinished(temporary: Path) -> Iterator[BinaryIO]:
    """Without a name until it is whole, where the system can do that: of a process that is killed nothing is left."""
    nameless = _nameless(temporary.parent)
    descriptor = os.open(temporary, _NAMED, 0o600) if nameless is None else nameless
    with os.fdopen(descriptor, "wb") as file:
        yield file
        if nameless is not None:
            _name(descriptor, temporary)


def _nameless(folder: Path) -> int | None:
    """None where the system or the file system cannot do that, or could not give it a name later."""
    if not os.access(_DESCRIPTORS, os.X_OK):
        return None
    try:
        return os.open(folder, _NAMELESS, 0o600)
    except OSError:
        return None


def _name(descriptor: int, path: Path) -> None:
    descriptors = os.open(_DESCRIPTORS, os.O_RDONLY)
    try:
        os.link(str(descriptor), path, src_dir_fd=descriptors)
    finally:
        os.close(descriptors)


def _put_in_place(temporary: Path, target: Path, path: Path, replace: bool) -> None:
    if replace:
        os.replace(temporary, target)
        return
    try:
        name_new(temporary, target)
    except FileExistsError:
        raise AlreadyThere(path) from None


def _is_stream(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)

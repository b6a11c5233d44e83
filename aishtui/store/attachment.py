"""Text files that go with a prompt: looked at, listed and read without ever touching what is none.

Everything here may hang with the file system it is about: it is called in threads of `store/own_thread.py`.
"""

import os
import stat
from collections.abc import Iterator
from io import RawIOBase
from itertools import islice
from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.piped import MOST_BYTES
from aishtui.chat.wording import size
from aishtui.store.errors import NotAttached, NotFound
from aishtui.store.ordinary_file import kind_of_mode

_BEGINNING = 8_192
_PIECE = 1_000_000
_MOST_NAMES = 20_000
"""So many names of a folder are looked at."""
_MOST_SIZES = 50


@dataclass(frozen=True, slots=True)
class Name:
    """Something in a folder: a file (with its size in bytes, where it was looked up) or another folder."""

    name: str
    is_folder: bool
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What of a folder begins as was typed; `more`: there is more than that."""

    names: tuple[Name, ...] = ()
    more: bool = False


def size_of(path: str) -> int:
    """The size in bytes of a file that could be attached, by its beginning. Raises NotAttached."""
    fd, length = _open(path)
    with os.fdopen(fd, "rb", buffering=0) as file:
        _refuse_binary(path, _read(path, file, _BEGINNING))
    return length


def read_text(path: str) -> str:
    """The whole text, without a mark of its byte order. Raises NotAttached."""
    fd, _ = _open(path)
    pieces: list[bytes] = []
    read = 0
    with os.fdopen(fd, "rb", buffering=0) as file:
        while piece := _read(path, file, _PIECE):
            _refuse_binary(path, piece)
            read += len(piece)
            if read > MOST_BYTES:  # it grows, or did not say how large it is
                raise NotAttached(path, f"is larger than {size(MOST_BYTES)}, the most that is sent")
            pieces.append(piece)
    data = b"".join(pieces)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotAttached(path, "is not text in UTF-8") from error


def names_in(folder: str, beginning: str, limit: int) -> Names:
    """Up to `limit` files and folders of `folder` whose names begin so, in their order; where none does, those that do
    but for capitals. Hidden ones only behind a dot. Raises NotAttached."""
    try:
        with os.scandir(_expanded(folder or ".")) as entries:
            found = [entry for entry in islice(entries, _MOST_NAMES) if _is_shown(entry.name, beginning)]
            many = next(entries, None) is not None
    except OSError as error:
        raise NotAttached(folder or ".", f"cannot be listed ({error.strerror or error})") from error
    exact = [entry for entry in found if entry.name.startswith(beginning)]
    fitting = sorted(exact or found, key=lambda entry: (entry.name.casefold(), entry.name))
    names = tuple(islice(_names(fitting), limit))
    return Names(names, many or len(fitting) > limit)


def _is_shown(name: str, beginning: str) -> bool:
    hidden = name.startswith(".") and not beginning.startswith(".")
    return not hidden and name.casefold().startswith(beginning.casefold()) and clean_line(name) == name


def _names(entries: list[os.DirEntry[str]]) -> Iterator[Name]:
    for number, entry in enumerate(entries):
        try:
            if entry.is_dir():
                yield Name(entry.name, True)
            elif entry.is_file():
                yield Name(entry.name, False, entry.stat().st_size if number < _MOST_SIZES else None)
        except OSError:  # gone meanwhile, or a link that leads in a circle
            continue


def _open(path: str) -> tuple[int, int]:
    """A file that is open for reading, and its size. It is looked at before it is opened: opening alone may do
    something to a device, and wait for somebody at a pipe."""
    where = _expanded(path)
    try:
        _refuse_kind(path, where.stat())
        fd = os.open(where, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(path) from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise NotAttached(path, f"cannot be read ({reason})") from error
    try:
        found = os.fstat(fd)
        _refuse_kind(path, found)
    except BaseException:
        os.close(fd)
        raise
    return fd, found.st_size


def _refuse_kind(path: str, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise NotAttached(path, "is a folder; name a file in it")
    if kind := kind_of_mode(found.st_mode):
        raise NotAttached(path, f"is {kind}, and only files are attached")
    if found.st_size > MOST_BYTES:
        raise NotAttached(path, f"is {size(found.st_size)}, and more than {size(MOST_BYTES)} is not sent")


def _read(path: str, file: RawIOBase, count: int) -> bytes:
    try:
        return file.read(count) or b""
    except OSError as error:
        raise NotAttached(path, f"cannot be read ({error.strerror or error})") from error


def _refuse_binary(path: str, piece: bytes) -> None:
    if b"\0" in piece:
        raise NotAttached(path, "is not a text file")


def _expanded(path: str) -> Path:
    return Path(os.path.expanduser(path))

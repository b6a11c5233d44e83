"""A text on its way through another program, the user's editor: a file in a folder of its own, both for the user alone.

The folder goes when the text has been read. What a run that ended meanwhile has left there, the next one takes in
(`left_in_editors`).
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Self

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.errors import of_os
from aishtui.store.paths import EDITOR_FOLDER, make_private
from aishtui.store.presence import flock

_LOCK = "lock"
_SAVED_AT_HANGUP = ".save"
"""What nano puts behind the name of a file that it saves because its terminal has gone."""
_NO_LOCKS_S = 24 * 3600.0
"""So long a file is somebody's where the file system knows no locks."""


@dataclass(frozen=True, slots=True)
class EditorFile:
    """`lock` is held until the text is back, or the editor has ended without us: nobody takes it in before."""

    path: Path
    lock: int

    @classmethod
    def of(cls, text: str, data_dir: Path, name: str, read_only: bool = False) -> Self:
        """Raises StoreError."""
        folder = make_private(make_private(data_dir) / EDITOR_FOLDER) / token_hex(8)
        try:
            folder.mkdir(mode=0o700)
            # A last line without its end is odd to most editors, which add one.
            content = f"{text}\n".encode(errors="replace")
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            flock(lock)
            # A copy to be looked at is nothing to be taken in; and so is what nobody has changed.
            os.write(lock, b"read only" if read_only else _digest(content))
            with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            if read_only:
                (folder / name).chmod(0o400)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise of_os(error, folder) from error
        return cls(folder / name, lock)

    def read(self) -> str | None:
        """What stands in it now, without the line end that was added; None: it is not there any more, or no file."""
        return _read(self.path)

    def remove(self) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)
        os.close(self.lock)

    def leave(self) -> None:
        """It stays for the next start, which looks for it."""
        os.close(self.lock)


@dataclass(frozen=True, slots=True)
class LeftInEditors:
    """What editors had saved of prompts when aishtui ended, and the folders in which they left files of their own."""

    texts: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()


def left_in_editors(data_dir: Path) -> LeftInEditors:
    """Takes in, and away, what nobody is working on any more."""
    texts: list[str] = []
    folders: list[Path] = []
    for folder in _abandoned(data_dir / EDITOR_FOLDER):
        found, others = _contents(folder)
        texts += found
        if others:
            folders.append(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return LeftInEditors(tuple(texts), tuple(folders))


def _abandoned(parent: Path) -> Iterator[Path]:
    try:
        folders = sorted(folder for folder in parent.iterdir() if folder.is_dir())
    except OSError:  # there is none: nobody has used an editor yet
        return
    for folder in folders:
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:  # none of ours, or taken in already, but for what an editor left
            continue
        try:
            free = flock(lock)
            if free or (free is None and time.time() - os.fstat(lock).st_mtime > _NO_LOCKS_S):
                yield folder
        finally:
            os.close(lock)


def _contents(folder: Path) -> tuple[list[str], list[Path]]:
    """The texts that were saved in it, and the files that only their editor understands."""
    before = (folder / _LOCK).read_bytes()
    texts: list[str] = []
    others: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.name == _LOCK or before == b"read only":
            continue
        if path.suffix not in (".md", _SAVED_AT_HANGUP):
            others.append(path)
        elif _digest(path.read_bytes()) != before:
            texts.append(_read(path) or "")
    return [text for text in texts if text.strip()], [path for path in others if not path.name.endswith("~")]


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _read(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode(errors="replace")
    except OSError:
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n")

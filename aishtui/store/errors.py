"""What can go wrong on disk, each as a sentence for the user.

StoreError
├── NewerVersion    a newer aishtui has written it
├── CannotWrite     a condition that can pass; what could not be written is kept and tried again
│   ├── CannotOpen      there is no way to the file or folder
│   ├── Damaged         the file is there, but not a sound database of ours
│   ├── WordsDamaged    only the full-text index in it is not sound, and can be made anew
│   ├── DiskFull
│   ├── ReadOnly
│   ├── Busy
│   └── DiskTrouble
├── Refused         this one write cannot be stored, whatever the disk does
├── Mistake         one of ours: this one thing is not stored or read, everything else goes on


├── Stopped         the user did not want to wait for it
├── Closed          asked after the store was closed
├── NotWritten      a file that the user named cannot be written
├── AlreadyThere    a file that must not be overwritten is there
├── NotAttached     a file that is not sent with a prompt
│   └── NotFound        there is none
├── NotSaved        a change of the presets was not made; everything is as it was
│   └── ChangedMeanwhile    somebody else has changed the same
└── BadFile         a file that people edit has a mistake in it
"""

import errno
from pathlib import Path
from typing import Self

from aishtui.chat.clean import clean_line
from aishtui.chat.file_problem import FileProblem


class StoreError(Exception):
    """`str()` says what happened, where, and what to do."""

    def saying(self, words: str) -> Self:
        """The same error with one more sentence: what still works depends on where it struck."""
        self.args = (f"{self} {words}",)
        return self


class NewerVersion(StoreError):
    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"The database {path} was written by a newer aishtui (its version is {found}, this one knows {known}). "
            "It is left as it is: update aishtui, or choose another folder with --data-dir."
        )


class CannotWrite(StoreError):
    """Nothing is wrong with what was to be written, so trying again makes sense."""


class CannotOpen(CannotWrite):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be opened ({reason}). Check the path and its permissions.")


class Damaged(CannotWrite):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The database {path} is damaged ({reason}) and left as it is. `aishtui store check` says what can be "
            "saved; or move it away, or put a copy of yours in its place."
        )


class WordsDamaged(CannotWrite):
    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The full-text index in {path} is damaged, and is being made anew out of the messages. Search again soon."
        )


class DiskFull(CannotWrite):
    def __init__(self, path: Path) -> None:
        super().__init__(f"The disk that holds {path} is full: no space, or no room for more files. Make room there.")


class ReadOnly(CannotWrite):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be written ({reason}). Make it writable, or choose another with --data-dir.")


class Busy(CannotWrite):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The database {path} is in use by another program that does not let go of it ({reason}).")


class DiskTrouble(CannotWrite):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The disk that holds {path} reports an error ({reason}).")


class Refused(StoreError):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"One thing could not be stored in {path} ({reason}); everything else goes on.")


class Mistake(StoreError):
    """Only the kind of the error is told: its words may be the user's."""

    def __init__(self, error: Exception) -> None:
        kind = type(error).__name__
        super().__init__(
            f"A mistake in aishtui ({kind}) kept one thing from being stored or read; everything else goes on. "
            "aishtui.log says where it is."
        )


class Stopped(StoreError):
    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was changed.")


class Closed(StoreError):
    def __init__(self) -> None:
        super().__init__("The store is closed: nothing more is written or read.")


class NotWritten(StoreError):
    def __init__(self, path: Path, error: OSError) -> None:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        cure = "Make room there, or choose another place." if full else "Choose another place."
        super().__init__(f"{path} cannot be written ({error.strerror or error}). {cure}")


class AlreadyThere(StoreError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already and was left as it is. Name another file.")


class NotAttached(StoreError):
    """`reason` goes on behind the file's name: `is a folder; name a file in it`."""

    def __init__(self, path: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{clean_line(path)} {reason}.")


class NotFound(NotAttached):
    def __init__(self, path: str) -> None:
        super().__init__(path, "is not there")


class NotSaved(StoreError):
    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} The presets are as they were.")


class ChangedMeanwhile(NotSaved):
    """`values` are those of the preset's values that both have changed; empty where all of it is another."""

    def __init__(self, name: str, what: str, values: tuple[str, ...] = ()) -> None:
        self.values = values
        super().__init__(f"The preset {name} {what} meanwhile, by another aishtui or in its file.")


class BadFile(StoreError):
    def __init__(self, path: Path, line: int | None, key: str, problem: str) -> None:
        self.where = FileProblem(path, line, key, problem)
        super().__init__(str(self.where))


def of_os(error: OSError, path: Path) -> StoreError:
    """The sentence for what the operating system refused at `path`."""
    reason = error.strerror or str(error)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return DiskFull(path)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return ReadOnly(path, reason)
        case errno.EIO | errno.EFBIG | errno.ESTALE:
            return DiskTrouble(path, reason)
        case _:
            return CannotOpen(path, reason)

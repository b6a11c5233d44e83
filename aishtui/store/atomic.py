"""Files that are put in their place whole or not at all."""

import errno
import os
import secrets
from pathlib import Path

from aishtui.store.errors import of_os

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES)


def write_atomic(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Puts `content` at `path`: after a crash or a power cut there is the old file or the new one. Raises StoreError.

    A symbolic link stays one, and what it points to is replaced: people keep their settings in linked folders.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _write_new(temporary, content, mode)
        try:
            os.replace(temporary, target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise of_os(error, path) from error


def _write_new(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def name_new(half_made: Path, target: Path) -> None:
    """Gives a finished file its name, where nothing must be overwritten. Raises FileExistsError, and other OSErrors."""
    try:
        os.link(half_made, target)  # which, unlike renaming, fails where something has come meanwhile
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.replace(half_made, target)
    else:
        half_made.unlink()


def sync_folder(folder: Path) -> None:
    """What was renamed in `folder` is so after a power cut, too. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Names of files and folders, as far as one is typed."""

import os
from pathlib import Path

MOST_READ = 5_000
"""So many names of a folder are looked at."""
MOST = 200


def paths_like(typed: str) -> tuple[str, ...]:
    """What `typed` may become, in the way it is written, folders with a slash at the end, those first that are folders;
    nothing where no folder can be read. Hidden ones only where a dot is typed."""
    folder, slash, begun = typed.rpartition("/")
    where = Path(f"{folder}{slash}" or ".")
    try:
        where = where.expanduser()
        found = sorted(_names(where, begun))
    except (OSError, RuntimeError, ValueError):
        return ()
    begin = f"{folder}{slash}"
    return tuple(f"{begin}{name}{'/' * is_folder}" for _, name, is_folder in found[:MOST])


def _names(folder: Path, begins: str) -> list[tuple[bool, str, bool]]:
    found = []
    with os.scandir(folder) as entries:
        for _, entry in zip(range(MOST_READ), entries, strict=False):
            name = entry.name
            if name.startswith(begins) and (begins or not name.startswith(".")) and name.isprintable():
                is_folder = entry.is_dir()
                found.append((not is_folder, name, is_folder))
    return found

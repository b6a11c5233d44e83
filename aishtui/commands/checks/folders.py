"""The folder of what the user has settled, and the one of what aishtui keeps."""

import os
import shutil
from pathlib import Path

from aishtui.chat.wording import plural, sentences, size
from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.settings import Settings
from aishtui.store.aside import files_aside
from aishtui.store.checking import first_look
from aishtui.store.filesystem import is_in_memory, is_on_network, kind_of_filesystem
from aishtui.store.opening import DATABASE
from aishtui.store.rescuing import rescued

CONFIGURATION = "configuration"
DATA = "data folder"

_FILES = ("config.toml", "presets.toml")
_PRIVATE = 0o077
"""The mode's bits that nobody else should have."""


def check_configuration(settings: Settings) -> Finding:
    found = [name for name in _FILES if (settings.config_dir / name).is_file()]
    files = " and ".join(found) if found else "no file of yours, so all is as shipped"
    seen = f"{settings.config_dir}: {files}; {plural(len(settings.presets), 'preset')}"
    if settings.problems:
        return not_ok(CONFIGURATION, sentences(seen, *map(str, settings.problems)), "What is right in it is used.")
    return ok(CONFIGURATION, seen)


def check_data(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        return _not_there(folder)
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return not_ok(DATA, f"{folder}: aishtui cannot read and write there{_why(folder)}", _ELSEWHERE)
    database = folder / DATABASE
    mode, problem = first_look(database)
    seen = f"{folder}: {_database(database)}, {_place(folder, mode)}"
    if _is_full(folder):
        return not_ok(DATA, seen, _ROOM)
    if database.exists() and database.stat().st_mode & _PRIVATE:
        return not_ok(DATA, f"{seen}; others on this machine may read it", f"chmod 600 {database}")
    if problem:
        return not_ok(DATA, f"{seen}; {problem}", "`aishtui store check` looks at all of it.")
    if waiting := [*files_aside(folder), *rescued(folder)]:
        return not_ok(DATA, f"{seen}; {plural(len(waiting), 'file')} with conversations that are not in it yet", _ASIDE)
    return _by_place(seen, folder)


_LITTLE_BYTES = 50_000_000
_ASIDE = "Start aishtui: it takes them over, or says why it cannot. `aishtui store check` looks at the database."
_ROOM = "Make room there: what cannot be written is kept in memory only."
_LASTING = "If your conversations are to last, name a folder on a disk with --data-dir."
_ELSEWHERE = "Correct the permissions, or name another folder with --data-dir."


def _not_there(folder: Path) -> Finding:
    above = next(parent for parent in folder.parents if parent.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        why = _why(above) or f": {above} is not yours to write in"
        return not_ok(DATA, f"{folder} is not there, and cannot be made{why}", _ELSEWHERE)
    seen = f"{folder} is not there yet; the first start makes it, {_place(above, '')}"
    return not_ok(DATA, seen, _ROOM) if _is_full(above) else _by_place(seen, above)


def _is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < _LITTLE_BYTES


def _why(folder: Path) -> str:
    read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
    return ": its file system is mounted read-only" if read_only else ""


def _by_place(seen: str, folder: Path) -> Finding:
    if is_on_network(folder):
        return ok(DATA, f"{seen}; on a network file system", "Use it from one machine only.")
    if is_in_memory(folder):
        return ok(DATA, f"{seen}; in memory only: gone after a restart of this machine", _LASTING)
    return ok(DATA, seen)


def _database(path: Path) -> str:
    return f"{DATABASE}, {size(path.stat().st_size)}" if path.is_file() else "no conversation is kept yet"


def _place(folder: Path, mode: str) -> str:
    """The file system, the room on it, and how SQLite writes there."""
    parts = [kind_of_filesystem(folder) or "file system not known", f"{size(shutil.disk_usage(folder).free)} free"]
    return ", ".join([*parts, f"journal mode {mode}"] if mode else parts)

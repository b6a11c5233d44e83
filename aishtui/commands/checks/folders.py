"""The folder of what the user has settled, and the one of what aishtui keeps."""

import os
import shutil
from pathlib import Path

from aishtui.chat.wording import plural, sentences, size
from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.settings import Settings
from aishtui.store.aside import files_aside
from aishtui.store.checking import first_look
from aishtui.store.filesystem import is_on_network, kind_of_filesystem
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
        return not_ok(DATA, f"{folder}: aishtui cannot read and write there", _ELSEWHERE)
    database = folder / DATABASE
    mode, problem = first_look(database)
    seen = f"{folder}: {_database(database)}, {_place(folder, mode)}"
    if shutil.disk_usage(folder).free < _LITTLE_BYTES:
        return not_ok(DATA, seen, "Make room there: what cannot be written is kept in memory only.")
    if database.exists() and database.stat().st_mode & _PRIVATE:
        return not_ok(DATA, f"{seen}; others on this machine may read it", f"chmod 600 {database}")
    if problem:
        return not_ok(DATA, f"{seen}; {problem}")
    if waiting := [*files_aside(folder), *rescued(folder)]:
        return not_ok(DATA, f"{seen}; {plural(len(waiting), 'file')} with conversations that are not in it yet", _ASIDE)
    if is_on_network(folder):
        return ok(DATA, f"{seen}; on a network file system", "Use it from one machine only.")
    return ok(DATA, seen)


_LITTLE_BYTES = 50_000_000
_ASIDE = "Start aishtui: it takes them over, or says why it cannot. `aishtui store check` looks at the database."
_ELSEWHERE = "Correct the permissions, or name another folder with --data-dir."


def _not_there(folder: Path) -> Finding:
    above = next(parent for parent in folder.parents if parent.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        return not_ok(DATA, f"{folder} is not there, and cannot be made: {above} is not yours to write in", _ELSEWHERE)
    return ok(DATA, f"{folder} is not there yet; the first start makes it")


def _database(path: Path) -> str:
    return f"{DATABASE}, {size(path.stat().st_size)}" if path.is_file() else "no conversation is kept yet"


def _place(folder: Path, mode: str) -> str:
    """The file system, the room on it, and how SQLite writes there."""
    parts = [kind_of_filesystem(folder) or "file system not known", f"{size(shutil.disk_usage(folder).free)} free"]
    return ", ".join([*parts, f"journal mode {mode}"] if mode else parts)

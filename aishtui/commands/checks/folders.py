"""The folder of what the user has settled, and the one of what aishtui keeps."""

import os
from pathlib import Path

from aishtui.chat.wording import plural, sentences, size
from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.settings import Settings
from aishtui.store.filesystem import is_on_network
from aishtui.store.opening import DATABASE

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
    seen = f"{folder}: {_database(database)}"
    if database.exists() and database.stat().st_mode & _PRIVATE:
        return not_ok(DATA, f"{seen}; others on this machine may read it", f"chmod 600 {database}")
    if is_on_network(folder):
        return ok(DATA, f"{seen}; on a network file system", "Use it from one machine only.")
    return ok(DATA, seen)


_ELSEWHERE = "Correct the permissions, or name another folder with --data-dir."


def _not_there(folder: Path) -> Finding:
    above = next(parent for parent in folder.parents if parent.exists())
    if not os.access(above, os.W_OK | os.X_OK):
        return not_ok(DATA, f"{folder} is not there, and cannot be made: {above} is not yours to write in", _ELSEWHERE)
    return ok(DATA, f"{folder} is not there yet; the first start makes it")


def _database(path: Path) -> str:
    return f"{DATABASE}, {size(path.stat().st_size)}" if path.is_file() else "no conversation is kept yet"

"""`presets.d/aishtui.toml` as text: the one file of presets that aishtui writes.

All of its additions stand in one file and not in one for each preset: what belongs together (a slot goes from one
preset to another) is written at once or not at all, names need no form of their own as file names, and whoever wants
none of it any more has one file to take away.
"""

import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from aishtui.chat.same_value import same_value
from aishtui.store.atomic import write_atomic
from aishtui.store.errors import NotSaved, StoreError
from aishtui.store.preset_tables import FORMAT, TOP
from aishtui.store.toml_file import kind_of, parse_toml, read_text

Table = dict[str, Any]

_HEADER = """\
# aishtui writes this file: what you change of the presets in aishtui. It goes over presets.toml and over all other
# files here, value by value. You may edit it, but comments are gone with the next change. presets.toml, and what has
# another name here, is yours: aishtui never writes it.
"""


def read_own(path: Path) -> tuple[str, Table]:
    """The text (empty where there is no file) and all that is in it. Raises NotSaved where that must not be
    written over."""
    try:
        text = read_text(path)
        tables = parse_toml(path, text).tables
    except StoreError as error:
        raise NotSaved(f"{error}. It is left as it is: put it right or take it away.") from error
    version = tables.get("version", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise NotSaved(f"{path} is from a newer aishtui, and left as it is: update aishtui to change presets here.")
    presets = tables.setdefault(TOP, {})
    if not isinstance(presets, dict) or not all(isinstance(table, dict) for table in presets.values()):
        raise NotSaved(f"{path}: {TOP} must hold tables called [{TOP}.NAME], not {kind_of(presets)}.")
    return text, tables


def own_text(tables: Table) -> str:
    """The file's text. Raises NotSaved for what TOML cannot carry."""
    presets = tables.get(TOP)
    ordered = {"version": FORMAT, **{key: value for key, value in tables.items() if key != TOP}}
    if presets:
        ordered[TOP] = presets
    for multiline in (True, False):  # the first is better to read, and may change line ends
        try:
            text = _HEADER + "\n" + tomli_w.dumps(ordered, multiline_strings=multiline)
            text.encode()
        except (TypeError, ValueError, RecursionError) as error:
            raise NotSaved(f"{_reason(error)}.") from error
        if _reads_as(text, ordered):
            return text
    raise NotSaved("A value cannot be written so that it reads the same again.")


def write_own(path: Path, text: str) -> None:
    """Raises NotSaved."""
    try:
        write_atomic(path, text.encode())
    except StoreError as error:
        raise not_written(path, error) from error


def not_written(path: Path, error: StoreError) -> NotSaved:
    """What the system refused, without the advice that is for the database."""
    cause = error.__cause__
    reason = (cause.strerror or str(cause)) if isinstance(cause, OSError) else str(error)
    return NotSaved(f"{path} cannot be written ({reason}).")


def _reads_as(text: str, wanted: Table) -> bool:
    try:
        return same_value(tomllib.loads(text), wanted)
    except (ValueError, RecursionError):
        return False


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "A text with half a character in it cannot be written to a file"
    if isinstance(error, RecursionError):
        return "What is nested that deeply cannot be written to a file"
    return "A value cannot be written as TOML, which knows text, numbers, true and false, lists and tables, and no null"

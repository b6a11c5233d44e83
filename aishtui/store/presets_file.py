"""`presets.toml`: the presets that ship, and the user's own over them."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset
from aishtui.store.errors import BadFile, FileProblem
from aishtui.store.toml_file import KeyPath, TomlFile, kind_of, read_toml

_KEYS = ("model", "description", "group", "system", "params")
_LEFT_OUT = "the preset is left out"


@dataclass(frozen=True, slots=True)
class LoadedPresets:
    """In the order of the files; one that a later file names again keeps its place."""

    presets: tuple[Preset, ...]
    problems: tuple[FileProblem, ...]


def load_presets(paths: Sequence[Path]) -> LoadedPresets:
    """Reads the files in order, each over the ones before. A file that is not there is no problem."""
    presets: dict[str, Preset] = {}
    problems: list[FileProblem] = []
    for path in paths:
        try:
            file = read_toml(path)
        except BadFile as error:
            problems.append(error.where)
            continue
        presets |= _presets(file, problems)
    return LoadedPresets(tuple(presets.values()), tuple(problems))


def _presets(file: TomlFile, problems: list[FileProblem]) -> dict[str, Preset]:
    found: dict[str, Preset] = {}
    problems += [
        file.unknown((key,), ("presets",), "presets are tables called [presets.NAME]")
        for key in file.tables
        if key != "presets"
    ]
    tables = file.tables.get("presets", {})
    if not isinstance(tables, dict):
        problems.append(file.problem(("presets",), f"must hold tables called [presets.NAME], not be {kind_of(tables)}"))
        return {}
    for name, table in tables.items():
        preset = _preset(file, name, table, problems)
        if preset is not None:
            found[name] = preset
    return found


def _preset(file: TomlFile, name: str, table: Any, problems: list[FileProblem]) -> Preset | None:
    """None where what would be sent is not what was meant; a wrong word for the reader only is just not used."""
    here = ("presets", name)
    if not name.strip():
        problems.append(file.problem(here, f"a preset needs a name; {_LEFT_OUT}"))
        return None
    if not isinstance(table, dict):
        problems.append(file.problem(here, f"must be a table with a model, not {kind_of(table)}; {_LEFT_OUT}"))
        return None
    problems += [_unknown(file, (*here, key)) for key in table if key not in _KEYS]
    wrong = _wrong_for_sending(file, here, table)
    problems += wrong
    if wrong:
        return None
    return Preset(
        name,
        table["model"],
        _words(file, (*here, "description"), table, problems),
        _words(file, (*here, "group"), table, problems),
        table.get("system", ""),
        table.get("params", {}),
        str(file.path),
    )


def _wrong_for_sending(file: TomlFile, here: KeyPath, table: dict[str, Any]) -> list[FileProblem]:
    wrong: list[FileProblem] = []
    model = table.get("model")
    if model is None:
        wrong.append(file.problem(here, f'has no model (model = "…"); {_LEFT_OUT}'))
    elif not isinstance(model, str) or not model.strip():
        is_now = "empty" if isinstance(model, str) else kind_of(model)
        wrong.append(file.problem((*here, "model"), f"must be the model's id as text, not {is_now}; {_LEFT_OUT}"))
    system = table.get("system", "")
    if not isinstance(system, str):
        wrong.append(file.problem((*here, "system"), f"must be text, not {kind_of(system)}; {_LEFT_OUT}"))
    params = table.get("params", {})
    if not isinstance(params, dict):
        wrong.append(file.problem((*here, "params"), f"must be a table, not {kind_of(params)}; {_LEFT_OUT}"))
    elif (bad := _not_json(params, (*here, "params"))) is not None:
        where, what = bad
        wrong.append(file.problem(where, f"{what} cannot be sent in a request; {_LEFT_OUT}"))
    return wrong


def _words(file: TomlFile, where: KeyPath, table: dict[str, Any], problems: list[FileProblem]) -> str:
    value = table.get(where[-1], "")
    if isinstance(value, str):
        return value
    problems.append(file.problem(where, f"must be text, not {kind_of(value)}; it is not used"))
    return ""


def _unknown(file: TomlFile, where: KeyPath) -> FileProblem:
    return file.unknown(where, _KEYS, f"parameters of the request go into [presets.{where[1]}.params]")


def _not_json(value: Any, where: KeyPath) -> tuple[KeyPath, str] | None:
    """Where in `value` there is something that JSON has no word for, and what it is."""
    if isinstance(value, dict):
        parts = [(item, (*where, key)) for key, item in value.items()]
    elif isinstance(value, list):
        parts = [(item, where) for item in value]
    elif isinstance(value, float) and not math.isfinite(value):
        return where, "a number that is infinite or none at all"
    elif isinstance(value, (str, int, float)):
        return None
    else:
        return where, kind_of(value)
    return next((bad for item, place in parts if (bad := _not_json(item, place)) is not None), None)

"""One file of presets: what it says of each, where, and what is wrong with it. What several make together, and what of
that is sent, is in `presets_file.py`."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.errors import BadFile
from aishtui.store.preset_values import FOR_SENDING, KNOWN, WrongValue, checked
from aishtui.store.system_file import NoSystemPrompt, system_path
from aishtui.store.toml_file import TomlFile, kind_of, read_text
from aishtui.store.toml_lines import KeyPath, Lines, dotted
from aishtui.store.toml_pieces import parse_in_pieces

TOP = "presets"
FORMAT = 1
"""The version of the form that this aishtui reads and writes."""
NOT_READ = ""
"""Stands in a preset's values for all of a table that could not be read."""

_SET_BY_US = ("model", "messages", "stream")
_TOP_KEYS = (TOP, "version")


@dataclass(frozen=True, slots=True)
class Said:
    """A value as a file gives it. `wrong` says what is wrong with it; then there is no value."""

    place: FileProblem
    """Where it stands, without a problem."""
    value: Any = None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class PresetTable:
    """What a file says of one preset."""

    place: FileProblem
    values: Mapping[str, Said]


@dataclass(slots=True)
class PresetTables:
    """A file that was read. `problems` are those that concern no value of a preset."""

    path: Path
    tables: dict[str, PresetTable] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    newer: bool = False
    """It was written for a newer aishtui."""


def read_tables(path: Path) -> PresetTables:
    """What there is; a file that is not there says nothing, and one that cannot be read is a problem."""
    try:
        return tables_in(path, read_text(path))
    except BadFile as error:
        return PresetTables(path, problems=[error.where])


def tables_in(path: Path, text: str) -> PresetTables:
    """What there would be with this text in the file at `path`."""
    found = PresetTables(path)
    pieces = parse_in_pieces(path, text, TOP)
    found.problems += pieces.problems
    reader = _Reader(pieces.file, found)
    reader.read()
    for name, problem in pieces.lost.items():
        found.tables[name] = PresetTable(problem, {NOT_READ: Said(problem, wrong=problem.problem)})
    return found


class _Reader:
    def __init__(self, file: TomlFile, found: PresetTables) -> None:
        self._file = file
        self._lines = Lines(file.text)
        self._found = found

    def read(self) -> None:
        tables = self._file.tables.get(TOP, {})
        self._read_version()
        if not self._found.newer:
            self._found.problems += [
                self._file.unknown((key,), _TOP_KEYS, "presets are tables called [presets.NAME]")
                for key in self._file.tables
                if key not in _TOP_KEYS
            ]
        if isinstance(tables, dict):
            for name, table in tables.items():
                self._read_preset(name, table)
        else:
            self._tell((TOP,), f"must hold tables called [presets.NAME], not be {kind_of(tables)}")

    def _read_version(self) -> None:
        version = self._file.tables.get("version", FORMAT)
        if isinstance(version, bool) or not isinstance(version, int):
            self._tell(("version",), f"must be a whole number, not {kind_of(version)}")
        elif version > FORMAT:
            self._found.newer = True
            self._tell(
                ("version",),
                f"the file is from a newer aishtui (its version is {version}, this one knows {FORMAT}); what this one "
                "knows of it is used",
            )

    def _read_preset(self, name: str, table: Any) -> None:
        here = (TOP, name)
        if not name.strip():
            self._tell(here, "a preset needs a name; the preset is left out")
            return
        place = self._place(here)
        if not isinstance(table, dict):
            wrong = f"must be a table with a model, not {kind_of(table)}"
            self._found.tables[name] = PresetTable(place, {NOT_READ: Said(place, wrong=wrong)})
            return
        values: dict[str, Said] = {}
        for key, value in table.items():
            if key in KNOWN:
                values[key] = self._said((*here, key), value)
            elif not self._found.newer:
                hint = f"parameters of the request go into [{dotted(here)}.params]"
                self._found.problems.append(self._file.unknown((*here, key), KNOWN, hint))
        self._look_at_pairs(here, values)
        self._found.tables[name] = PresetTable(place, values)

    def _said(self, where: KeyPath, value: Any) -> Said:
        key = where[-1]
        try:
            known = checked(key, value)
            if key == "system_file" and known:
                known = _path(known, self._file.path.parent)
        except WrongValue as wrong:
            return Said(self._place((*where, *wrong.inner)), wrong=str(wrong))
        return Said(self._place(where), known)

    def _look_at_pairs(self, here: KeyPath, values: dict[str, Said]) -> None:
        """What is allowed, and does nothing."""
        if "system" in values and "system_file" in values:
            self._tell((*here, "system"), "stands beside system_file, which is used; leave one out")
            del values["system"]
        params = values["params"].value if "params" in values else None
        for name in _SET_BY_US:
            if params and name in params:
                self._tell((*here, "params", name), "is set by aishtui itself, and not used")

    def _place(self, where: KeyPath) -> FileProblem:
        return FileProblem(self._file.path, self._lines.of(where), dotted(where), "")

    def _tell(self, where: KeyPath, problem: str) -> None:
        self._found.problems.append(FileProblem(self._file.path, self._lines.of(where), dotted(where), problem))


def _path(written: str, beside: Path) -> Path:
    try:
        return system_path(written, beside)
    except NoSystemPrompt as problem:
        raise WrongValue(f"{written[:60]!r} {problem}") from None


def stops_sending(key: str) -> bool:
    """Whether nothing can be sent with a preset where this is wrong."""
    return key == NOT_READ or key in FOR_SENDING

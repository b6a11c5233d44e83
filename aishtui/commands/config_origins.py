"""Where what holds comes from: an option, a variable of the environment, a line of `config.toml`, or nowhere."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.commands.settings import Options
from aishtui.store import config_table as table
from aishtui.store.config_table import Setting
from aishtui.store.errors import BadFile
from aishtui.store.toml_file import TomlFile, read_toml
from aishtui.store.toml_lines import KeyPath, line_of


class Source(StrEnum):
    OPTION = "option"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Origin:
    """`name` is the option's or the variable's; `line` the file's. `wrong` says why what stands in the file is not
    used, or not as it is."""

    source: Source
    name: str = ""
    path: Path | None = None
    line: int | None = None
    wrong: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.path.name}, line {self.line}" if self.path is not None else ""
        match self.source:
            case Source.FILE:
                return place
            case Source.DEFAULT:
                return f"default; {place} is not used" if place else "default"
            case _:
                return self.name


class ConfigOrigins:
    """Of the file as it is now; `problems` are those that reading it has brought."""

    def __init__(self, path: Path, problems: tuple[FileProblem, ...]) -> None:
        try:
            self._file = read_toml(path)
        except BadFile:
            self._file = TomlFile(path, "", {})  # `problems` say so
        self._problems = [problem for problem in problems if problem.path == path]

    def in_file(self, where: KeyPath, name: str, used: bool) -> Origin:
        """Of what stands at `where`, and is called `name` in problems; not `used`: the default holds all the same."""
        if not self._has(where):
            return Origin(Source.DEFAULT)
        wrong = tuple(problem.problem for problem in self._problems if problem.key == name)
        line = line_of(self._file.text, where)
        return Origin(Source.FILE if used else Source.DEFAULT, "", self._file.path, line, wrong)

    def of(self, setting: Setting[object], by: str, is_default: bool) -> Origin:
        """`by` is the option or variable that comes before the file; `is_default`: what holds is the default."""
        found = self.in_file(setting.path, setting.name, used=True)
        if by:
            return Origin(Source.OPTION if by.startswith("--") else Source.ENVIRONMENT, by)
        if found.source is Source.FILE and is_default and (found.wrong or setting is table.THEME):
            return Origin(Source.DEFAULT, "", found.path, found.line, found.wrong)
        return found

    def _has(self, where: KeyPath) -> bool:
        found: object = self._file.tables
        for part in where:
            if not isinstance(found, dict) or part not in found:
                return False
            found = found[part]
        return True


def settled_by(setting: Setting[object], options: Options, environment: Mapping[str, str]) -> str:
    """The option or variable that comes before the file; empty where there is none."""
    match setting.path:
        case table.URL.path:
            by_option = "--embedded" if options.embedded else "--endpoint" if options.endpoint else ""
            return by_option or ("AISHTUI_ENDPOINT" if environment.get("AISHTUI_ENDPOINT") else "")
        case table.THEME.path:
            return "--theme" if options.theme else ""
        case table.PLAIN_OUTPUT.path:
            return "--plain-output" if options.plain_output else ""
        case _:
            return ""

"""TOML files that people edit: what is in them, and on which line it stands."""

import math
import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.store.errors import BadFile
from aishtui.store.ordinary_file import NoOrdinaryFile, read_ordinary
from aishtui.store.toml_lines import KeyPath, dotted, first_of_two, header_in, line_of, outside_strings

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = " (at end of document)"
_TWICE = ("Cannot overwrite a value", "Cannot declare")
_MOST_BYTES = 4 * 1024 * 1024
_LONG = 10**20


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A file that was read. A missing one has no text and no tables."""

    path: Path
    text: str
    tables: dict[str, Any]

    def problem(self, where: KeyPath, problem: str) -> FileProblem:
        """`problem` with the line on which `where` stands, or the nearest table around it."""
        return FileProblem(self.path, line_of(self.text, where), dotted(where), problem)

    def unknown(self, where: KeyPath, known: tuple[str, ...], otherwise: str) -> FileProblem:
        """That the last of `where` is not a key there, with the known one it looks like, else `otherwise`."""
        near = nearest(where[-1], known, most=1)
        hint = f"did you mean {near[0]}?" if near else otherwise
        return self.problem(where, f"unknown key, which is not used; {hint}")

    def entry(self, where: KeyPath, number: int) -> "TomlFile":
        """The file as if the `number`-th table (from 1) of the array of tables `where` were its only one, and a plain
        table; lines keep their numbers."""
        table: Any = self.tables
        for part in where:
            table = table[part]
        return TomlFile(self.path, _only_entry(self.text, where, number), _nested(where, table[number - 1]))


def _nested(where: KeyPath, table: Any) -> dict[str, Any]:
    for part in reversed(where):
        table = {part: table}
    return dict(table)


def _only_entry(text: str, where: KeyPath, number: int) -> str:
    """The text with the lines outside that entry emptied."""
    seen, kept = 0, []
    for line in outside_strings(text):
        header = header_in(line)
        if header is not None and header[: len(where)] != where:
            inside = False
        else:
            seen += header == where
            inside = seen == number
        kept.append(line if inside else "")
    return "\n".join(kept)


def read_toml(path: Path) -> TomlFile:
    """Raises BadFile, with the line where the file stops being TOML."""
    return parse_toml(path, read_text(path))


def read_text(path: Path) -> str:
    """What stands in a file that is to be TOML; nothing where there is none. Raises BadFile."""
    try:
        content = read_ordinary(path, _MOST_BYTES + 1)
    except FileNotFoundError:
        return ""
    except NoOrdinaryFile as kind:
        raise BadFile(path, None, "", str(kind)) from kind
    except OSError as error:
        raise BadFile(path, None, "", f"cannot be read ({error.strerror or error})") from error
    if len(content) > _MOST_BYTES:
        raise BadFile(path, None, "", f"is larger than {_MOST_BYTES // 1024 // 1024} MB, which no such file is")
    return _decoded(path, content)


def parse_toml(path: Path, text: str) -> TomlFile:
    """The file at `path` with this text in it. Raises BadFile, with the line where the text stops being TOML."""
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except RecursionError as error:
        raise BadFile(path, None, "", "is nested too deeply") from error
    except ValueError as error:  # TOMLDecodeError, and numbers and dates that Python refuses
        raise BadFile(path, *_where_it_stops(text, str(error))) from error


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(path, line, "", f"is not UTF-8: byte 0x{content[error.start]:02x}") from error


def _where_it_stops(text: str, message: str) -> tuple[int | None, str, str]:
    """The line, no key, and the sentence, out of tomllib's message, which is where it puts the line."""
    found = _AT_LINE.search(message)
    line = int(found.group(1)) if found else None
    if message.endswith(_AT_END):
        line = text.rstrip("\n").count("\n") + 1
    words = _AT_LINE.sub("", message).removesuffix(_AT_END)
    if line is not None and words.startswith(_TWICE) and (twice := first_of_two(text, line)) is not None:
        return line, "", f"is not TOML: {dotted(twice[0])} stands here again; it is on line {twice[1]} already"
    return line, "", f"is not TOML: {words[:1].lower()}{words[1:]}"


def number_words(value: float) -> str:
    """A number as it is shown to whoever wrote it. Python refuses to write out very long ones, which TOML can hold in
    hexadecimal."""
    if isinstance(value, int):
        return str(value) if abs(value) < _LONG else "a number of more than 20 digits"
    return "an infinite number" if math.isinf(value) else f"{value!r}"


def kind_of(value: object) -> str:
    """What a TOML value is, in words."""
    match value:
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "a table"
        case date() | time():
            return "a date or time"
        case _:
            return "something else"

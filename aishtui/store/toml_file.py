"""TOML files that people edit: what is in them, and on which line it stands."""

import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.store.errors import BadFile, FileProblem

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = " (at end of document)"
_HEADER = re.compile(r"\s*(\[{1,2})([^\[\]#]+|.*?[\"'].*?)(\]{1,2})\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w.\- \t]|"[^"]*"|'[^']*')+?)\s*=""")
_MOST_BYTES = 4 * 1024 * 1024

KeyPath = tuple[str, ...]


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
    for line in _outside_strings(text):
        header = _header(line)
        if header is not None and header[: len(where)] != where:
            inside = False
        else:
            seen += header == where
            inside = seen == number
        kept.append(line if inside else "")
    return "\n".join(kept)


def read_toml(path: Path) -> TomlFile:
    """Raises BadFile, with the line where the file stops being TOML."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return TomlFile(path, "", {})
    except OSError as error:
        raise BadFile(path, None, "", f"cannot be read ({error.strerror or error})") from error
    if len(content) > _MOST_BYTES:
        raise BadFile(path, None, "", f"is larger than {_MOST_BYTES // 1024 // 1024} MB, which no such file is")
    text = _decoded(path, content)
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
    return line, "", f"is not TOML: {words[:1].lower()}{words[1:]}"


def dotted(where: KeyPath) -> str:
    """`presets.fast.model`, with quotes where TOML needs them."""
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"' for part in where)


def line_of(text: str, where: KeyPath) -> int | None:
    """The line of the key or table `where`, or else of the innermost one around it that has a line of its own."""
    best, depth = None, 0
    table: KeyPath = ()
    for number, line in enumerate(_outside_strings(text), start=1):
        if (header := _header(line)) is not None:
            table = here = header
        elif (key := _key(line)) is not None:
            here = (*table, *key)
        else:
            continue
        # A table around it is named by a beginning of `where`; [presets.fast.params] opens presets.fast too.
        shared = min(len(here), len(where))
        if shared > depth and here[:shared] == where[:shared]:
            best, depth = number, shared
    return best


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


def _header(line: str) -> KeyPath | None:
    found = _HEADER.match(line)
    return _path_in(f"[{found.group(2)}]") if found else None


def _key(line: str) -> KeyPath | None:
    found = _KEY.match(line)
    return _path_in(f"{found.group(1)} = 0") if found else None


def _path_in(line: str) -> KeyPath | None:
    """The path that one line of TOML opens: the parser itself knows best how keys are written."""
    try:
        opened: object = tomllib.loads(line)
    except ValueError:
        return None
    path: list[str] = []
    while isinstance(opened, dict) and opened:
        name, opened = next(iter(opened.items()))
        path.append(name)
    return tuple(path)


def _outside_strings(text: str) -> list[str]:
    """The lines of `text`, those within strings of several lines emptied."""
    lines: list[str] = []
    quotes = ""
    for line in text.split("\n"):
        lines.append("" if quotes else line)
        for mark in re.findall(r"\"\"\"|'''", line):
            if not quotes:
                quotes = mark
            elif quotes == mark:
                quotes = ""
    return lines

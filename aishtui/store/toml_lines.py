"""On which line of a TOML file a key or a table stands. The parser does not tell."""

import json
import re
import tomllib
from collections.abc import Iterator

KeyPath = tuple[str, ...]

_HEADER = re.compile(r"\s*(\[{1,2})([^\[\]#]+|.*?[\"'].*?)(\]{1,2})\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w.\- \t]|"[^"]*"|'[^']*')+?)\s*=""")
_BARE_PART = re.compile(r"[A-Za-z0-9_-]+")
_BARE = re.compile(r"\s*[A-Za-z0-9_-]+\s*(?:\.\s*[A-Za-z0-9_-]+\s*)*")


class Lines:
    """The keys and tables of a text by their lines, found in one pass."""

    def __init__(self, text: str) -> None:
        self._opened: dict[KeyPath, int] = {}
        """Every table or key, also those that only begin one: [presets.fast.params] opens presets.fast."""
        self._written: dict[KeyPath, int] = {}
        for number, here, _ in places(text):
            self._written.setdefault(here, number)
            for depth in range(1, len(here) + 1):
                self._opened.setdefault(here[:depth], number)

    def of(self, where: KeyPath) -> int | None:
        """The line of the key or table `where`, or else of the innermost one around it that has a line of its own."""
        if where in self._opened:
            return self._opened[where]
        around = (self._written.get(where[:depth]) for depth in range(len(where) - 1, 0, -1))
        return next((line for line in around if line is not None), None)


def line_of(text: str, where: KeyPath) -> int | None:
    """`Lines(text).of(where)`, for one question."""
    return Lines(text).of(where)


def places(text: str) -> Iterator[tuple[int, KeyPath, bool]]:
    """Each line that a table or a key begins on, the whole path of that, and whether it is a table."""
    table: KeyPath = ()
    for number, line in enumerate(outside_strings(text), start=1):
        if (header := header_in(line)) is not None:
            table = header
            yield number, header, True
        elif (key := _key_in(line)) is not None:
            yield number, (*table, *key), False


def first_of_two(text: str, line: int) -> tuple[KeyPath, int] | None:
    """What begins on `line`, and on which line above it began already; None where that cannot be said."""
    found = list(places(text))
    here = next((path for number, path, _ in found if number == line), None)
    above = next((number for number, path, _ in found if path == here and number < line), None)
    return (here, above) if here is not None and above is not None else None


def dotted(where: KeyPath) -> str:
    """`presets.fast.model`, with quotes and escapes where TOML needs them."""
    return ".".join(part if _BARE_PART.fullmatch(part) else _quoted(part) for part in where)


def _quoted(part: str) -> str:
    """JSON's escapes are all TOML's too, which wants one for DEL as well."""
    return json.dumps(part, ensure_ascii=False).replace("\x7f", "\\u007f")


def header_in(line: str) -> KeyPath | None:
    """The table that a line opens."""
    if not line.lstrip().startswith("["):
        return None
    found = _HEADER.match(line)
    return _path_in(found.group(2), "[{}]") if found else None


def outside_strings(text: str) -> list[str]:
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


def _key_in(line: str) -> KeyPath | None:
    found = _KEY.match(line)
    return _path_in(found.group(1), "{} = 0") if found else None


def _path_in(name: str, written: str) -> KeyPath | None:
    """The path that a name opens: the parser itself knows best how keys are written, where that is not plain."""
    if _BARE.fullmatch(name):
        return tuple(part.strip() for part in name.split("."))
    try:
        opened: object = tomllib.loads(written.format(name))
    except ValueError:
        return None
    path: list[str] = []
    while isinstance(opened, dict) and opened:
        part, opened = next(iter(opened.items()))
        path.append(part)
    return tuple(path)

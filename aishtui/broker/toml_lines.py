"""On which line of a TOML file a key stands, in arrays of tables too: tomllib does not say."""

import re
import tomllib
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
"""`("backends", 1, "url")` is `url` of the second `[[backends]]`."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]#]+)\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w.\- \t]|"[^"]*"|'[^']*')+?)\s*=""")
_LONG_QUOTES = re.compile(r"\"\"\"|'''")


def lines_of(text: str) -> Mapping[Place, int]:
    """Every table and key with its line, the first being 1."""
    lines: dict[Place, int] = {}
    counted: dict[Place, int] = {}
    table: Place = ()
    for number, line in _outside_strings(text):
        if header := _HEADER.match(line):
            table = _with_numbers(_names(header[2]), counted)
            if header[1] == "[[" and table:
                counted[table] = counted.get(table, -1) + 1
                lines.setdefault(table, number)
                table = (*table, counted[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_names(key[1])), number)
    return lines


def line_of(lines: Mapping[Place, int], place: Place) -> int | None:
    """The line of `place`, or of the innermost table around it that has one."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return None


def shown(place: Place) -> str:
    """`backends[2].url`: people count from 1."""
    words = ""
    for part in place:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            name = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{part}"'
            words += f".{name}" if words else name
    return words


def _with_numbers(names: Place, counted: Mapping[Place, int]) -> Place:
    """A table below an array's belongs to the last one of that array."""
    place: Place = ()
    for number, name in enumerate(names):
        place = (*place, name)
        if place in counted and number < len(names) - 1:
            place = (*place, counted[place])
    return place


def _names(dotted: str) -> Place:
    """The parts of a key as it is written: the parser itself knows best."""
    try:
        opened: object = tomllib.loads(f"{dotted.strip()} = 0")
    except ValueError:
        return ()
    names: list[str] = []
    while isinstance(opened, dict) and opened:
        name, opened = next(iter(opened.items()))
        names.append(name)
    return tuple(names)


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines, without those within strings of several lines."""
    quotes = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not quotes:
            yield number, line
        for mark in _LONG_QUOTES.findall(line):
            quotes = "" if quotes == mark else quotes or mark

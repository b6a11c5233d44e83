"""Themes from TOML files: strict about every key, and a broken file costs no more than what is broken in it."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from aishtui.chat.clean import clean_line
from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.widgets.theme_tokens import COLOR_FIELDS, OWN_COLORS, OWN_STYLES

_TOP_KEYS = ("name", "dark", "ansi", "colors", "variables")
_STYLE_WORDS = frozenset({"bold", "dim", "italic", "reverse", "strike", "underline", "b", "i", "u"})
"""Another, such as Rich's `r`, would end the app: style sheets do not know it."""
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_MOST_BYTES = 1024 * 1024
_MOST_NAMED = 20
_KEY_ENDS = frozenset({"", " ", "=", "]", '"', "'", "\t"})
_OUT = "this theme is left out"


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme, and where it was read."""

    theme: Theme
    path: Path


def load_themes(*folders: Path) -> tuple[list[ThemeFile], list[FileProblem]]:
    """The themes of `folder/*.toml` in the order of their file names, and what is wrong with them. One of a later
    folder stands in the place of one of the same name before.

    A wrong key is left out and the theme kept; a theme without a usable `name` or `primary` is left out whole.
    """
    themes: dict[str, ThemeFile] = {}
    problems: list[FileProblem] = []
    for folder in folders:
        found: dict[str, ThemeFile] = {}
        for path in sorted(folder.glob("*.toml")):
            theme = _load(path, problems)
            if theme is not None and theme.name in found:
                problems.append(FileProblem(path, None, "name", f"`{theme.name}` is in another file already; {_OUT}"))
            elif theme is not None:
                found[theme.name] = ThemeFile(theme, path)
        themes |= found
    return list(themes.values()), problems


def _load(path: Path, problems: list[FileProblem]) -> Theme | None:
    try:
        text = _text(path)
        table = tomllib.loads(text)
    except OSError as error:
        problems.append(FileProblem(path, None, "", f"cannot be read ({error.strerror or error}); {_OUT}"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(FileProblem(path, line, "", f"is not UTF-8; {_OUT}"))
    except RecursionError:
        problems.append(FileProblem(path, None, "", f"is nested too deeply; {_OUT}"))
    except ValueError as error:  # TOMLDecodeError, and numbers and dates that Python refuses
        problems.append(_no_toml(path, str(error)))
    else:
        return _Reader(path, text, table, problems).theme()
    return None


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise OSError("it is no file")
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise OSError("it is larger than any theme")
    return content.decode("utf-8")


def _no_toml(path: Path, message: str) -> FileProblem:
    found = _AT_LINE.search(message)
    words = clean_line(_AT_LINE.sub("", message))
    line = int(found.group(1)) if found else None
    return FileProblem(path, line, "", f"is not TOML: {words[:1].lower()}{words[1:]}; {_OUT}")


@cache
def _known_variables() -> frozenset[str]:
    """The variables Textual makes for a theme, in both kinds, and ours."""
    plain = Theme(name="plain", primary="#808080").to_color_system().generate()
    ansi = Theme(name="ansi", primary="ansi_blue", ansi=True).to_color_system().generate()
    return frozenset((*plain, *ansi, *OWN_COLORS, *OWN_STYLES))


@dataclass(slots=True)
class _Reader:
    """One file being turned into a theme; what is wrong with it goes to `problems`."""

    path: Path
    text: str
    table: dict[str, Any]
    problems: list[FileProblem]

    def theme(self) -> Theme | None:
        for key in self.table:
            if key not in _TOP_KEYS:
                self._complain(key, f"unknown key, which is not used{_hint(key, _TOP_KEYS)}")
        name = self.table.get("name")
        if not isinstance(name, str) or not name.strip():
            self._complain("name", "must be the theme's name, in quotes; this theme is left out")
            return None
        colors = self._colors()
        if "primary" not in colors:
            self._complain("colors", "needs at least `primary`; this theme is left out")
            return None
        ansi = self._flag("ansi", default=False)
        return Theme(
            name=clean_line(name),
            dark=self._flag("dark", default=True),
            ansi=ansi,
            variables=self._variables(),
            **colors,
        )

    def _colors(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in self._section("colors").items():
            if key not in COLOR_FIELDS:
                self._complain(f"colors.{key}", f"unknown colour, which is not used{_hint(key, COLOR_FIELDS)}")
            elif self._is_color(f"colors.{key}", value):
                found[key] = value
        return found

    def _variables(self) -> dict[str, str]:
        known = _known_variables()
        found: dict[str, str] = {}
        for key, value in self._section("variables").items():
            if key not in known:
                self._complain(f"variables.{key}", f"unknown variable, which is not used{_hint(key, sorted(known))}")
            elif self._is_right(key, value):
                found[key] = value
        return found

    def _section(self, key: str) -> dict[str, Any]:
        section = self.table.get(key, {})
        if isinstance(section, dict):
            return section
        self._complain(key, f"must be a table: [{key}]")
        return {}

    def _flag(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if isinstance(value, bool):
            return value
        self._complain(key, "must be true or false")
        return default

    def _is_color(self, key: str, value: object) -> bool:
        try:
            if isinstance(value, str) and value.strip():
                Color.parse(value)
                return True
        except ColorParseError:
            pass  # said below, together with what is no string
        self._complain(key, f'must be a colour ("#rrggbb", "ansi_cyan"), not {clean_line(repr(value), 60)}')
        return False

    def _is_right(self, variable: str, value: object) -> bool:
        key = f"variables.{variable}"
        return self._is_style(key, value) if _names_a_style(variable) else self._is_color(key, value)

    def _is_style(self, key: str, value: object) -> bool:
        words = value.split() if isinstance(value, str) else []
        if words == ["none"] or (words and set(words) <= _STYLE_WORDS):
            return True
        self._complain(
            key, f'must be a text style ("bold", "dim underline", "none"), not {clean_line(repr(value), 60)}'
        )
        return False

    def _complain(self, key: str, what: str) -> None:
        self.problems.append(FileProblem(self.path, _line_of(key, self.text), clean_line(key, 80), what))


def _names_a_style(variable: str) -> bool:
    return variable.endswith("-style") or variable in {"link-style-hover"}


def _line_of(key: str, text: str) -> int | None:
    """Of the first line that begins with the key, or opens it, within its table if it is in one."""
    table, _, name = key.rpartition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        start = line.strip()
        if start.startswith("["):
            here = start.strip("[] ").partition("]")[0]
        begins = start.lstrip("[ ").lstrip("\"'")
        if here in (table, name) and begins.startswith(name) and begins[len(name) : len(name) + 1] in _KEY_ENDS:
            return number
    return None


def _hint(key: str, known: Sequence[str]) -> str:
    near = nearest(key, known, most=1)
    return (
        f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}" if len(known) < _MOST_NAMED else ""
    )

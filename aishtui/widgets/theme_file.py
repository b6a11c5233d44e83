"""Themes from TOML files: strict about every key, and a broken file costs no more than what is broken in it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.widgets.theme_tokens import COLOR_FIELDS, OWN_COLORS, OWN_STYLES

_TOP_KEYS = ("name", "dark", "ansi", "colors", "variables")
_STYLE_WORDS = {"none", "bold", "dim", "italic", "reverse", "strike", "underline", "not", "b", "i", "r", "u"}


def load_themes(folder: Path) -> tuple[list[Theme], list[str]]:
    """The themes of `folder/*.toml` in the order of their file names, and a sentence for each problem.

    A wrong key is left out and the theme kept; a theme without a usable `name` or `primary` is left out whole.
    """
    themes: dict[str, Theme] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        theme = _load(path, problems)
        if theme is None:
            continue
        if theme.name in themes:
            problems.append(f"{path}: there is already a theme named {clean_line(theme.name)!r}; this one is left out.")
        else:
            themes[theme.name] = theme
    return list(themes.values()), problems


def _load(path: Path, problems: list[str]) -> Theme | None:
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        problems.append(f"{path}: cannot be read ({error.strerror}); this theme is left out.")
        return None
    except UnicodeDecodeError as error:
        problems.append(f"{path}: is not UTF-8 (byte {error.start}); this theme is left out.")
        return None
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}: {clean_line(str(error))}; this theme is left out.")
        return None
    return _Reader(path, text, table, problems).theme()


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
    problems: list[str]

    def theme(self) -> Theme | None:
        for key in self.table:
            if key not in _TOP_KEYS:
                self._complain(key, f"unknown key {clean_line(key)!r}; known are {', '.join(_TOP_KEYS)}")
        name = self.table.get("name")
        if not isinstance(name, str) or not name.strip():
            self._complain("name", "a theme needs a `name` in quotes; this one is left out")
            return None
        colors = self._colors()
        if "primary" not in colors:
            self._complain("colors", "`[colors]` needs at least `primary`; this theme is left out")
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
                self._complain(key, f"unknown colour {clean_line(key)!r} in [colors]{_did_you_mean(key, COLOR_FIELDS)}")
            elif self._is_color(key, value):
                found[key] = value
        return found

    def _variables(self) -> dict[str, str]:
        known = _known_variables()
        found: dict[str, str] = {}
        for key, value in self._section("variables").items():
            if key not in known:
                self._complain(key, f"unknown variable {clean_line(key)!r} in [variables]{_did_you_mean(key, known)}")
            elif self._is_style(key, value) if _names_a_style(key) else self._is_color(key, value):
                found[key] = value
        return found

    def _section(self, key: str) -> dict[str, Any]:
        section = self.table.get(key, {})
        if isinstance(section, dict):
            return section
        self._complain(key, f"`{key}` must be a table: [{key}]")
        return {}

    def _flag(self, key: str, *, default: bool) -> bool:
        value = self.table.get(key, default)
        if isinstance(value, bool):
            return value
        self._complain(key, f"`{key}` must be true or false")
        return default

    def _is_color(self, key: str, value: object) -> bool:
        try:
            if isinstance(value, str) and value.strip():
                Color.parse(value)
                return True
        except ColorParseError:
            pass  # said below, together with what is no string
        self._complain(key, f'`{key}` is no colour: {clean_line(repr(value), 60)}; write "#rrggbb" or "ansi_cyan"')
        return False

    def _is_style(self, key: str, value: object) -> bool:
        if isinstance(value, str) and value.split() and set(value.split()) <= _STYLE_WORDS:
            return True
        self._complain(key, f'`{key}` is no text style: {clean_line(repr(value), 60)}; write "bold" or "none"')
        return False

    def _complain(self, key: str, what: str) -> None:
        self.problems.append(f"{self.path}{_line_of(key, self.text)}: {what}.")


def _names_a_style(variable: str) -> bool:
    return variable.endswith("-style") or variable in {"link-style-hover"}


def _line_of(key: str, text: str) -> str:
    """`, line 7` for the first line that begins with the key or opens the table; empty if there is none."""
    for number, line in enumerate(text.splitlines(), 1):
        start = line.strip().lstrip("[").lstrip("\"'")
        if start.startswith(key) and start[len(key) : len(key) + 1] in {"", " ", "=", "]", '"', "'", "\t"}:
            return f", line {number}"
    return ""


def _did_you_mean(key: str, known: frozenset[str] | tuple[str, ...]) -> str:
    close = nearest(key, sorted(known), most=1)
    return f"; did you mean {close[0]!r}?" if close else ""

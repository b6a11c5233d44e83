"""Presets as the table `brokers` of a `config.lua`."""

import re
from collections.abc import Iterable

from aishtui.chat.presets import Preset

# Lua 5.4 reference manual, 3.1.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RESERVED = frozenset({
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
    "not", "or", "repeat", "return", "then", "true", "until", "while",
})  # fmt: skip
_ESCAPED = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def brokers_lua(presets: Iterable[Preset], url: str) -> str:
    """A chunk of Lua: `brokers = { name = { url = "…", model = "…" }, … }`, a line for each preset."""
    rows = [f"  {_key(preset.name)} = {{ url = {_text(url)}, model = {_text(preset.model)} }}," for preset in presets]
    return "\n".join(["brokers = {", *rows, "}", ""])


def _key(name: str) -> str:
    return name if _NAME.fullmatch(name) and name not in _RESERVED else f"[{_text(name)}]"


def _text(text: str) -> str:
    return '"' + "".join(_ESCAPED.get(char) or _plain(char) for char in text) + '"'


def _plain(char: str) -> str:
    """Three digits, so that a digit behind them is not taken for one of them."""
    return f"\\{ord(char):03d}" if char < " " or char == "\x7f" else char

"""`config.toml`: what the user has settled once, and the token file it may name."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from aishtui.chat.presets import CLOUD_PREFIXES
from aishtui.store.errors import BadFile, FileProblem
from aishtui.store.toml_file import KeyPath, TomlFile, kind_of, read_toml

_T = TypeVar("_T")
OnHangup = Literal["finish", "stop"]

_KEYS = {
    "endpoint": ("url", "token_file", "cloud_prefixes"),
    "engine": ("on_hangup", "hangup_limit_minutes"),
}
_LATER = ("keys", "clipboard", "terminal")
_TOP = ("theme", *_KEYS, *_LATER)
_NOT_USED = "the default is used"
_MOST_TOKEN_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Config:
    """What `config.toml` says; None where it says nothing and there is no default here."""

    endpoint_url: str | None = None
    token_file: Path | None = None
    cloud_prefixes: tuple[str, ...] = CLOUD_PREFIXES
    theme: str | None = None
    on_hangup: OnHangup = "finish"
    hangup_limit_s: float = 900.0


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    config: Config
    problems: tuple[FileProblem, ...]


def load_config(path: Path) -> LoadedConfig:
    """Every value that is right is used; each that is not is a problem. A file that is not there says nothing."""
    try:
        file = read_toml(path)
    except BadFile as error:
        return LoadedConfig(Config(), (error.where,))
    reader = _Reader(file)
    reader.find_unknown()
    default = Config()
    config = Config(
        endpoint_url=reader.value(("endpoint", "url"), _text, None),
        token_file=reader.value(("endpoint", "token_file"), lambda value: _path(value, path.parent), None),
        cloud_prefixes=reader.value(("endpoint", "cloud_prefixes"), _texts, default.cloud_prefixes),
        theme=reader.value(("theme",), _text, None),
        on_hangup=reader.value(("engine", "on_hangup"), _on_hangup, default.on_hangup),
        hangup_limit_s=reader.value(("engine", "hangup_limit_minutes"), _minutes, default.hangup_limit_s),
    )
    return LoadedConfig(config, tuple(reader.problems))


def read_token(path: Path) -> str:
    """The token without the white space around it. Raises BadFile, which never repeats what is in the file."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_TOKEN_BYTES + 1)
    except OSError as error:
        raise BadFile(path, None, "", f"the token cannot be read ({error.strerror or error})") from error
    token = content.decode("ascii", "replace").strip()
    if not token:
        raise BadFile(path, None, "", "is empty: put the token into it, on one line")
    # What a header cannot carry would only fail later, with the token in the message.
    if len(content) > _MOST_TOKEN_BYTES or not token.isascii() or not token.isprintable():
        raise BadFile(path, None, "", "must hold the token alone: one line of plain ASCII characters")
    return token


def token_file_problem(path: Path) -> FileProblem | None:
    """That others on this machine may read the token; it is used all the same."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        return None  # `read_token` says so
    if not mode & 0o077:
        return None
    return FileProblem(path, None, "", f"others may read the token (mode {mode:04o}); chmod 600 keeps it private")


class _Wrong(Exception):
    """What a value must be."""


class _Reader:
    """Takes values out of a file and collects what is wrong with them."""

    def __init__(self, file: TomlFile) -> None:
        self._file = file
        self.problems: list[FileProblem] = []

    def find_unknown(self) -> None:
        for name, table in self._file.tables.items():
            if name not in _TOP:
                self.problems.append(self._file.unknown((name,), _TOP, f"known are {', '.join(_TOP)}"))
            elif name != "theme" and not isinstance(table, dict):
                self.problems.append(self._file.problem((name,), f"must be a table, not {kind_of(table)}"))
            elif name in _KEYS:
                known = _KEYS[name]
                self.problems += [
                    self._file.unknown((name, key), known, f"known are {', '.join(known)}")
                    for key in table
                    if key not in known
                ]

    def value(self, where: KeyPath, parse: Callable[[Any], _T], default: _T) -> _T:
        found: Any = self._file.tables
        for part in where:
            if not isinstance(found, dict) or part not in found:
                return default
            found = found[part]
        try:
            return parse(found)
        except _Wrong as wrong:
            is_now = f"{found!r}" if isinstance(found, str) else kind_of(found)
            self.problems.append(self._file.problem(where, f"must be {wrong}, not {is_now}; {_NOT_USED}"))
            return default


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("text")
    return value.strip()


def _path(value: Any, beside: Path) -> Path:
    """`~` is the home folder; a relative path starts at the config file's folder."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _Wrong("the path of a file")
    try:
        return beside / Path(value.strip()).expanduser()
    except RuntimeError:
        raise _Wrong("the path of a file in a home folder that exists") from None


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _Wrong("a list of texts")
    return tuple(value)


def _on_hangup(value: Any) -> OnHangup:
    match value:
        case "finish":
            return "finish"
        case "stop":
            return "stop"
        case _:
            raise _Wrong('"finish" or "stop"')


def _minutes(value: Any) -> float:
    """In seconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise _Wrong("a number of minutes above 0")
    return float(value) * 60

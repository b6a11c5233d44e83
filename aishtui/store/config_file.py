"""`config.toml`: what the user has settled once, and the token file it may name."""

import math
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from aishtui.chat.nearest import or_list
from aishtui.chat.presets import CLOUD_PREFIXES
from aishtui.store.clipboard_config import DEFAULT, ClipboardConfig, CopyRoute, route_named, routes_like
from aishtui.store.errors import BadFile, FileProblem
from aishtui.store.toml_file import KeyPath, TomlFile, kind_of, read_toml

_T = TypeVar("_T")
OnHangup = Literal["finish", "stop"]
WhenDone = Literal["bell", "osc9", "osc777", "off"]
EnterDoes = Literal["send", "newline"]
_ON_HANGUP: tuple[OnHangup, ...] = get_args(OnHangup)
_WHEN_DONE: tuple[WhenDone, ...] = get_args(WhenDone)
_ENTER: tuple[EnterDoes, ...] = get_args(EnterDoes)

_KEYS = {
    "endpoint": ("url", "token_file", "token_command", "headers", "cloud_prefixes", "fallbacks"),
    "engine": ("on_hangup", "hangup_limit_minutes"),
    "store": ("keep_days", "deleted_days"),
    "clipboard": ("route", "limit"),
    "prompt": ("enter",),
    "terminal": ("title", "low_bandwidth", "mouse", "plain_output"),
    "notice": ("when_done", "after_seconds"),
}
_TOP = ("theme", *_KEYS, "keys")
_FALLBACKS: KeyPath = ("endpoint", "fallbacks")
_FALLBACK_KEYS = ("name", "url", "models", "token_file", "token_command", "headers")
_FALLBACK_NEEDS = ("name", "url", "models")
_NOT_USED = "the default is used"
_MOST_TOKEN_BYTES = 64 * 1024
_MOST_DAYS = 100_000

# RFC 9110, 5.1 and 5.5; what belongs to the request itself or to one connection is not for anybody to set.
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")
_NOT_SET_HERE = frozenset(
    {"host", "content-length", "content-type", "accept", "accept-encoding", "connection", "transfer-encoding"}
    | {"keep-alive", "te", "trailer", "upgrade", "expect", "x-session-id"}
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What goes with requests to one endpoint: where its token is, and headers of the user's own."""

    token_file: Path | None = None
    token_command: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FallbackConfig:
    """An endpoint that may answer for these models where the broker cannot be reached. `where` is its place in the
    file, for what is found wrong with it later."""

    name: str
    url: str
    models: tuple[str, ...]
    secrets: Secrets
    where: FileProblem


@dataclass(frozen=True, slots=True)
class ChosenKeys:
    """The keys somebody wants for an action, as they are written; none: it is to have no key. `where` is their place in
    the file, for what is found wrong with them later: neither is looked at here."""

    action: str
    keys: tuple[str, ...]
    where: FileProblem


@dataclass(frozen=True, slots=True)
class Config:
    """What `config.toml` says; None where it says nothing and there is no default here."""

    endpoint_url: str | None = None
    secrets: Secrets = Secrets()
    fallbacks: tuple[FallbackConfig, ...] = ()
    cloud_prefixes: tuple[str, ...] = CLOUD_PREFIXES
    theme: str | None = None
    on_hangup: OnHangup = "finish"
    hangup_limit_s: float = 900.0
    keep_days: int = 0
    """After so many days without a new message a conversation is deleted; 0: never."""
    deleted_days: int = 30
    """So long what was deleted can be had back."""
    clipboard: ClipboardConfig = DEFAULT
    title: bool = True
    """The terminal's title is ours to set."""
    low_bandwidth: bool | None = None
    """None: where the terminal is reached over SSH."""
    when_done: WhenDone = "bell"
    """What tells of an answer that took longer than `notice_after_s`, while nobody looks."""
    notice_after_s: float = 20.0
    keys: tuple[ChosenKeys, ...] = ()
    enter: EnterDoes = "send"
    """What Enter does in the prompt."""
    mouse: bool | None = None
    """None: except in GNU screen."""
    plain_output: bool = False
    """Frames are sent whole, as Textual draws them."""


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
        secrets=reader.secrets(("endpoint",)),
        fallbacks=reader.fallbacks(),
        cloud_prefixes=reader.value(("endpoint", "cloud_prefixes"), _texts, default.cloud_prefixes),
        theme=reader.value(("theme",), _text, None),
        on_hangup=reader.value(("engine", "on_hangup"), lambda value: _one_of(value, _ON_HANGUP), default.on_hangup),
        hangup_limit_s=reader.value(("engine", "hangup_limit_minutes"), _minutes, default.hangup_limit_s),
        keep_days=reader.value(("store", "keep_days"), lambda value: _days(value, 0), default.keep_days),
        deleted_days=reader.value(("store", "deleted_days"), lambda value: _days(value, 1), default.deleted_days),
        clipboard=ClipboardConfig(
            reader.value(("clipboard", "route"), _route, default.clipboard.route),
            reader.value(("clipboard", "limit"), _bytes, default.clipboard.limit),
        ),
        title=reader.value(("terminal", "title"), _switch, default.title),
        low_bandwidth=reader.value(("terminal", "low_bandwidth"), _switch, default.low_bandwidth),
        when_done=reader.value(("notice", "when_done"), lambda value: _one_of(value, _WHEN_DONE), default.when_done),
        notice_after_s=reader.value(("notice", "after_seconds"), _seconds, default.notice_after_s),
        keys=reader.keys(),
        enter=reader.value(("prompt", "enter"), lambda value: _one_of(value, _ENTER), default.enter),
        mouse=reader.value(("terminal", "mouse"), _switch, default.mouse),
        plain_output=reader.value(("terminal", "plain_output"), _switch, default.plain_output),
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
    """What a value must be, and what it is instead where its kind does not say it."""

    def __init__(self, wanted: str, is_now: str = "") -> None:
        super().__init__(wanted)
        self.is_now = is_now


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
            is_now = wrong.is_now or (f"{found!r}" if isinstance(found, str) else kind_of(found))
            self.problems.append(self._file.problem(where, f"must be {wrong}, not {is_now}; {_NOT_USED}"))
            return default

    def secrets(self, table: KeyPath) -> Secrets:
        folder = self._file.path.parent
        found = Secrets(
            self.value((*table, "token_file"), lambda value: _path(value, folder), None),
            self.value((*table, "token_command"), _command, ()),
            self.value((*table, "headers"), _headers, {}),
        )
        if found.token_file is not None and found.token_command:
            self.problems.append(
                self._file.problem((*table, "token_command"), "stands beside token_file, which is used; leave one out")
            )
        return found

    def keys(self) -> tuple[ChosenKeys, ...]:
        """Every action that is given keys, whether there is such an action or not."""
        table = self._file.tables.get("keys")
        if not isinstance(table, dict):
            return ()
        # Without quotes TOML takes `answer.copy` for a table in a table.
        wanted = ((where, value) for where, value in _leaves(table))
        return tuple(self._chosen(where, value) for where, value in wanted if self._are_keys(where, value))

    def _are_keys(self, where: KeyPath, value: Any) -> bool:
        if isinstance(value, str) or (isinstance(value, list) and all(isinstance(key, str) for key in value)):
            return True
        wrong = f'must be a key, a list of keys, or "" for none, not {kind_of(value)}; {_NOT_USED}'
        self.problems.append(self._file.problem(("keys", *where), wrong))
        return False

    def _chosen(self, where: KeyPath, value: str | list[str]) -> ChosenKeys:
        keys = tuple(filter(str.strip, [value] if isinstance(value, str) else value))
        return ChosenKeys(".".join(where), keys, self._file.problem(("keys", *where), ""))

    def fallbacks(self) -> tuple[FallbackConfig, ...]:
        """Every entry that is whole; each of the others is a problem, and not used."""
        found: list[FallbackConfig] = []
        entries: list[dict[str, Any]] = self.value(_FALLBACKS, _tables, [])
        for number in range(1, len(entries) + 1):
            reader = _Reader(self._file.entry(_FALLBACKS, number))
            fallback = reader.fallback({known.name for known in found})
            self.problems += reader.problems
            if fallback is not None:
                found.append(fallback)
        return tuple(found)

    def fallback(self, taken: set[str]) -> FallbackConfig | None:
        """The one entry of a file made by `TomlFile.entry`; `taken` are the names of those above it."""
        entry = self._file.tables["endpoint"]["fallbacks"]
        for key in entry.keys() - set(_FALLBACK_KEYS):
            known = f"known are {', '.join(_FALLBACK_KEYS)}"
            self.problems.append(self._file.unknown((*_FALLBACKS, key), _FALLBACK_KEYS, known))
        missing = [key for key in _FALLBACK_NEEDS if key not in entry]
        if missing:
            self.problems.append(self._file.problem(_FALLBACKS, f"needs {', '.join(missing)}; it is not used"))
        secrets = self.secrets(_FALLBACKS)
        before = len(self.problems)
        name = self.value((*_FALLBACKS, "name"), _text, "")
        url = self.value((*_FALLBACKS, "url"), _text, "")
        models: tuple[str, ...] = self.value((*_FALLBACKS, "models"), _models, ())
        if name in taken:
            self.problems.append(
                self._file.problem((*_FALLBACKS, "name"), f"`{name}` is an entry above already; it is not used")
            )
        if missing or len(self.problems) > before or not (name and url and models):
            return None
        return FallbackConfig(name, url, models, secrets, self._file.problem((*_FALLBACKS, "url"), ""))


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


def _tables(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _Wrong("tables, each under a heading [[endpoint.fallbacks]]")
    return value


def _models(value: Any) -> tuple[str, ...]:
    if not value:
        raise _Wrong("a list of the ids it may answer for (none: it would never be asked)")
    return _texts(value)


def _command(value: Any) -> tuple[str, ...]:
    """A command line, or its words. It is run as it is: without a shell."""
    try:
        words = shlex.split(value) if isinstance(value, str) else list(_texts(value))
    except (ValueError, _Wrong):
        words = []
    if not words or any("\0" in word for word in words):
        raise _Wrong("a command: text, or a list of its words")
    return tuple(words)


def _headers(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _Wrong("a table of texts")
    for name, text in value.items():
        shown = f"`{name[:60]}`"
        if not isinstance(text, str):
            raise _Wrong("a table of texts", f"{kind_of(text)} for {shown}")
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(text):
            raise _Wrong("names and values that a header can carry (plain ASCII on one line)", f"those of {shown}")
        if name.lower() in _NOT_SET_HERE:
            raise _Wrong("headers of your own", f"{shown}, which aishtui sets itself")
    return {name: text.strip() for name, text in value.items()}


def _leaves(table: Mapping[str, Any]) -> list[tuple[KeyPath, Any]]:
    """What stands in the table and in those within it, with the way there."""
    found: list[tuple[KeyPath, Any]] = []
    for name, value in table.items():
        inner = _leaves(value) if isinstance(value, dict) else [((), value)]
        found += [((name, *where), leaf) for where, leaf in inner]
    return found


def _one_of(value: Any, known: tuple[_T, ...]) -> _T:
    for one in known:
        if one == value:
            return one
    raise _Wrong(or_list(f'"{one}"' for one in known))


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise _Wrong("a number of seconds, 0 or more")
    return float(value)


def _minutes(value: Any) -> float:
    """In seconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise _Wrong("a number of minutes above 0")
    return float(value) * 60


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("true or false")
    return value


def _days(value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST_DAYS:
        raise _Wrong(f"a whole number of days, {least} to {_MOST_DAYS}")
    return value


def _route(value: Any) -> CopyRoute:
    route = route_named(value)
    if route is None:
        raise _Wrong(routes_like(value))
    return route


def _bytes(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _Wrong("a whole number of bytes (0: no limit)")
    return value

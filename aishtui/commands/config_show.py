"""`aishtui config show`: what holds, and where each value comes from. What is secret is not shown."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.commands.config_file import config_path
from aishtui.commands.config_origins import ConfigOrigins, Origin, Source, settled_by
from aishtui.commands.output import write_found
from aishtui.commands.settings import Settings
from aishtui.commands.themes import first_theme, read_themes
from aishtui.engine.link import EMBEDDED
from aishtui.store import config_table as table
from aishtui.store.config import Config, Secrets
from aishtui.store.config_table import DEFAULT_ENDPOINT, SETTINGS, Setting
from aishtui.store.toml_lines import dotted
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.key_names import write_key
from aishtui.wire.address import parse_endpoint

_DEFAULT = Config()


@dataclass(frozen=True, slots=True)
class Shown:
    """One key. `value` is what JSON has of it; None: there is none, and `words` say what that means."""

    key: str
    value: object
    origin: Origin
    words: str = ""
    live: bool = True

    @property
    def text(self) -> str:
        return self.words if self.value is None else json.dumps(self.value, ensure_ascii=False)


def run_show(settings: Settings, environment: Mapping[str, str], as_json: bool, out: TextIO, notes: TextIO) -> int:
    """Print; the exit status is 0, or 1 if it could not be written."""
    for problem in settings.problems:
        print(f"aishtui: {problem}", file=notes)
    rows = list(_rows(settings, environment))
    token = _token_from(settings, environment)
    if refusal := write_found(_as_object(settings, rows, token), _lines(settings, rows, token), as_json, out):
        print(f"aishtui: it could not be written: {refusal}.", file=notes)
        return 1
    return 0


def _rows(settings: Settings, environment: Mapping[str, str]) -> Iterator[Shown]:
    origins = ConfigOrigins(config_path(settings), settings.problems)
    for setting in SETTINGS:
        by = settled_by(setting, settings.options, environment)
        value, words = _value(setting, settings, environment)
        origin = origins.of(setting, by, _is_default(setting, value, settings.config))
        yield Shown(setting.name, value, origin, words, setting.live)
        if setting is table.CLOUD_PREFIXES:
            yield from _fallbacks(settings, origins)
        if setting is table.ENTER:
            yield from _keys(settings)


def _is_default(setting: Setting[object], value: object, config: Config) -> bool:
    """Whether what stands in the file, if anything does, is not what holds."""
    match setting.path:
        case table.THEME.path:
            return value != config.theme
        case table.URL.path:
            return config.endpoint_url is None or value == DEFAULT_ENDPOINT
        case _:
            return setting.of(config) == setting.of(_DEFAULT)


def _value(setting: Setting[object], settings: Settings, environment: Mapping[str, str]) -> tuple[object, str]:
    """As JSON has it, and words for where there is none."""
    found = setting.of(settings.config)
    match setting.path:
        case table.THEME.path:
            colours = TerminalFacts.read(environment).colours != "none"
            names = read_themes(settings.config_dir).names
            theme, _ = first_theme(names, settings.options.theme, settings.config.theme, colours)
            return theme, f"{settings.options.theme}, which is no theme"
        case table.URL.path:
            return settings.choice, ""
        case table.PLAIN_OUTPUT.path:
            return settings.options.plain_output or found, ""
        case table.HANGUP_LIMIT.path:
            return _number(settings.config.hangup_limit_s / 60), ""
        case table.AFTER_SECONDS.path:
            return _number(settings.config.notice_after_s), ""
        case table.TOKEN_FILE.path | table.TOKEN_COMMAND.path | table.HEADERS.path:
            return _secrets(settings.config.secrets)[setting.path[-1]], setting.without
        case _:
            return list(found) if isinstance(found, tuple) else found, setting.without


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def _secrets(secrets: Secrets) -> dict[str, object]:
    """Where the token is and what the headers are called. A command may have a secret among its words."""
    command = secrets.token_command
    return {
        "token_file": str(secrets.token_file) if secrets.token_file is not None else None,
        "token_command": f"{command[0]}{' …' if len(command) > 1 else ''}" if command else None,
        "headers": dict.fromkeys(secrets.headers, "…") or None,
    }


def _fallbacks(settings: Settings, origins: ConfigOrigins) -> Iterator[Shown]:
    """Those that are used."""
    unused = {problem.line for problem in settings.problems if problem.key == table.FALLBACK_URL.name}
    for known in settings.config.fallbacks:
        if known.where.line not in unused:
            entry = {"name": known.name, "url": parse_endpoint(known.url).url, "models": list(known.models)}
            value = entry | {name: found for name, found in _secrets(known.secrets).items() if found is not None}
            origin = Origin(Source.FILE, "", known.where.path, known.where.line)
            yield Shown(dotted(table.FALLBACKS.path), value, origin)
    if not settings.config.fallbacks:
        path = table.FALLBACKS.path
        yield Shown(dotted(path), None, origins.in_file(path, dotted(path), used=False), "none")


def _keys(settings: Settings) -> Iterator[Shown]:
    """Those that stand in the file. What an action has then is what is used of them."""
    for chosen in settings.config.keys:
        where = chosen.where
        wrong = tuple(
            known.problem for known in settings.problems if (known.line, known.key) == (where.line, where.key)
        )
        used = settings.keys.chosen.get(chosen.action)
        source = Source.FILE if used is not None else Source.DEFAULT
        value = list(map(write_key, used)) if used is not None else None
        yield Shown(where.key, value, Origin(source, "", where.path, where.line, wrong), "not used")
    if not settings.config.keys:
        yield Shown("keys", None, Origin(Source.DEFAULT), "as shipped")


def _token_from(settings: Settings, environment: Mapping[str, str]) -> str | None:
    """What has the token for the endpoint of the run; None: it is sent none."""
    if settings.choice == EMBEDDED or settings.access.credentials_for(parse_endpoint(settings.choice)).token is None:
        return None
    if environment.get("AISHTUI_TOKEN"):
        return "AISHTUI_TOKEN"
    return "token_file" if settings.config.secrets.token_file is not None else "token_command"


def _lines(settings: Settings, rows: list[Shown], token: str | None) -> Iterator[str]:
    path = config_path(settings)
    yield f"{path}{'' if path.exists() else ' is not there: `aishtui config init` writes one'}"
    yield f"data folder: {settings.data_dir}"
    yield f"token: {f'from {token}' if token else 'none is sent'}"
    keys, origins = (max(map(len, column)) for column in ([row.key for row in rows], [str(row.origin) for row in rows]))
    yield from (f"{row.key:<{keys}}  {row.origin!s:<{origins}}  {row.text}" for row in rows)


def _as_object(settings: Settings, rows: list[Shown], token: str | None) -> dict[str, object]:
    path = config_path(settings)
    return {
        "config_file": str(path),
        "exists": path.exists(),
        "data_dir": str(settings.data_dir),
        "token_from": token,
        "settings": [_row(row) for row in rows],
    }


def _row(row: Shown) -> dict[str, object]:
    file: Path | None = row.origin.path
    return {
        "key": row.key,
        "value": row.value,
        "from": row.origin.source.value,
        "name": row.origin.name or None,
        "file": str(file) if file is not None else None,
        "line": row.origin.line,
        "problems": list(row.origin.wrong),
        "at_once": row.live,
    }

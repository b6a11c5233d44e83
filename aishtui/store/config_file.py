"""Reads `config.toml`: every value that is right is used, and each that is not is told with its line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store import config_table as table
from aishtui.store.clipboard_config import ClipboardConfig
from aishtui.store.config import ChosenKeys, Config, FallbackConfig, Secrets
from aishtui.store.config_kinds import Kind, Wrong
from aishtui.store.config_table import Setting
from aishtui.store.errors import BadFile
from aishtui.store.toml_file import TomlFile, kind_of, read_toml
from aishtui.store.toml_lines import KeyPath

_T = TypeVar("_T")
_DEFAULT = Config()
_NEEDED = (table.FALLBACK_NAME, table.FALLBACK_URL, table.FALLBACK_MODELS)


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """`readable`: the file is TOML, or there is none."""

    config: Config
    problems: tuple[FileProblem, ...]
    file: TomlFile
    readable: bool = True


def load_config(path: Path, held: Config | None = None) -> LoadedConfig:
    """Every value that is right is used; each that is not is a problem, and in its place stays what `held` has, else
    the default. A file that is not there says nothing."""
    try:
        file = read_toml(path)
    except BadFile as error:
        return LoadedConfig(held or _DEFAULT, (error.where,), TomlFile(path, "", {}), readable=False)
    reader = _Reader(file, held)
    reader.find_unknown()
    value = reader.value
    config = Config(
        endpoint_url=value(table.URL),
        secrets=reader.endpoint_secrets(),
        fallbacks=reader.fallbacks(),
        cloud_prefixes=value(table.CLOUD_PREFIXES),
        theme=value(table.THEME),
        on_hangup=value(table.ON_HANGUP),
        hangup_limit_s=value(table.HANGUP_LIMIT),
        keep_days=value(table.KEEP_DAYS),
        deleted_days=value(table.DELETED_DAYS),
        clipboard=ClipboardConfig(value(table.ROUTE), value(table.LIMIT)),
        title=value(table.TITLE),
        low_bandwidth=value(table.LOW_BANDWIDTH),
        when_done=value(table.WHEN_DONE),
        notice_after_s=value(table.AFTER_SECONDS),
        keys=reader.keys(),
        enter=value(table.ENTER),
        mouse=value(table.MOUSE),
        plain_output=value(table.PLAIN_OUTPUT),
    )
    return LoadedConfig(config, tuple(reader.problems), file)


class _Reader:
    """Takes values out of a file and collects what is wrong with them."""

    def __init__(self, file: TomlFile, held: Config | None = None) -> None:
        self._file = file
        self._held = held or _DEFAULT
        self._instead = "what held before still holds" if held is not None else "the default is used"
        self.problems: list[FileProblem] = []

    # -- what nobody knows

    def find_unknown(self) -> None:
        for name, found in self._file.tables.items():
            if name not in table.TOP:
                self._unknown((name,), table.TOP)
            elif name != table.THEME.name and not isinstance(found, dict):
                self._say((name,), f"must be a table, not {kind_of(found)}")
            elif (known := table.keys_under(name)) is not None and isinstance(found, dict):
                for key in found:
                    if key not in known:
                        self._unknown((name, key), known)

    def _unknown(self, where: KeyPath, known: tuple[str, ...]) -> None:
        """With the nearest that is known: where it belongs, if it only stands in the wrong place."""
        home = table.at_home(where[-1])
        if home is not None:
            place = f"under [{home.path[0]}]" if len(home.path) > 1 else "above all tables"
            self._say(where, f"is not known here and not used; it belongs {place}")
        else:
            self.problems.append(self._file.unknown(where, known, f"known are {', '.join(known)}"))

    # -- what is known

    def value(self, setting: Setting[_T]) -> _T:
        return self._read(setting.path, setting.kind, setting.of(_DEFAULT), setting.of(self._held))

    def _read(self, where: KeyPath, kind: Kind[_T], absent: _T, wrong: _T) -> _T:
        found: Any = self._file.tables
        for part in where:
            if not isinstance(found, dict) or part not in found:
                return absent
            found = found[part]
        try:
            return kind.read(found)
        except Wrong as problem:
            is_now = problem.is_now or (f"{found!r}" if isinstance(found, str) else kind_of(found))
            self._say(where, f"must be {problem.wanted or kind.words}, not {is_now}; {self._instead}")
            return wrong

    def endpoint_secrets(self) -> Secrets:
        """What is meant for an address that cannot be read goes to no other."""
        found = self._secrets(table.TOKEN_FILE, table.TOKEN_COMMAND, table.HEADERS, self._held.secrets)
        bad_address = any(problem.key == table.URL.name for problem in self.problems)
        return self._held.secrets if bad_address else found

    def _secrets(
        self,
        file: Setting[Path],
        command: Setting[tuple[str, ...]],
        headers: Setting[dict[str, str]],
        held: Secrets,
    ) -> Secrets:
        path = self._read(file.path, cast("Kind[Path | None]", file.kind), None, held.token_file)
        found = Secrets(
            self._file.path.parent / path if path is not None else None,
            self._read(command.path, command.kind, (), held.token_command),
            self._read(headers.path, cast("Kind[Mapping[str, str]]", headers.kind), {}, held.headers),
        )
        if found.token_file is not None and found.token_command:
            self._say(command.path, "stands beside token_file, which is used; leave one out")
        return found

    def keys(self) -> tuple[ChosenKeys, ...]:
        """Every action that is given keys, whether there is such an action or not."""
        found = self._file.tables.get("keys")
        if not isinstance(found, dict):
            return ()
        # Without quotes TOML takes `answer.copy` for a table in a table.
        wanted = ((where, value) for where, value in _leaves(found))
        return tuple(self._chosen(where, value) for where, value in wanted if self._are_keys(where, value))

    def _are_keys(self, where: KeyPath, value: Any) -> bool:
        if isinstance(value, str) or (isinstance(value, list) and all(isinstance(key, str) for key in value)):
            return True
        wrong = f'must be a key, a list of keys, or "" for none, not {kind_of(value)}; the default is used'
        self._say(("keys", *where), wrong)
        return False

    def _chosen(self, where: KeyPath, value: str | list[str]) -> ChosenKeys:
        keys = tuple(filter(str.strip, [value] if isinstance(value, str) else value))
        return ChosenKeys(".".join(where), keys, self._file.problem(("keys", *where), ""))

    def fallbacks(self) -> tuple[FallbackConfig, ...]:
        """Every entry that is whole; each of the others is a problem, and not used."""
        found: list[FallbackConfig] = []
        path = table.FALLBACKS.path
        nothing: list[dict[str, Any]] = []
        for number in range(1, len(self._read(path, _TABLES, nothing, nothing)) + 1):
            reader = _Reader(self._file.entry(path, number))
            fallback = reader.fallback({known.name for known in found})
            self.problems += reader.problems
            if fallback is not None:
                found.append(fallback)
        return tuple(found)

    def fallback(self, taken: set[str]) -> FallbackConfig | None:
        """The one entry of a file made by `TomlFile.entry`; `taken` are the names of those above it."""
        path, known = table.FALLBACKS.path, table.FALLBACKS.keys
        entry = self._file.tables[path[0]][path[1]]
        for key in entry.keys() - set(known):
            self.problems.append(self._file.unknown((*path, key), known, f"known are {', '.join(known)}"))
        missing = [setting.path[-1] for setting in _NEEDED if setting.path[-1] not in entry]
        if missing:
            self._say(path, f"needs {', '.join(missing)}; it is not used")
        secrets = self._secrets(
            table.FALLBACK_TOKEN_FILE, table.FALLBACK_TOKEN_COMMAND, table.FALLBACK_HEADERS, Secrets()
        )
        before = len(self.problems)
        name, url = (self._read(it.path, it.kind, "", "") for it in (table.FALLBACK_NAME, table.FALLBACK_URL))
        none: tuple[str, ...] = ()
        models = self._read(table.FALLBACK_MODELS.path, table.FALLBACK_MODELS.kind, none, none)
        if name in taken:
            self._say(table.FALLBACK_NAME.path, f"`{name}` is an entry above already; it is not used")
        if missing or len(self.problems) > before or not (name and url and models):
            return None
        return FallbackConfig(name, url, models, secrets, self._file.problem(table.FALLBACK_URL.path, ""))

    def _say(self, where: KeyPath, problem: str) -> None:
        self.problems.append(self._file.problem(where, problem))


def _tables(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Wrong
    return value


_TABLES = Kind("tables, each under a heading [[endpoint.fallbacks]]", _tables)


def _leaves(table: Mapping[str, Any]) -> list[tuple[KeyPath, Any]]:
    """What stands in the table and in those within it, with the way there."""
    found: list[tuple[KeyPath, Any]] = []
    for name, value in table.items():
        inner = _leaves(value) if isinstance(value, dict) else [((), value)]
        found += [((name, *where), leaf) for where, leaf in inner]
    return found

"""`broker.toml`: what the broker is told by a file, and every mistake in it with its line."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aishtui.broker import config_values as values
from aishtui.broker.config import BackendConfig, BrokerConfig, CloudConfig
from aishtui.broker.config_headers import own_headers
from aishtui.broker.config_table import Mistake, Mistakes, Table
from aishtui.broker.config_values import Wrong
from aishtui.broker.plain import plain

_GENERAL = ("host", "port", "discovery", "connect_timeout", "backends")
_CLOUD = ("cloud_models", "cloud_prefixes", "cloud_url", "cloud_key_env")
_BACKEND = ("name", "url", "models", "token_env", "token_file", "headers")
_RESERVED = ("embedded",)
_LEFT_OUT = "the backend is left out"
_NO_SECRETS = "is not used: a secret does not belong into this file; "
_ADVICE = {
    "cloud_key": f"{_NO_SECRETS}name its environment variable with cloud_key_env",
    "token": f"{_NO_SECRETS}name its environment variable with token_env, or its file with token_file",
    "api_key": f"{_NO_SECRETS}name its environment variable with token_env, or its file with token_file",
}
_MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is right, with the defaults for what is not. `readable` is false where nothing could be read at all."""

    config: BrokerConfig
    mistakes: tuple[Mistake, ...] = ()
    readable: bool = True


def read_config(path: Path, environment: Mapping[str, str]) -> Loaded:
    """The configuration in the file, with tokens and keys from where it says they are."""
    try:
        text = _text_of(path)
        tables = tomllib.loads(text)
    except Wrong as wrong:
        problem = str(wrong)
    except tomllib.TOMLDecodeError as error:
        problem = f"is not TOML: {plain(str(error))}"
    except (ValueError, RecursionError):
        problem = "is not TOML that can be read: a number too long, or nested too deep"
    else:
        mistakes = Mistakes(path, text)
        return Loaded(_config(tables, mistakes, environment), tuple(mistakes.found))
    nothing, more = without_file(environment)
    return Loaded(nothing, (Mistake(path, None, "", problem), *more), readable=False)


def without_file(environment: Mapping[str, str]) -> tuple[BrokerConfig, tuple[Mistake, ...]]:
    """The defaults, with the key of the environment."""
    mistakes = Mistakes(Path("environment"), "")
    return _config({}, mistakes, environment), tuple(mistakes.found)


def _text_of(path: Path) -> str:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise Wrong("is no file that could be read, but a folder, a pipe or a device")
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise Wrong(f"cannot be read ({error.strerror or error})") from error
    if len(content) > _MOST_BYTES:
        raise Wrong("is larger than 4 MB, which no such file is")
    try:
        return content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Wrong(f"is not UTF-8: byte 0x{content[error.start]:02x} in line {line}") from error


def _config(tables: Mapping[str, Any], mistakes: Mistakes, environment: Mapping[str, str]) -> BrokerConfig:
    top, usual = Table(tables, (), mistakes), BrokerConfig()
    top.find_unknown((*_GENERAL, *_CLOUD), _ADVICE)
    return BrokerConfig(
        host=top.value("host", values.text, usual.host),
        port=top.value("port", values.port, usual.port),
        discovery=top.value("discovery", values.switch, usual.discovery),
        connect_s=top.value("connect_timeout", values.seconds, usual.connect_s),
        backends=_backends(top, mistakes, environment),
        cloud=_cloud(top, environment),
    )


def _cloud(top: Table, environment: Mapping[str, str]) -> CloudConfig:
    usual = CloudConfig()
    cloud = CloudConfig(
        models=top.value("cloud_models", values.model_ids, usual.models),
        prefixes=top.value("cloud_prefixes", values.prefixes, usual.prefixes),
        address=top.value("cloud_url", values.cloud_address, usual.address),
        key_env=top.value("cloud_key_env", values.variable_name, usual.key_env),
    )
    key = environment.get(cloud.key_env, "").strip()
    try:
        return replace(cloud, key=values.sendable(key, f"the environment variable {cloud.key_env}"))
    except Wrong as wrong:
        top.wrong("cloud_key_env", f"{wrong}; cloud models are not offered")
        return cloud


def _backends(top: Table, mistakes: Mistakes, environment: Mapping[str, str]) -> tuple[BackendConfig, ...]:
    found: dict[str, BackendConfig] = {}
    for number, table in enumerate(top.value("backends", values.tables, ())):
        backend = _backend(Table(table, ("backends", number), mistakes, _LEFT_OUT), mistakes, environment)
        if backend is None:
            continue
        if backend.name in (*_RESERVED, *found):
            mistakes.add(("backends", number, "name"), f"{backend.name!r} is taken: each has its own; {_LEFT_OUT}")
        else:
            found[backend.name] = backend
    return tuple(found.values())


def _backend(table: Table, mistakes: Mistakes, environment: Mapping[str, str]) -> BackendConfig | None:
    """None where anything of it is wrong: half a backend would get what is not meant for it."""
    table.find_unknown(_BACKEND, _ADVICE)
    before = len(mistakes.found)
    name = table.needed("name", values.backend_name)
    address = table.needed("url", values.address)
    models = table.value("models", values.model_ids, ())
    headers = own_headers(table, mistakes.path.parent, environment)
    if name is None or address is None or len(mistakes.found) > before:
        return None
    return BackendConfig(name, address, models, headers)

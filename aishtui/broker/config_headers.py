"""The headers of its own that the broker sends to a backend: a token, and whatever else that backend wants."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aishtui.broker import config_values as values
from aishtui.broker.config import OwnHeader
from aishtui.broker.config_table import Table
from aishtui.broker.config_values import Wrong
from aishtui.broker.plain import plain
from aishtui.wire.secrets import HIDDEN, shown_headers


def own_headers(table: Table, beside: Path, environment: Mapping[str, str]) -> tuple[OwnHeader, ...]:
    """Of a backend's `token_env` or `token_file`, and of `headers`; what is wrong is added to the mistakes."""
    if "token_env" in table.values and "token_file" in table.values:
        table.wrong("token_file", "stands beside token_env: keep one of the two; the backend is left out")
        return ()
    found: list[OwnHeader] = []
    for key, parse in (("token_env", _env(environment)), ("token_file", _file(beside))):
        token = table.value(key, parse, None)
        if token is not None:
            found.append(OwnHeader("Authorization", f"Bearer {token[0]}", token[1], is_token=True))
    return (*found, *table.value("headers", lambda value: _headers(value, beside, environment), ()))


def _headers(value: Any, beside: Path, environment: Mapping[str, str]) -> tuple[OwnHeader, ...]:
    if not isinstance(value, dict):
        raise Wrong('must be a table: { "X-Team" = "blue", "X-Api-Key" = { env = "NAME" } }')
    found: list[OwnHeader] = []
    for name, content in value.items():
        try:
            found.append(_header(values.header_name(name), content, beside, environment))
        except Wrong as wrong:
            raise Wrong(f"has {plain(name, 60)}, which {wrong}") from wrong
    return tuple(found)


def _header(name: str, content: Any, beside: Path, environment: Mapping[str, str]) -> OwnHeader:
    match content:
        case str():
            text = values.sendable(content.strip(), "this text")
            return OwnHeader(name, text, secret=HIDDEN in shown_headers([(name, text)])[0][1])
        case {"env": variable, **rest} if not rest:
            return OwnHeader(name, *_env(environment)(variable))
        case {"file": path, **rest} if not rest:
            return OwnHeader(name, *_file(beside)(path))
        case _:
            raise Wrong('must be text, or a table { env = "NAME" } or { file = "PATH" }')


_Sourced = Callable[[Any], tuple[str, str]]
"""Gives a value and where it came from."""


def _env(environment: Mapping[str, str]) -> _Sourced:
    return lambda value: (values.from_env(value, environment), f"env {str(value).strip()}")


def _file(beside: Path) -> _Sourced:
    return lambda value: (values.from_file(value, beside), f"file {str(value).strip()}")

"""A configuration as the file that says the same, without a secret in it."""

import json
from collections.abc import Iterable, Iterator, Sequence

from aishtui.broker.config import BackendConfig, BrokerConfig, OwnHeader


def config_text(config: BrokerConfig) -> str:
    """As TOML: what it says is read again as the same configuration."""
    lines = [*_general(config), "", *_cloud(config)]
    for backend in config.backends:
        lines += ["", *_backend(backend)]
    return "\n".join(lines) + "\n"


def _general(config: BrokerConfig) -> Iterator[str]:
    yield f"host = {_text(config.host)}"
    yield f"port = {config.port}"
    yield f"discovery = {str(config.discovery).lower()}"
    yield f"connect_timeout = {config.connect_s:g}"


def _cloud(config: BrokerConfig) -> Iterator[str]:
    cloud = config.cloud
    yield f"cloud_models = {_texts(cloud.models)}"
    yield f"cloud_prefixes = {_texts(cloud.prefixes)}"
    yield f"cloud_url = {_text(cloud.address.url)}"
    held = "holds a key" if cloud.key else "holds no key: cloud models are not offered"
    yield f"cloud_key_env = {_text(cloud.key_env)}  # {held}"


def _backend(backend: BackendConfig) -> Iterator[str]:
    yield "[[backends]]"
    yield f"name = {_text(backend.name)}"
    yield f"url = {_text(backend.address.url)}"
    if backend.models:
        yield f"models = {_texts(backend.models)}"
    for token in (header for header in backend.headers if header.is_token):
        kind, _, name = token.source.partition(" ")
        yield f"token_{kind} = {_text(name)}"
    headers = [header for header in backend.headers if not header.is_token]
    if headers:
        yield f"headers = {{ {', '.join(_header(header) for header in headers)} }}"


def _header(header: OwnHeader) -> str:
    if header.source:
        kind, _, name = header.source.partition(" ")
        return f"{_text(header.name)} = {{ {kind} = {_text(name)} }}"
    return f"{_text(header.name)} = {_text('…' if header.secret else header.value)}"


def _texts(values: Sequence[str]) -> str:
    return f"[{_joined(map(_text, values))}]"


def _joined(values: Iterable[str]) -> str:
    return ", ".join(values)


def _text(value: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own, except that of the slash, which JSON does not use."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

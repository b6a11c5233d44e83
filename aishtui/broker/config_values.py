"""The values a configuration may hold, each told from what else may stand there."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aishtui.broker.plain import plain
from aishtui.wire.address import Address, parse_endpoint
from aishtui.wire.errors import BadAddress

_MOST_SECRET_BYTES = 64 * 1024


class Wrong(Exception):
    """What the value must be, or what is wrong with it: the middle of a sentence that begins with its key."""


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"must be text, not {kind_of(value)}")
    return value.strip()


def switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {kind_of(value)}")
    return value


def port(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 65535:
        raise Wrong(f"must be a whole number from 0 (any free port) to 65535, not {kind_of(value)}")
    return value


def seconds(value: Any) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 < value <= 300
    if not good:
        raise Wrong(f"must be a number of seconds above 0 and up to 300, not {kind_of(value)}")
    return float(value)


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts, each once."""
    if not isinstance(value, list):
        raise Wrong(f'must be a list of texts, ["…", "…"], not {kind_of(value)}')
    return tuple(dict.fromkeys(text(item) for item in value))


def model_ids(value: Any) -> tuple[str, ...]:
    ids = texts(value)
    for name in ids:
        if not name.isprintable():
            raise Wrong(f"has a model id with control characters in it: {plain(name)!r}")
    return ids


def prefixes(value: Any) -> tuple[str, ...]:
    found = texts(value)
    for prefix in found:
        if not prefix.endswith("/") or prefix == "/":
            raise Wrong(f'must be beginnings of ids that end in a slash, such as "anthropic/", not {plain(prefix)!r}')
    return found


def address(value: Any) -> Address:
    try:
        return parse_endpoint(text(value))
    except BadAddress as error:
        raise Wrong(f"is no address: {str(error).rstrip('.')}") from error


def cloud_address(value: Any) -> Address:
    """Encrypted, since a key goes there; only this machine may be spoken to in the clear."""
    found = address(value)
    if not (found.is_https or found.is_loopback):
        raise Wrong("must begin with https://: a key is sent there")
    return found


def tables(value: Any) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        raise Wrong("must be tables, each beginning with a line [[backends]]")
    return tuple(value)


def backend_name(value: Any) -> str:
    """It becomes the value of `X-LLM-Backend`."""
    name = text(value)
    if not (name.isascii() and name.isprintable()):
        raise Wrong(f"must be plain ASCII characters, since it goes into a header, not {plain(name)!r}")
    return name


def header_name(name: str) -> str:
    """A token in the sense of RFC 9110, 5.6.2, that is not the connection's own business."""
    if not (name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
        raise Wrong("is no name of a header")
    if name.casefold() in ("host", "content-length", "transfer-encoding", "connection"):
        raise Wrong("is a header the broker has to set itself: leave it out")
    return name


def variable_name(value: Any) -> str:
    name = text(value)
    if not name.isascii() or not name.isprintable() or "=" in name or " " in name:
        raise Wrong(f"must be the name of an environment variable, not {plain(name, 20)!r}")
    return name


def from_env(value: Any, environment: Mapping[str, str]) -> str:
    """The value of the variable that `value` names."""
    name = variable_name(value)
    found = environment.get(name, "").strip()
    if not found:
        raise Wrong(f"names the environment variable {plain(name)}, which is not set: set it where the broker starts")
    return sendable(found, f"the environment variable {plain(name)}")


def from_file(value: Any, beside: Path) -> str:
    """The text of the file that `value` names, without the white space around it; `~` is the home folder, and a
    relative path starts where the configuration lies."""
    path = file_path(value, beside)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_SECRET_BYTES)
    except OSError as error:
        raise Wrong(f"names {path}, which cannot be read ({error.strerror or error})") from error
    found = content.decode("ascii", "replace").strip()
    if not found:
        raise Wrong(f"names {path}, which is empty: put the value into it, on one line")
    return sendable(found, str(path))


def file_path(value: Any, beside: Path) -> Path:
    name = text(value)
    try:
        return beside / Path(name).expanduser()
    except (RuntimeError, ValueError) as error:
        raise Wrong("must be the path of a file in a home folder that exists") from error


def sendable(value: str, where: str) -> str:
    """A header's value; what is wrong is said without repeating it, since it may be a secret."""
    if not (value.isascii() and value.isprintable()):
        raise Wrong(f"needs one line of plain ASCII characters, which {where} does not hold")
    return value


def kind_of(value: object) -> str:
    """What a TOML value is, in words."""
    match value:
        case bool():
            return "true or false"
        case str():
            return "text" if value.strip() else "empty text"
        case int() | float():
            return f"{value}"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"

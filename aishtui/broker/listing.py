"""Asks a server for its models."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from aishtui.broker.route import Route

PROBE_HEADER = "X-Aishtui-Probe"
"""Marks our own question, so that two embedded brokers do not make each other probe without end."""

_MOST_MODELS = 20_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What came: `entries` as they were sent, those without an id left out; None where it is no list of models."""

    entries: tuple[dict[str, Any], ...] | None
    server: str
    """The `Server` header."""
    embedded: bool
    """Another embedded broker wrote it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """`limit_s` for the connection and for each wait; `whole_s` for the body."""

    limit_s: float = 1.0
    whole_s: float = 1.0
    most_bytes: int = 4_000_000


def ask_for_models(route: Route, patience: Patience) -> Listing | None:
    """None where nobody answers."""
    connection = route.connection(patience.limit_s)
    try:
        headers = dict(route.headers([(PROBE_HEADER, "1"), ("Accept", "application/json")]))
        connection.request("GET", route.path("/models"), headers={**headers, "Connection": "close"})
        response = connection.getresponse()
        body = _read(response.read1, patience) if response.status == 200 else b""
        said = response.getheader("Server", "")
    except (OSError, HTTPException, ValueError):
        return None  # nobody there, or nobody who speaks this protocol
    finally:
        connection.close()
    return _listing(route.secrets.hidden_bytes(body), said)


def _listing(body: bytes, server: str) -> Listing:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return Listing(None, server, embedded=False)
    data = found.get("data") if isinstance(found, dict) else found
    if not isinstance(data, list):
        return Listing(None, server, embedded=False)
    entries = [entry for entry in data if isinstance(entry, dict) and _named(entry)][:_MOST_MODELS]
    if data is found and not entries:
        return Listing(None, server, embedded=False)  # any program may answer with a list of something else
    return Listing(tuple(entries), server, isinstance(found, dict) and "aishtui" in found)


def _read(read1: Callable[[int], bytes], patience: Patience) -> bytes:
    deadline, body = time.monotonic() + patience.whole_s, bytearray()
    while piece := read1(65536):
        body += piece
        if len(body) > patience.most_bytes or time.monotonic() > deadline:
            raise ValueError("too long a list of models")
    return bytes(body)


def _named(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("id"), str) and entry["id"] != ""

"""Finds model servers on this machine by asking their usual ports for their models."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Lock, Thread
from typing import Any

PROBE_HEADER = "X-Aishtui-Probe"
"""Marks our own question, so that two embedded brokers do not make each other probe without end."""

_LIMIT_S = 1.0
_FRESH_S = 10.0
_MOST_BYTES = 4_000_000
_MOST_MODELS = 2_000


@dataclass(frozen=True, slots=True)
class UsualPort:
    """`server` is who listens there where nothing else is usual on that port; empty where the reply must say it."""

    port: int
    server: str = ""


# 8080-8083 and 8000 are everybody's ports: there only what the server says of itself gives it a name.
USUAL_PORTS: tuple[UsualPort, ...] = (
    *(UsualPort(port) for port in range(8080, 8084)),
    UsualPort(11434, "Ollama"),
    UsualPort(1234, "LM Studio"),
    UsualPort(8000),
)

# What servers write into `owned_by` of their models, or say first in their `Server` header.
_SIGNS = {
    "llamacpp": "llama.cpp",
    "llama.cpp": "llama.cpp",
    "llamafile": "llamafile",
    "llamafiler": "llamafile",
    "library": "Ollama",
    "organization_owner": "LM Studio",
    "organization-owner": "LM Studio",
    "vllm": "vLLM",
}


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model server that answered on a loopback port. `models` are its catalogue's entries as they came."""

    name: str
    port: int
    models: tuple[dict[str, Any], ...]

    @property
    def label(self) -> str:
        """`llama.cpp:8080`, for `X-LLM-Backend` and `owned_by`."""
        return f"{self.name.casefold().replace(' ', '-')}:{self.port}"

    @property
    def phrase(self) -> str:
        """`llama.cpp on port 8080`, for people."""
        return f"{self.name} on port {self.port}"

    def serves(self, model: str) -> bool:
        return any(entry["id"] == model for entry in self.models)


class Discovery:
    """What was found last, and the asking anew once that is old."""

    def __init__(self, ports: Sequence[UsualPort], own_port: int, fresh_s: float = _FRESH_S) -> None:
        self._ports = tuple(usual for usual in ports if usual.port != own_port)
        self._fresh_s = fresh_s
        self._lock = Lock()
        self._found: tuple[LocalServer, ...] = ()
        self._asked_at: float | None = None

    def start(self) -> None:
        """Asks for the first time, in the background."""
        Thread(target=self.found, name="discovery", daemon=True).start()

    def known(self) -> tuple[LocalServer, ...]:
        """What was found last, without asking."""
        return self._found

    def found(self, fresh_s: float | None = None) -> tuple[LocalServer, ...]:
        """What is there now; asked at most every `fresh_s` seconds, by one thread while others wait for it."""
        limit = self._fresh_s if fresh_s is None else fresh_s
        with self._lock:
            if self._asked_at is None or time.monotonic() - self._asked_at > limit:
                self._found = _probe_all(self._ports)
                self._asked_at = time.monotonic()
            return self._found


def _probe_all(ports: Sequence[UsualPort]) -> tuple[LocalServer, ...]:
    """All ports at once. A server that drips is left behind: its thread ends by itself."""
    answers: dict[int, LocalServer] = {}

    def probe_one(usual: UsualPort) -> None:
        if (server := probe(usual)) is not None:
            answers[usual.port] = server

    threads = [Thread(target=probe_one, args=(usual,), name="probe", daemon=True) for usual in ports]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 2 * _LIMIT_S
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return tuple(answers[usual.port] for usual in ports if usual.port in answers)


def probe(usual: UsualPort) -> LocalServer | None:
    """The server on that port of 127.0.0.1, or None where none answers with a list of models."""
    connection = HTTPConnection("127.0.0.1", usual.port, timeout=_LIMIT_S)
    try:
        connection.request("GET", "/v1/models", headers={PROBE_HEADER: "1", "Connection": "close"})
        response = connection.getresponse()
        if response.status != 200:
            return None
        listing = json.loads(_read(response.read1))
        said = response.getheader("Server", "")
    except (OSError, HTTPException, ValueError, RecursionError):
        return None  # nobody there, or nobody who speaks this protocol
    finally:
        connection.close()
    if not isinstance(listing, dict) or "aishtui" in listing or not isinstance(listing.get("data"), list):
        return None  # another embedded broker finds the same servers: it adds nothing
    entries = [entry for entry in listing["data"] if isinstance(entry, dict) and _named(entry)][:_MOST_MODELS]
    return LocalServer(_who(entries, said, usual), usual.port, tuple(entries))


def _read(read1: Any) -> bytes:
    deadline, body = time.monotonic() + _LIMIT_S, bytearray()
    while piece := read1(65536):
        body += piece
        if len(body) > _MOST_BYTES or time.monotonic() > deadline:
            raise ValueError("too long a list of models")
    return bytes(body)


def _named(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("id"), str) and entry["id"] != ""


def _who(entries: Sequence[dict[str, Any]], server_header: str, usual: UsualPort) -> str:
    said = [str(entry.get("owned_by", "")) for entry in entries[:1]] + server_header.replace("/", " ").split()[:1]
    named = (_SIGNS[word.casefold()] for word in said if word.casefold() in _SIGNS)
    return next(named, usual.server or "model server")

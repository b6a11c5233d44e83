"""Asking the broker as programs do, and waiting for conditions."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

import aishtui
from aishtui.broker.broker import WORDS_PER_S, Broker
from aishtui.broker.config import BrokerConfig, CloudConfig
from aishtui.broker.discovery import FRESH_S
from aishtui.broker.places import UsualPort
from aishtui.broker.responder import Log

MANUAL = Path(aishtui.__file__).parent / "manual"
FAST = 1e9
"""Words per second: everything in one piece."""


def make_broker(
    manual: Path = MANUAL,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    ports: Sequence[UsualPort] = (),
    words_per_s: float = WORDS_PER_S,
    log: Log = lambda _: None,
    fresh_s: float = FRESH_S,
    **config: Any,
) -> Broker:
    """A broker for this test alone, which asks nobody it was not told of."""
    settings = {"cloud": CloudConfig(models=()), **config}
    told = BrokerConfig(host, port, **settings)
    return Broker(manual, told, ports=ports, words_per_s=words_per_s, log=log, fresh_s=fresh_s)


def question(text: str, model: str = "guide", **more: Any) -> dict[str, Any]:
    return {"model": model, "messages": [{"role": "user", "content": text}], **more}


def client() -> httpx.Client:
    """Without certificates, whose loading would take most of the tests' time."""
    return httpx.Client(trust_env=False, verify=False, timeout=20)


def get(url: str) -> httpx.Response:
    with client() as http:
        return http.get(url)


def post(url: str, body: object, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """`body` as JSON; bytes, or an iterator of them, as they are."""
    with client() as http:
        if isinstance(body, bytes | Iterator):
            return http.post(f"{url}/v1/chat/completions", content=body, headers=headers)
        return http.post(f"{url}/v1/chat/completions", json=body, headers=headers)


@contextmanager
def streamed(url: str, body: object) -> Iterator[httpx.Response]:
    with client() as http, http.stream("POST", f"{url}/v1/chat/completions", json=body) as response:
        yield response


def ask(url: str, text: str, model: str = "guide", before: Sequence[str] = ()) -> str:
    messages = [{"role": "user", "content": turn} for turn in (*before, text)]
    response = post(url, {"model": model, "messages": messages})
    assert response.status_code == 200, response.text
    answer: str = response.json()["choices"][0]["message"]["content"]
    return answer


def events(body: str) -> list[Any]:
    """The events of a whole SSE body: JSON, or `[DONE]` as it is."""
    found = [line.removeprefix("data: ") for line in body.split("\n") if line]
    return [data if data == "[DONE]" else json.loads(data) for data in found]


def text_of(chunks: Sequence[Any]) -> str:
    return "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks if chunk != "[DONE]")


def raw(url: str, request: bytes) -> bytes:
    """Everything the broker answers to these bytes until it closes the connection."""
    with connect(url) as connection:
        connection.sendall(request)
        received = bytearray()
        while piece := connection.recv(65536):
            received += piece
        return bytes(received)


def connect(url: str) -> socket.socket:
    parts = httpx.URL(url)
    return socket.create_connection((parts.host, parts.port or 80), timeout=20)


def chat_bytes(body: object, *headers: str, version: str = "HTTP/1.1") -> bytes:
    encoded = json.dumps(body).encode()
    lines = [f"POST /v1/chat/completions {version}", "Host: 127.0.0.1", f"Content-Length: {len(encoded)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + encoded


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.01)


def free_port() -> int:
    """One where nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port: int = reserved.getsockname()[1]
        return port

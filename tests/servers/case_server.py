"""The server that plays cases: raw bytes on a loopback socket, at once, one byte at a time, or cut at random."""

import fcntl
import json
import random
import socket
import socketserver
import struct
import termios
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from tests.servers.case import PORT, Case, Framing, Response

_SMALL = 2048
"""Of larger bodies only this much at either end is cut into pieces."""
_LIMIT_S = 20.0


class How(StrEnum):
    """How the bytes of a response are cut."""

    AT_ONCE = "at once"
    BYTES = "byte by byte"
    RANDOM = "cut at random"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    head: str
    body: bytes

    @property
    def has_token(self) -> bool:
        return "\nauthorization:" in self.head.lower()


class CaseServer:
    """Plays the case it was told to `play` to every POST, and counts them; `/v1/models` is a list of that one case."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._case: Case | None = None
        self._how = How.AT_ONCE
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self._server.block_on_close = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def play(self, case: Case, how: How = How.AT_ONCE) -> None:
        self._case, self._how = case, how
        self.requests = []

    def __enter__(self) -> "CaseServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, connection: socket.socket) -> None:
        connection.settimeout(_LIMIT_S)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            request = _read(connection)
            if request is None or self._case is None:
                return
            if request.method == "GET":
                connection.sendall(_catalogue(self._case))
                return
            self.requests.append(request)
            response = self._case.response
            if self._case.then is not None and len(self.requests) > 1:
                response = self._case.then
            top = response.head.replace(PORT, str(self.port).encode())
            for piece in _bytes_of(replace(response, head=top), self._how, self._case.name):
                connection.sendall(piece)
            if response.by == "rst":
                _arrived(connection)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except (ConnectionError, TimeoutError):
            return  # the client went first


def _handler(server: CaseServer) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            server.answer(self.request)
            self.request.close()  # with what SO_LINGER says, where `shutdown` would send a FIN first

    return Handler


def _arrived(connection: socket.socket) -> None:
    """Wait until the other side has all that was sent: what has not left yet is thrown away with the connection."""
    ends_at = time.monotonic() + _LIMIT_S
    while struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))[0]:
        assert time.monotonic() < ends_at, "the client does not read"
        time.sleep(0.001)


def _read(connection: socket.socket) -> Request | None:
    """None for what is no request: a port is also asked whether it speaks TLS."""
    data = b""
    while b"\r\n\r\n" not in data:
        if data and data[:1] not in b"PG":
            return None
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    raw_head, _, body = data.partition(b"\r\n\r\n")
    text = raw_head.decode("latin-1")
    lengths = [line.split(":")[1] for line in text.splitlines() if line.lower().startswith("content-length:")]
    while lengths and len(body) < int(lengths[0]):
        body += connection.recv(65536)
    method, path, _ = text.split(" ", 2)
    return Request(method, path, text, body)


def _catalogue(case: Case) -> bytes:
    body = json.dumps({"data": [{"id": case.name}]}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body)


def _bytes_of(response: Response, how: How, seed: str) -> Iterator[bytes]:
    """What goes over the socket, each piece by a call of its own."""
    dice = random.Random(seed)
    top, body, end = response.head, response.body, response.torn
    if response.framing is not Framing.BARE:
        top += _framing_of(response) + b"\r\n"
    yield from _cut(top, how, dice)
    if response.framing is not Framing.CHUNKED:
        yield from _cut(body, how, dice)
    else:
        parts = response.pieces if how is How.AT_ONCE else tuple(_cut(body, how, dice))
        framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts if part)
        yield from _cut(framed, how, dice)
        end = end if response.broken else b"0\r\n\r\n"
    if end:
        yield end


def _framing_of(response: Response) -> bytes:
    match response.framing:
        case Framing.CHUNKED:
            return b"Transfer-Encoding: chunked\r\n"
        case Framing.LENGTH:
            return b"Content-Length: %d\r\n" % (len(response.body) + (100 if response.broken else 0))
        case Framing.CLOSE | Framing.BARE:
            return b"Connection: close\r\n"


def _cut(data: bytes, how: How, dice: random.Random) -> Iterator[bytes]:
    match how:
        case How.AT_ONCE:
            edges = [0, len(data)]
        case How.BYTES:
            small = len(data) <= 2 * _SMALL
            ends = range(len(data) + 1) if small else [*range(_SMALL), *range(len(data) - _SMALL, len(data) + 1)]
            edges = list(ends)
        case How.RANDOM:
            edges = sorted({0, len(data), *(dice.randint(0, len(data)) for _ in range(8))})
    return (data[a:b] for a, b in pairwise(edges) if a < b)

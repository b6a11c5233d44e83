"""The backend that is a model server on this machine: requests go there, and answers come back, unchanged."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse

from aishtui.broker.backend import Answer, ClientWatch
from aishtui.broker.chat_request import ChatRequest
from aishtui.broker.discovery import LocalServer
from aishtui.broker.errors import BackendDown, ClientGone, UpstreamLost

_CONNECT_S = 5.0
_PIECE = 65536

# RFC 9110, 7.6.1: these belong to one connection. Host and Content-Length are made anew for the next one.
_HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer"}
    | {"transfer-encoding", "upgrade", "host", "content-length", "expect"}
)
_NOT_BACK = _HOP_BY_HOP | {"x-llm-backend"}


@dataclass(frozen=True, slots=True)
class LocalBackend:
    server: LocalServer

    @property
    def label(self) -> str:
        return self.server.label

    def answer(self, request: ChatRequest, client: ClientWatch) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=_CONNECT_S)
        try:
            connection.connect()
            upstream = connection.sock
            upstream.settimeout(None)  # a cold model may be silent for minutes
            client.on_leaving(lambda: _hang_up(upstream))
            _send(connection, request)
            response = connection.getresponse()
        except (OSError, HTTPException) as error:
            connection.close()
            if client.gone:
                raise ClientGone from error
            raise BackendDown(self.server.phrase, str(error) or type(error).__name__) from error
        headers = tuple((k, _unfolded(v)) for k, v in response.getheaders() if k.casefold() not in _NOT_BACK)
        # A server that is a broker itself knows better than we who answered.
        backend = _unfolded(response.getheader("X-LLM-Backend") or self.label)

        def close() -> None:
            response.close()
            connection.close()

        return Answer(response.status, headers, _body(response, client), response.length, backend, close)


def _send(connection: HTTPConnection, request: ChatRequest) -> None:
    connection.putrequest("POST", "/v1/chat/completions", skip_accept_encoding=True)
    for name, value in request.headers:
        if name.casefold() not in _HOP_BY_HOP:
            connection.putheader(name, _unfolded(value))
    connection.putheader("Content-Length", str(len(request.raw)))
    connection.endheaders(request.raw)


def _unfolded(value: str) -> str:
    """A header's value on one line: folding is allowed to whoever sends it (RFC 9112, 5.2), not to who passes it on."""
    return " ".join(value.split()) if "\r" in value or "\n" in value else value


def _body(response: HTTPResponse, client: ClientWatch) -> Iterator[bytes]:
    """Whatever has arrived, at once; raises UpstreamLost where it is not all, ClientGone where we hung up."""
    try:
        while piece := response.read1(_PIECE):
            yield piece
    except (OSError, HTTPException) as error:
        if client.gone:
            raise ClientGone from error
        raise UpstreamLost(str(error) or type(error).__name__) from error
    if response.length:
        raise UpstreamLost(f"ended {response.length} bytes early")


def _hang_up(upstream: socket.socket) -> None:
    # Closing alone would not wake a thread that waits in recv.
    try:
        upstream.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has ended by itself meanwhile

"""The backend that is a server elsewhere: requests go there, and answers come back, unchanged."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse

from aishtui.broker.backend import Answer, ClientWatch
from aishtui.broker.chat_request import ChatRequest
from aishtui.broker.errors import ClientGone, NoAnswer, UpstreamLost
from aishtui.broker.route import HOP_BY_HOP, Headers, Route, unfolded
from aishtui.broker.why import why_silent

_PIECE = 65536
_NOT_BACK = HOP_BY_HOP | {"x-llm-backend"}


@dataclass(frozen=True, slots=True)
class Upstream:
    """`phrase` is for people: `llama.cpp on port 8080`."""

    label: str
    phrase: str
    route: Route
    via: str
    """For the `Via` header, by which a broker recognises a request that comes back to it."""

    def answer(self, request: ChatRequest, client: ClientWatch) -> Answer:
        connection = self.route.connection()
        client.on_leaving(_nothing)  # so that it is known after a machine that sleeps was waited for
        try:
            connection.connect()
            upstream = connection.sock
            upstream.settimeout(None)  # a cold model may be silent for minutes
            client.on_leaving(lambda: _hang_up(upstream))
            self._send(connection, request)
            response = connection.getresponse()
        except (OSError, HTTPException, ValueError) as error:
            connection.close()
            if client.gone:
                raise ClientGone from error
            raise NoAnswer(self.label, self.phrase, self._safe(why_silent(error))) from None
        return self._answer(response, connection, client)

    def _send(self, connection: HTTPConnection, request: ChatRequest) -> None:
        connection.putrequest("POST", self.route.path("/chat/completions"), skip_accept_encoding=True)
        for name, value in self.route.headers(request.headers):
            if name.casefold() != "via":
                connection.putheader(name, value)
        if self.route.only is None:
            connection.putheader("Via", ", ".join(filter(None, (request.header("Via"), f"1.1 {self.via}"))))
        connection.putheader("Content-Length", str(len(request.raw)))
        connection.endheaders(request.raw)

    def _answer(self, response: HTTPResponse, connection: HTTPConnection, client: ClientWatch) -> Answer:
        def close() -> None:
            response.close()
            connection.close()

        if self.route.secrets and response.getheader("Content-Encoding", "identity").casefold() != "identity":
            close()
            raise NoAnswer(self.label, self.phrase, "it sent an encoded answer, which nobody had asked for")
        # A server that is a broker itself knows better than we who answered.
        backend = self._safe(unfolded(response.getheader("X-LLM-Backend") or self.label))
        body = self._pieces(response, client)
        if self.route.secrets:
            body = self.route.secrets.hidden_in(body)
        return Answer(response.status, self._back(response.getheaders()), body, response.length, backend, close)

    def _back(self, headers: Headers) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._safe(name), self._safe(unfolded(value)))
            for name, value in headers
            if name.casefold() not in _NOT_BACK
        )

    def _pieces(self, response: HTTPResponse, client: ClientWatch) -> Iterator[bytes]:
        """Whatever has arrived, at once; raises UpstreamLost where it is not all, ClientGone where we hung up."""
        try:
            while piece := response.read1(_PIECE):
                yield piece
        except (OSError, HTTPException, ValueError) as error:
            if client.gone:
                raise ClientGone from error
            raise UpstreamLost(self._safe(str(error) or type(error).__name__)) from None
        if client.gone:
            raise ClientGone
        if response.length:
            raise UpstreamLost(f"ended {response.length} bytes early")

    def _safe(self, text: str) -> str:
        return self.route.secrets.hidden(text)


def _nothing() -> None:
    pass


def _hang_up(upstream: socket.socket) -> None:
    # Closing alone would not wake a thread that waits in recv.
    try:
        upstream.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has ended by itself meanwhile

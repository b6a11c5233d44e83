"""Writes responses over HTTP/1.1: JSON, and answers piece by piece."""

import socket
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

import aishtui
from aishtui.broker.backend import EMBEDDED, Answer
from aishtui.broker.completion import encode
from aishtui.broker.errors import BadRequest
from aishtui.broker.log_entry import LogEntry
from aishtui.broker.plain import plain

Log = Callable[[str], None]

_LINGER_S = 2.0


class Responder(BaseHTTPRequestHandler):
    """One connection's writing side, and the log line of each request on it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, log: Log, *connection: Any) -> None:
        self._log = log
        self.forget_request()
        super().__init__(*connection)

    def forget_request(self) -> None:
        """Before each request on the connection."""
        self.entry = LogEntry()

    def send_answer(self, answer: Answer) -> None:
        chunked = answer.length is None and self.request_version != "HTTP/1.0"
        self._begin(answer.status, answer.backend, answer.headers)
        if answer.length is not None:
            self.send_header("Content-Length", str(answer.length))
        elif chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.close_connection = True
        self.end_headers()
        for piece in answer.body:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
        self.entry.ended = "complete"

    def send_json(self, status: int, value: object) -> None:
        body = encode(value)
        self._begin(status, EMBEDDED, (("Content-Type", "application/json"),))
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.entry.ended = "complete"

    def _begin(self, status: int, backend: str, headers: tuple[tuple[str, str], ...]) -> None:
        self.entry.status = status
        self.send_response_only(status)
        given = {name.casefold() for name, _ in headers}
        if "server" not in given:
            self.send_header("Server", f"aishtui/{aishtui.__version__}")
        if "date" not in given:
            self.send_header("Date", self.date_time_string())
        self.send_header("X-LLM-Backend", backend)
        for name, value in headers:
            self.send_header(name, value)

    def cut(self, why: str) -> None:
        """Ends the connection without an end of the answer, so that the client knows it is not whole."""
        self.entry.ended = why
        self.close_connection = True

    def linger(self) -> None:
        """Reads on for a moment after a refusal: closing with bytes unread resets the connection, and the client
        might never see what it was told."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_LINGER_S)
        deadline = time.monotonic() + _LINGER_S
        while time.monotonic() < deadline and self.connection.recv(65536):
            pass

    def write_log(self) -> None:
        self._log(self.entry.line(self.requestline.rpartition(" ")[0] or self.requestline))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What http.server refuses by itself (a bad request line, an unknown method), in our shape."""
        self.close_connection = True
        self.forget_request()
        refusal = BadRequest(f"{plain(message or HTTPStatus(code).phrase)}.")
        self.send_json(code, refusal.body())
        self.entry.ended = f"refused: {refusal}"
        self.write_log()

    def log_message(self, format: str, *args: Any) -> None:
        """One line per request is written at its end instead."""

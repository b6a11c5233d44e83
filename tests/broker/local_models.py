"""A model server on this machine as the broker finds it: scripted by the model's name, on a real socket."""

import json
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = [b'data: {"choices":[{"delta":{"content":"%d"}}]}\n\n' % number for number in range(3)] + [b"data: [DONE]\n\n"]


class QuietServer(ThreadingHTTPServer):
    """Says nothing of connections that break: here they are meant to."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class LocalModels:
    """Models: `echo` answers with what it got, `stepwise` sends a piece per `step.set()`, `silent` never answers,
    `endless` never stops, `dies` ends in mid-answer, `short` promises more bytes than it sends, `refuses` says 400,
    `together` waits until two are asked at once, `broker` says itself who answered, `vanishes` closes without an
    answer, `rubbish` is no HTTP,
    `loading` says 503 and `says` any status, `flood` sends 32 MB. `does` names what is done whatever the model."""

    NAMES = ("echo", "stepwise", "silent", "endless", "dies", "short", "refuses", "together", "broker")
    FLOOD = b"x" * 1_000_000

    def __init__(
        self,
        names: Sequence[str] = NAMES,
        owned_by: str = "llamacpp",
        listing: object = None,
        does: str = "",
        port: int = 0,
    ) -> None:
        self.does = does
        self.status = 200
        """For `says`."""
        data = [{"id": name, "object": "model", "owned_by": owned_by, "meta": {"n_ctx": 4096}} for name in names]
        self.listing = {"object": "list", "data": data} if listing is None else listing
        self.asked = threading.Event()
        self.listed = 0
        self.requests: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.step = threading.Event()
        self.client_closed = threading.Event()
        self.barrier = threading.Barrier(2)
        self.server = QuietServer(("127.0.0.1", port), self._handler())
        self.port = self.server.server_port

    def __enter__(self) -> "LocalModels":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        models = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                models.listed += 1
                models.headers.append({name.casefold(): value for name, value in self.headers.items()})
                self.whole(200, models.listing)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                raw = self.rfile.read(length)
                if len(raw) < length:
                    models.client_closed.set()
                    return
                models.requests.append(raw)
                models.headers.append({name.casefold(): value for name, value in self.headers.items()})
                models.asked.set()
                try:
                    getattr(self, models.does or json.loads(raw)["model"])(raw)
                except OSError:
                    self.close_connection = True
                    models.client_closed.set()

            def whole(self, status: int, value: object, *headers: tuple[str, str]) -> None:
                body = json.dumps(value).encode()
                self.send_response(status)
                for name, text in (("Content-Type", "application/json"), *headers):
                    self.send_header(name, text)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def stream(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.send_header("X-Own", "kept")
                self.end_headers()

            def chunk(self, piece: bytes) -> None:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

            def echo(self, raw: bytes) -> None:
                self.whole(200, {"path": self.path, "headers": self.headers.items(), "body": raw.decode()})

            def stepwise(self, _: bytes) -> None:
                self.stream()
                for piece in WORDS:
                    models.step.wait(20)
                    models.step.clear()
                    self.chunk(piece)
                self.wfile.write(b"0\r\n\r\n")

            def silent(self, _: bytes) -> None:
                if self.connection.recv(1) == b"":
                    models.client_closed.set()
                self.close_connection = True

            def endless(self, _: bytes) -> None:
                self.stream()
                while True:
                    self.chunk(WORDS[0])

            def dies(self, _: bytes) -> None:
                self.stream()
                self.chunk(WORDS[0])
                self.close_connection = True

            def short(self, _: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "100")
                self.end_headers()
                self.wfile.write(b'{"half":')
                self.close_connection = True

            def refuses(self, _: bytes) -> None:
                self.whole(400, {"error": {"message": "the context is full"}}, ("X-Own", "kept"))

            def vanishes(self, _: bytes) -> None:
                self.close_connection = True

            def rubbish(self, _: bytes) -> None:
                self.wfile.write(b"220 mail.example ESMTP\r\n")
                self.close_connection = True

            def loading(self, _: bytes) -> None:
                self.whole(503, {"error": {"message": f"port {models.port} is loading"}}, ("Retry-After", "7"))

            def says(self, _: bytes) -> None:
                words = {"error": {"message": f"status {models.status} from {models.port}"}}
                self.whole(models.status, words, ("Retry-After", "7"))

            def flood(self, _: bytes) -> None:
                self.stream()
                for _ in range(32):
                    self.chunk(models.FLOOD)
                self.wfile.write(b"0\r\n\r\n")

            def together(self, raw: bytes) -> None:
                models.barrier.wait(20)
                self.whole(200, {"body": raw.decode()})

            def broker(self, _: bytes) -> None:
                self.whole(200, {}, ("X-LLM-Backend", "boltzmann"))

        return Handler


def entry(name: Any, **more: Any) -> dict[str, Any]:
    return {"id": name, **more}

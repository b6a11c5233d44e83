"""A test server that plays the LAN of the design on a real loopback socket. It never ships.

with Homelab(speed=20) as lab: ... lab.url ...          in tests
python -m tests.servers.homelab --port 8082             by hand; GET /_log shows what it saw
"""

import argparse
import json
import math
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, cast

from tests.servers import lan
from tests.servers.behaviour import CASES, Behaviour
from tests.servers.broken import Broken
from tests.servers.exchange import Exchange, Log
from tests.servers.lab_answer import ClientClosed, Died, LabAnswer

COLD_S = 6.0


class Homelab:
    """The server. `speed` divides every pause (`math.inf`: none); `cold` says which models are silent for how
    many seconds after their headers; `script` gives a model another behaviour, also while it runs."""

    def __init__(self, speed: float = 1.0, cold: Mapping[str, float] | None = None, port: int = 0) -> None:
        self.speed = speed
        self.cold = dict(cold) if cold is not None else {lan.CHAT_BIG: COLD_S}
        self.dirac_awake = False
        self.broken = Broken()
        self.catalogue_body: bytes | None = None
        """Sent instead of the catalogue."""
        self.closing = threading.Event()
        self.faults: list[BaseException] = []
        self._log = Log()
        self._scripts: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Semaphore] = {}
        self._server = _Server(("127.0.0.1", port), LabHandler)
        self._server.lab = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="homelab", daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> list[Exchange]:
        return self._log.all()

    @property
    def chats(self) -> list[Exchange]:
        """The requests for answers, in the order they came."""
        return [exchange for exchange in self.log if exchange.method == "POST"]

    def script(self, model: str, *behaviours: Behaviour) -> None:
        """How `model` answers from now on: one behaviour for each request, the last for all that follow.
        None given: as it always did."""
        with self._lock:
            self._scripts[model] = list(behaviours)

    def behaviour_of(self, model: str) -> Behaviour:
        with self._lock:
            script = self._scripts.get(model)
            if script:
                return script.pop(0) if len(script) > 1 else script[0]
        return CASES.get(model) or Behaviour(silent_s=self.cold.get(model, 0.0))

    def turn_of(self, backend: str | None) -> threading.Semaphore | None:
        """What to hold while answering; None where requests do not wait for each other."""
        who = {"": None, "backend": backend or "unknown", "broker": "the broker"}[self.broken.one_at_a_time]
        with self._lock:
            return self._turns.setdefault(who, threading.Semaphore()) if who is not None else None

    def is_scripted(self, model: str) -> bool:
        with self._lock:
            return model in CASES or bool(self._scripts.get(model))

    def wait_for(self, condition: Callable[[list[Exchange]], Any], limit_s: float = 10.0) -> list[Exchange]:
        return self._log.wait_for(condition, limit_s)

    def in_flight_together(self, a: str | Exchange, b: str | Exchange) -> bool:
        """Whether answers of two models (or these two) were under way at the same moment."""

        def meant(which: str | Exchange) -> list[Exchange]:
            return [which] if isinstance(which, Exchange) else [e for e in self.chats if e.model == which]

        return any(one.overlaps(other) for one in meant(a) for other in meant(b))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends every answer and the server. Answers that wait for a release are ended too."""
        self.closing.set()
        if self._thread.ident is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> "Homelab":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.stop()
        if self.faults and error is None:
            raise RuntimeError("homelab itself failed") from self.faults[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    lab: Homelab

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception() if sys.version_info >= (3, 12) else sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):
            self.lab.faults.append(error)


class LabHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    exchange: Exchange

    @property
    def lab(self) -> Homelab:
        return cast(_Server, self.server).lab

    def log_message(self, *_: Any) -> None:
        """The log is kept in memory."""

    def do_GET(self) -> None:
        if self.path == "/_log":
            entries = [exchange.as_json() for exchange in self.lab.log]
            self.reply(200, json.dumps(entries, ensure_ascii=False, indent=1).encode())
            return
        self._begin(None)
        if self._turned_away():
            pass
        elif self.path == "/v1/models":
            models = [lan.as_entry(model) for model in lan.catalogue(self.lab.dirac_awake)]
            body = json.dumps({"object": "list", "data": models}).encode()
            self.reply(200, self.lab.catalogue_body if self.lab.catalogue_body is not None else body)
        else:
            self.reply_error(404, f"there is nothing at {self.path}")
        self.note(ended=time.monotonic())

    def do_HEAD(self) -> None:
        self.reply(200, b"")

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        self._begin(body, raw.decode(errors="replace"))
        try:
            self._post(body)
        except (ClientClosed, ConnectionError):
            self.note(client_closed=not self.lab.closing.is_set())
            self.close_connection = True
        except Died:
            # Aborts instead of closing in order: what a crashed backend looks like.
            linger = (1).to_bytes(4, sys.byteorder) + bytes(4)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.close_connection = True
        finally:
            self.note(ended=time.monotonic())

    def _turned_away(self) -> bool:
        """Whether the request was refused for its `Authorization`, or for want of one."""
        sent = "Authorization" in self.headers
        if sent and self.lab.broken.refuses_authorization:
            self.reply_error(401, "this token is not known here")
        elif not sent and self.lab.broken.wants_authorization:
            self.reply_error(401, "no token was sent")
        else:
            return False
        return True

    def _post(self, body: Any) -> None:
        if self._turned_away():
            return
        if self.path != "/v1/chat/completions":
            self.reply_error(404, f"there is nothing at {self.path}")
        elif not isinstance(body, dict) or not isinstance(body.get("messages"), list):
            self.reply_error(400, "the body is no JSON object with `messages`")
        else:
            LabAnswer(self, body).give()

    def _begin(self, body: Any, raw: str = "") -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        model = str(body.get("model", "")) if isinstance(body, dict) else ""
        self.exchange = Exchange(self.command, self.path, headers, body, raw, model)
        self.lab._log.add(self.exchange)

    def note(self, **values: Any) -> None:
        self.lab._log.change(self.exchange, **values)

    def reply_error(self, status: int, words: str) -> None:
        self.reply(status, json.dumps({"error": {"message": words, "type": "invalid_request_error"}}).encode())

    def reply(
        self,
        status: int,
        body: bytes,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        backend: str | None = "hossenfelder",
    ) -> None:
        self.send_response(status)
        if backend is not None and not self.lab.broken.hides_backend:
            self.send_header("X-LLM-Backend", backend)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if hasattr(self, "exchange"):
            self.note(answered=time.monotonic())
        if self.command != "HEAD":
            self.wfile.write(body)
        if hasattr(self, "exchange"):
            self.note(status=status)

    def pause(self, seconds: float) -> None:
        """Waits, scaled by the server's speed; raises ClientClosed as soon as the client hangs up."""
        self._wait_until(time.monotonic() + seconds / self.lab.speed, None)

    def take(self, turn: threading.Semaphore) -> None:
        """Waits for its turn; raises as `pause` does."""
        while not turn.acquire(timeout=0.005):
            self.pause(0.0)

    def write(self, data: bytes) -> None:
        try:
            self.wfile.write(data)
        except ConnectionError:
            if not self.lab.broken.goes_on:
                raise
            self.note(client_closed=True)

    def hold(self, release: threading.Event) -> None:
        self._wait_until(math.inf, release)

    def _wait_until(self, deadline: float, release: threading.Event | None) -> None:
        while not (release and release.is_set()):
            left = deadline - time.monotonic()
            if self.lab.broken.goes_on:
                self.lab.closing.wait(max(0.0, min(left, 0.05)))
                gone = False
            else:
                readable, _, _ = select.select([self.connection], [], [], max(0.0, min(left, 0.05)))
                gone = bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
            if gone or self.lab.closing.is_set():
                raise ClientClosed
            if left <= 0:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description="Plays a home LAN of language models for trying aishtui by hand.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--speed", type=float, default=1.0, help="divides every pause")
    parser.add_argument("--cold", type=float, default=COLD_S, metavar="SECONDS", help="how long chat_big is silent")
    parser.add_argument("--dirac", action="store_true", help="dirac is awake")
    switches = ", ".join(name for name in Broken.__dataclass_fields__)
    parser.add_argument(
        "--broken", action="append", default=[], metavar="SWITCH", help=f"{switches} (=backend, =broker)"
    )
    options = parser.parse_args()
    lab = Homelab(options.speed, {lan.CHAT_BIG: options.cold}, options.port)
    lab.dirac_awake = options.dirac
    for switch in options.broken:
        name, _, value = switch.partition("=")
        setattr(lab.broken, name, value or True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with lab:
        print(lab.url, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()

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
from tests.servers.answering import answer_to, call_of, count_tokens, words_of
from tests.servers.behaviour import CASES, Behaviour
from tests.servers.broken import Broken
from tests.servers.exchange import Exchange, Log

COLD_S = 6.0


class ClientClosed(Exception):
    """The client hung up, or the server is being stopped."""


class Died(Exception):
    """The script says that the connection breaks here."""


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
        self._server = _Server(("127.0.0.1", port), _Handler)
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


class _Handler(BaseHTTPRequestHandler):
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
            self._reply(200, json.dumps(entries, ensure_ascii=False, indent=1).encode())
            return
        self._begin(None)
        if self._turned_away():
            pass
        elif self.path == "/v1/models":
            models = [lan.as_entry(model) for model in lan.catalogue(self.lab.dirac_awake)]
            body = json.dumps({"object": "list", "data": models}).encode()
            self._reply(200, self.lab.catalogue_body if self.lab.catalogue_body is not None else body)
        else:
            self._reply_error(404, f"there is nothing at {self.path}")
        self._note(ended=time.monotonic())

    def do_HEAD(self) -> None:
        self._reply(200, b"")

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
            self._note(client_closed=not self.lab.closing.is_set())
            self.close_connection = True
        except Died:
            # Aborts instead of closing in order: what a crashed backend looks like.
            linger = (1).to_bytes(4, sys.byteorder) + bytes(4)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.close_connection = True
        finally:
            self._note(ended=time.monotonic())

    def _turned_away(self) -> bool:
        """Whether the request was refused for its `Authorization`, or for want of one."""
        sent = "Authorization" in self.headers
        if sent and self.lab.broken.refuses_authorization:
            self._reply_error(401, "this token is not known here")
        elif not sent and self.lab.broken.wants_authorization:
            self._reply_error(401, "no token was sent")
        else:
            return False
        return True

    def _post(self, body: Any) -> None:
        if self._turned_away():
            return
        if self.path != "/v1/chat/completions":
            self._reply_error(404, f"there is nothing at {self.path}")
        elif not isinstance(body, dict) or not isinstance(body.get("messages"), list):
            self._reply_error(400, "the body is no JSON object with `messages`")
        else:
            _Answer(self, body).give()

    def _begin(self, body: Any, raw: str = "") -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        model = str(body.get("model", "")) if isinstance(body, dict) else ""
        self.exchange = Exchange(self.command, self.path, headers, body, raw, model)
        self.lab._log.add(self.exchange)

    def _note(self, **values: Any) -> None:
        self.lab._log.change(self.exchange, **values)

    def _reply_error(self, status: int, words: str) -> None:
        self._reply(status, json.dumps({"error": {"message": words, "type": "invalid_request_error"}}).encode())

    def _reply(
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
        if self.command != "HEAD":
            self.wfile.write(body)
        if hasattr(self, "exchange"):
            self._note(status=status)

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
            self._note(client_closed=True)

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


class _Answer:
    """One answer, streamed or whole."""

    def __init__(self, handler: _Handler, body: dict[str, Any]) -> None:
        self._handler = handler
        self._lab = handler.lab
        self._body = body
        self._model = str(body.get("model"))
        self._behaviour = self._lab.behaviour_of(self._model)
        self._held: list[bytes] | None = [] if self._lab.broken.lumps else None
        self._served = lan.who_answers(self._model, self._lab.dirac_awake)
        if self._served is None and self._lab.is_scripted(self._model):
            self._served = lan.LanModel(self._model, "hertz", "local", 8192, 20.0)

    def give(self) -> None:
        if self._served is None:
            self._handler._reply_error(404, f"the model `{self._model}` is not served here")
            return
        self._handler._note(backend=self._served.backend)
        turn = self._lab.turn_of(self._served.backend)
        if turn is None:
            self._give(self._served)
            return
        self._handler.take(turn)
        try:
            self._give(self._served)
        finally:
            turn.release()

    def _give(self, served: lan.LanModel) -> None:
        behaviour, broken = self._behaviour, self._lab.broken
        if self._body.get("tools") and broken.refuses_tools:
            self._handler._reply_error(400, f"{self._model} does not support tools")
            return
        if not self._body.get("stream") and broken.only_streams:
            self._handler._reply_error(400, "only streaming is supported")
            return
        self._handler.pause(behaviour.headers_after_s)
        if behaviour.status != 200:
            self._handler._reply(
                behaviour.status, behaviour.body, behaviour.content_type, behaviour.headers, served.backend
            )
        elif behaviour.raw is not None:
            self._stream(behaviour.content_type, self._send_raw)
        elif self._body.get("stream") and not broken.never_streams:
            self._stream("text/event-stream", self._send_events)
        else:
            self._give_whole()

    def _stream(self, content_type: str, send: Callable[[], None]) -> None:
        handler = self._handler
        handler.send_response(200)
        broken = self._lab.broken
        hidden = broken.hides_backend or broken.hides_backend_of_streams
        if self._served and self._served.backend is not None and not hidden:
            handler.send_header("X-LLM-Backend", self._served.backend)
        for name, value in self._behaviour.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler._note(status=200, headers_sent=time.monotonic())
        handler.pause(self._behaviour.silent_s)
        send()
        if self._held is not None:
            held, self._held = self._held, None
            self._chunk(b"".join(held))
        handler.write(b"0\r\n\r\n")

    def _send_raw(self) -> None:
        for chunk in self._behaviour.raw or ():
            self._chunk(chunk)
            self._handler.pause(0.0)

    def _send_events(self) -> None:
        behaviour = self._behaviour
        self._event({"role": "assistant", "content": None})
        for word in words_of(behaviour.thinking):
            self._event({"reasoning_content": word})
        if self._body.get("tools") and not self._lab.broken.ignores_tools:
            self._call()
            return
        rate = behaviour.tokens_per_s or (self._served.tokens_per_s if self._served else 20.0)
        words = words_of(self._text())
        for number, word in enumerate(words):
            if not self._goes_on(number):
                return
            self._event({"content": word})
            self._handler._note(sent_text=self._handler.exchange.sent_text + word)
            self._handler.pause(1.0 / rate)
        if self._goes_on(len(words)):
            self._finish(len(words))

    def _call(self) -> None:
        """A call of the first tool, its arguments in two pieces."""
        name, arguments = call_of(self._body)
        half = len(arguments) // 2
        function = {"name": name, "arguments": arguments[:half]}
        self._event({"tool_calls": [{"index": 0, "id": "call-1", "type": "function", "function": function}]})
        self._event({"tool_calls": [{"index": 0, "function": {"arguments": arguments[half:]}}]})
        self._event({}, "tool_calls")
        self._chunk(b"data: [DONE]\n\n")

    def _goes_on(self, number: int) -> bool:
        """False where the script says that the answer ends here, with what it says to end it."""
        behaviour = self._behaviour
        if behaviour.die_after == number:
            raise Died
        if behaviour.error_after == number:
            self._send({"error": behaviour.error})
            return False
        if behaviour.hold_after == number and behaviour.release is not None:
            self._handler.hold(behaviour.release)
        return True

    def _finish(self, tokens: int) -> None:
        behaviour = self._behaviour
        if behaviour.finish is not None:
            self._event({}, behaviour.finish)
        asked = (self._body.get("stream_options") or {}).get("include_usage")
        if behaviour.usage and asked:
            self._send({**self._head(), "choices": [], "usage": self._usage(tokens)})
        if behaviour.done:
            self._chunk(b"data: [DONE]\n\n")

    def _give_whole(self) -> None:
        text = self._text()
        words = len(words_of(text))
        rate = self._behaviour.tokens_per_s or (self._served.tokens_per_s if self._served else 20.0)
        self._handler.pause(self._behaviour.silent_s + words / rate)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": self._behaviour.finish}
        body = {**self._head("chat.completion"), "choices": [choice], "usage": self._usage(words)}
        self._handler._note(sent_text=text, first_byte=time.monotonic())
        backend = self._served.backend if self._served else None
        self._handler._reply(200, json.dumps(body).encode(), headers=self._behaviour.headers, backend=backend)

    def _text(self) -> str:
        if self._behaviour.text is not None:
            return self._behaviour.text
        messages = self._body["messages"]
        return answer_to(messages[-1:] if self._lab.broken.forgets else messages)

    def _usage(self, tokens: int) -> dict[str, Any]:
        sent = count_tokens(self._body["messages"])
        usage: dict[str, Any] = {"prompt_tokens": sent, "completion_tokens": tokens, "total_tokens": sent + tokens}
        if "/" in self._model:
            usage["cost"] = round(1e-5 * (sent + tokens), 8)
        return usage

    def _head(self, kind: str = "chat.completion.chunk") -> dict[str, Any]:
        number = len(self._lab.chats)
        return {"id": f"chatcmpl-{number}", "object": kind, "created": 1_790_000_000, "model": self._model}

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        self._send({**self._head(), "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def _send(self, value: dict[str, Any]) -> None:
        self._chunk(b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        if self._held is not None:
            self._held.append(data)
            return
        if self._handler.exchange.first_byte is None:
            self._handler._note(first_byte=time.monotonic())
        self._handler.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


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

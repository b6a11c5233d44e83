"""A broker that streams a given text at a given pace and writes down when each piece of it left."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

MODEL = "qwen2.5-coder-1.5b-q4_k_m.gguf"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is streamed, with a pause before each piece; the first `thinking` pieces are thought."""

    pieces: Sequence[str]
    pause_s: float
    thinking: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A piece, when it had left (`time.monotonic()`), and whether it was thought."""

    at: float
    piece: str
    thought: bool


class Recording:
    """Answers the n-th question with the n-th of its answers, to which more may be added; `sent` is of the last."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.sent: list[Sent] = []
        self.asked = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def next(self) -> Answer:
        self.sent = []
        self.asked += 1
        return self.answers[self.asked - 1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(recording: Recording) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            body = json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer, sent = recording.next(), recording.sent
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("X-LLM-Backend", "hertz")
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                for number, piece in enumerate(answer.pieces):
                    time.sleep(answer.pause_s)
                    thought = number < answer.thinking
                    self._event({"reasoning_content" if thought else "content": piece}, None)
                    sent.append(Sent(time.monotonic(), piece, thought))
                self._event({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")
            except OSError:
                return  # the client went first

        def _event(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            self.wfile.write(f"data: {json.dumps({'model': MODEL, 'choices': [choice]})}\n\n".encode())

    return Handler


@contextmanager
def recording(*answers: Answer) -> Iterator[Recording]:
    """A server with these answers."""
    with Recording() as server:
        server.answers.extend(answers)
        yield server

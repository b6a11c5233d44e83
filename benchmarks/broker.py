"""The scripted broker, a process of its own: `python -m benchmarks.broker`.

It says its port in its first line of output, takes commands as lines of JSON (`script`, `go`), and tells what it
has sent in lines of JSON, with `time.monotonic()` of each event, which all processes share. It ends when its
input does.
"""

import json
import os
import sys
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from benchmarks.models import openrouter_body
from benchmarks.scripts import Pace, Script, tokens

MODELS = (
    "qwen2.5-coder-1.5b-q4_k_m.gguf",
    "llama-3.1-8b-instruct",
    "mistral-nemo-12b-instruct",
    "anthropic/claude-opus-4.7",
    "anthropic/claude-sonnet-4.6",
    "anthropic/claude-haiku-4.5",
    "openai/gpt-5",
    "openai/gpt-5-mini",
    "mistralai/mistral-large",
    "qwen/qwen3-coder",
    "qwen/qwen3-32b",
)
OPENROUTER = "/openrouter"
"""Below this path another list of models: 5,000 of them."""
_CREATED = 1_700_000_000


@cache
def _openrouter() -> bytes:
    return openrouter_body(5_000, seed=1)


class Broker(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts: dict[str, Script] = {}
        self.go: dict[str, threading.Semaphore] = {}
        self._telling = threading.Lock()

    def take(self, command: dict[str, Any]) -> None:
        if command["do"] == "script":
            script = Script.of_json(command["script"])
            self.go[script.key] = threading.Semaphore(0)
            if not script.model:  # what single models said to this prompt before was another row's
                self.scripts = {key: known for key, known in self.scripts.items() if known.prompt != script.prompt}
            self.scripts[script.key] = script
            self.tell(script.key, "known")
        else:
            self.go[command["key"]].release()

    def tell(self, key: str, what: str, times: list[float] | None = None) -> None:
        with self._telling:
            sys.stdout.write(json.dumps({"key": key, "what": what, "times": times or []}) + "\n")
            sys.stdout.flush()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def broker(self) -> Broker:
        return cast(Broker, self.server)

    def log_message(self, *_: Any) -> None:
        """The harness is told what was sent, on standard output."""

    def do_GET(self) -> None:
        models = [{"id": id_, "object": "model", "created": _CREATED, "owned_by": "bench"} for id_ in MODELS]
        body = json.dumps({"object": "list", "data": models}).encode()
        if self.path.startswith(OPENROUTER):
            body = _openrouter()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = next(turn["content"] for turn in reversed(request["messages"]) if turn["role"] == "user")
        of_model = self.broker.scripts.get(f"{request['model']} {prompt}")
        script = of_model or self.broker.scripts[prompt]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("X-LLM-Backend", "boltzmann")
        self.end_headers()
        if script.watched:
            threading.Thread(target=self._watch, args=(script.key,), daemon=True).start()
        try:
            self._answer(script, _Events(request["model"]))
        except ConnectionError:
            self.close_connection = True  # the program was ended in the middle of an answer

    def _answer(self, script: Script, events: "_Events") -> None:
        if script.lead:
            self.connection.sendall(b"".join(map(events.text, tokens(script.lead))))
        self.broker.tell(script.key, "lead", [time.monotonic()])
        self._hold(script)
        tail = [events.text(token) for token in tokens(script.tail)]
        if script.pace is Pace.BURST and not script.holds:
            tail = [*tail, events.end(len(tail))]
        self.broker.tell(script.key, "tail", self._send(tail, script))
        self._hold(script)
        if script.pace is not Pace.BURST or script.holds:
            self.connection.sendall(events.end(len(tail)))
        self.broker.tell(script.key, "end", [time.monotonic()])

    def _watch(self, key: str) -> None:
        """Tell when the client closes its end. It says nothing more before that."""
        try:
            while self.connection.recv(65_536):
                continue
        except ConnectionError:
            pass  # it went without reading all: that is a reset, and an end too
        self.broker.tell(key, "closed", [time.monotonic()])

    def _hold(self, script: Script) -> None:
        if script.holds:
            self.broker.go[script.key].acquire()

    def _send(self, events: list[bytes], script: Script) -> list[float]:
        """When the write of each event began; for a burst, one time."""
        burst = b"".join(events) if script.pace is Pace.BURST else b""
        times: list[float] = []
        began = time.monotonic()
        if script.pace is Pace.BURST:
            self.connection.sendall(burst)
            return [began]
        for number, event in enumerate(events):
            if script.pace is Pace.PACED:
                time.sleep(max(0.0, began + number / script.tokens_per_s - time.monotonic()))
            times.append(time.monotonic())
            self.connection.sendall(event)
        return times


class _Events:
    """An OpenAI-compatible stream, each event a chunk of its own."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._begun = False

    def text(self, token: str) -> bytes:
        delta = {"content": token} if self._begun else {"role": "assistant", "content": token}
        self._begun = True
        return self._event({"index": 0, "delta": delta, "finish_reason": None})

    def end(self, count: int) -> bytes:
        """The finish reason, the usage, the mark, and the end of the body."""
        usage = {"prompt_tokens": 100, "completion_tokens": count, "total_tokens": 100 + count}
        finish = self._event({"index": 0, "delta": {}, "finish_reason": "stop"})
        return finish + self._event(None, usage=usage) + _chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"

    def _event(self, choice: dict[str, Any] | None, **more: Any) -> bytes:
        body = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": _CREATED,
            "model": self._model,
            "choices": [choice] if choice else [],
            **more,
        }
        return _chunk(b"data: " + json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def main() -> None:
    broker = Broker()
    threading.Thread(target=broker.serve_forever, args=(0.05,), daemon=True).start()
    print(broker.server_address[1], flush=True)
    for line in sys.stdin:
        broker.take(json.loads(line))
    os._exit(0)  # answers that are held wait for nobody


if __name__ == "__main__":
    main()

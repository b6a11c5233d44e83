"""How `homelab` gives one answer: as its model's behaviour says, and as far as the broker is not broken."""

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.servers import lan
from tests.servers.answering import answer_to, call_of, count_tokens, words_of

if TYPE_CHECKING:  # the handler makes the answers
    from tests.servers.homelab import LabHandler


class ClientClosed(Exception):
    """The client hung up, or the server is being stopped."""


class Died(Exception):
    """The script says that the connection breaks here."""


class LabAnswer:
    """One answer, streamed or whole."""

    def __init__(self, handler: "LabHandler", body: dict[str, Any]) -> None:
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
            self._handler.reply_error(404, f"the model `{self._model}` is not served here")
            return
        self._handler.note(backend=self._served.backend)
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
            self._handler.reply_error(400, f"{self._model} does not support tools")
            return
        if not self._body.get("stream") and broken.only_streams:
            self._handler.reply_error(400, "only streaming is supported")
            return
        self._handler.pause(behaviour.headers_after_s)
        if behaviour.headers_release is not None:
            self._handler.hold(behaviour.headers_release)
        if behaviour.status != 200:
            self._handler.reply(
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
        handler.note(status=200, headers_sent=time.monotonic())
        handler.pause(self._behaviour.silent_s)
        send()
        if self._held is not None:
            held, self._held = self._held, None
            self._chunk(b"".join(held))
        handler.note(answered=time.monotonic())
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
            self._handler.note(sent_text=self._handler.exchange.sent_text + word)
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
        self._handler.note(sent_text=text, first_byte=time.monotonic())
        backend = self._served.backend if self._served else None
        self._handler.reply(200, json.dumps(body).encode(), headers=self._behaviour.headers, backend=backend)

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
            self._handler.note(first_byte=time.monotonic())
        self._handler.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

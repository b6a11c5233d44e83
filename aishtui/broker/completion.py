"""The shapes of OpenAI's chat completions, as far as this broker speaks them itself."""

import json
import os
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer's identity, which every chunk of it repeats."""

    model: str
    id: str = field(default_factory=lambda: f"chatcmpl-{os.urandom(12).hex()}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, text: str) -> dict[str, Any]:
        """The body for `stream: false`. There is no `usage`: what answers here has no tokenizer to count with."""
        message = {"role": "assistant", "content": text}
        return self._with("chat.completion", {"index": 0, "message": message, "finish_reason": "stop"})

    def opening(self) -> bytes:
        return self._event({"role": "assistant", "content": ""}, None)

    def piece(self, text: str) -> bytes:
        return self._event({"content": text}, None)

    def closing(self) -> bytes:
        return self._event({}, "stop") + b"data: [DONE]\n\n"

    def _event(self, delta: dict[str, Any], finish_reason: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return b"data: " + encode(self._with("chat.completion.chunk", choice)) + b"\n\n"

    def _with(self, kind: str, choice: dict[str, Any]) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model, "choices": [choice]}


def encode(value: object) -> bytes:
    """JSON in ASCII, so that lone surrogates of a request come back as they were."""
    return json.dumps(value).encode("ascii")

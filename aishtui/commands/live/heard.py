"""What was heard of one answer, and when. Times are seconds since the request left."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import field

from aishtui.chat.answers import Status
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.wire.answered_by import BACKEND_HEADER
from aishtui.wire.deltas import Delta, Done, Named, TextDelta, ThinkingDelta, ToolDelta, Usage


@dataclass(slots=True)
class Heard:
    sent: float = field(default_factory=time.monotonic)
    """On `time.monotonic()`."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """With lower-case names."""
    headers_s: float = 0.0
    answered_by: str | None = None
    text: str = ""
    thinking: str = ""
    calls: list[str] = field(default_factory=list)
    """Tool calls, as JSON."""
    pieces: list[float] = field(default_factory=list)
    """When each read came that brought text or thinking."""
    total_s: float = 0.0
    left_s: float | None = None
    """When the client went, and listened on."""
    hung_up: bool = False
    """The server stopped after that, before the answer's end."""
    done: bool = False
    """`[DONE]` came."""
    status: Status = Status.WRITING
    finish_reason: str | None = None
    tokens_out: int | None = None
    cost: float | None = None
    model: str | None = None

    def now(self) -> float:
        return time.monotonic() - self.sent

    def take(self, deltas: Sequence[Delta]) -> None:
        came = self.now()
        for delta in deltas:
            match delta:
                case TextDelta(text=text):
                    self.text += text
                case ThinkingDelta(text=text):
                    self.thinking += text
                case ToolDelta():
                    self.calls.append(delta.json_text)
                case Usage():
                    self.tokens_out = self.tokens_out if delta.tokens_out is None else delta.tokens_out
                    self.cost = self.cost if delta.cost is None else delta.cost
                case Done():
                    self.done = True
                case Named():
                    self.model = delta.model or self.model
                case _:
                    continue
        if any(isinstance(delta, TextDelta | ThinkingDelta) for delta in deltas):
            self.pieces.append(came)

    @property
    def backend(self) -> str | None:
        """`X-LLM-Backend` as it came."""
        return self.headers.get(BACKEND_HEADER) or None

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_stream(self) -> bool:
        return self.content_type == "text/event-stream"

    @property
    def first_s(self) -> float:
        """Until the first text or thinking; without any, until the end."""
        return self.pieces[0] if self.pieces else self.total_s

    @property
    def writing(self) -> tuple[float, float]:
        """From the first piece to the last, on `time.monotonic()`."""
        last = self.pieces[-1] if self.pieces else self.total_s
        return self.sent + self.first_s, self.sent + last

    @property
    def words(self) -> int:
        return len(self.text.split()) + len(self.thinking.split())

    @property
    def said(self) -> str:
        """The answer as far as it is to be quoted; a model that only thought is quoted by its thinking."""
        return self.text.strip() or self.thinking.strip()

"""The backend that is this process: `guide` and `mirror` as chat completions."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from aishtui.broker.backend import EMBEDDED, Answer, ClientWatch
from aishtui.broker.chat_request import ChatRequest
from aishtui.broker.completion import Completion, encode
from aishtui.broker.pace import paced


class BuiltIn(Protocol):
    """A model that is a function of the request."""

    name: str
    description: str

    def reply(self, request: ChatRequest) -> str:
        """The answer as Markdown; raises Refused where the request makes no sense."""


@dataclass(frozen=True, slots=True)
class EmbeddedBackend:
    models: Mapping[str, BuiltIn]
    words_per_s: float
    label: str = EMBEDDED

    def entries(self, created: int) -> list[dict[str, Any]]:
        """For the catalogue."""
        shared = {"object": "model", "created": created, "owned_by": self.label}
        return [{"id": name, **shared, "description": model.description} for name, model in self.models.items()]

    def answer(self, request: ChatRequest, client: ClientWatch) -> Answer:  # noqa: ARG002 writing notices it soon enough
        text = self.models[request.model].reply(request)
        completion = Completion(request.model)
        headers: tuple[tuple[str, str], ...]
        if request.stream:
            kind = "text/event-stream; charset=utf-8"
            headers = (("Content-Type", kind), ("Cache-Control", "no-cache"))
            stream = self._stream(completion, text)
            return Answer(200, headers, stream, None, self.label, stream.close)
        whole = encode(completion.whole(text))
        headers = (("Content-Type", "application/json"),)
        return Answer(200, headers, iter([whole]), len(whole), self.label, lambda: None)

    def _stream(self, completion: Completion, text: str) -> Generator[bytes, None, None]:
        yield completion.opening()
        for piece in paced(text, self.words_per_s):
            yield completion.piece(piece)
        yield completion.closing()

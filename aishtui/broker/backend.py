"""What the broker asks of whoever answers a chat request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from aishtui.broker.chat_request import ChatRequest

EMBEDDED = "embedded"
"""The backend's name for what this process answers itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that has begun."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Iterator[bytes]
    """Pieces as they come; each is sent on at once."""
    length: int | None
    """Bytes in all, where that is known before the end."""
    backend: str
    """For `X-LLM-Backend`."""
    close: Callable[[], None]
    """Ends the work behind it, whether or not `body` was read."""


class ClientWatch(Protocol):
    """Notices the client's leaving while the backend is silent."""

    @property
    def gone(self) -> bool: ...

    def on_leaving(self, act: Callable[[], None]) -> None:
        """`act` runs once if the client leaves before the answer's end, or has left already: in another thread, or in
        this one. It takes the place of the one before it."""


class Backend(Protocol):
    """One place where models are: this process, a local server, a gateway."""

    @property
    def label(self) -> str: ...

    def answer(self, request: ChatRequest, client: ClientWatch) -> Answer:
        """Raises NoAnswer where another may be asked, Refused where the request makes no sense, ClientGone where
        nobody waits for an answer any more."""

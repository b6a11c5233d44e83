"""What `homelab` remembers of each request."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Exchange:
    """One request and what became of it. Times are `time.monotonic()`; None is "not yet"."""

    method: str
    path: str
    headers: dict[str, str]
    """With lower-case names."""
    body: Any = None
    raw: str = ""
    """The body exactly as it came."""
    model: str = ""
    backend: str | None = None
    status: int | None = None
    started: float = field(default_factory=time.monotonic)
    headers_sent: float | None = None
    first_byte: float | None = None
    answered: float | None = None
    """Before the last byte left: whoever has that may ask for the next answer at once."""
    ended: float | None = None
    sent_text: str = ""
    client_closed: bool = False
    """The client went before the answer was whole."""

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.body.get("messages", []) if isinstance(self.body, dict) else []
        return found

    def overlaps(self, other: "Exchange") -> bool:
        return self is not other and self.started < other.over and other.started < self.over

    @property
    def over(self) -> float:
        return self.answered or self.ended or float("inf")

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Log:
    """The exchanges so far, shared between the server's threads and the test."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._changed = threading.Condition()

    def add(self, exchange: Exchange) -> None:
        with self._changed:
            self._exchanges.append(exchange)
            self._changed.notify_all()

    def change(self, exchange: Exchange, **values: Any) -> None:
        with self._changed:
            for name, value in values.items():
                setattr(exchange, name, value)
            self._changed.notify_all()

    def all(self) -> list[Exchange]:
        with self._changed:
            return list(self._exchanges)

    def wait_for(self, condition: Callable[[list[Exchange]], Any], limit_s: float) -> list[Exchange]:
        """The exchanges once `condition` holds; fails loudly after the limit."""
        with self._changed:
            if not self._changed.wait_for(lambda: condition(self._exchanges), limit_s):
                raise AssertionError(f"not within {limit_s} s; the server saw {self._exchanges}")
            return list(self._exchanges)

"""The one line that the log gets of each request."""

import time
from dataclasses import dataclass, field

from aishtui.broker.backend import EMBEDDED
from aishtui.broker.plain import plain


@dataclass(slots=True)
class LogEntry:
    """Filled while the request is served."""

    began: float = field(default_factory=time.monotonic)
    model: str = ""
    backend: str = EMBEDDED
    routed: bool = False
    """Another than the first choice answered."""
    status: int = 0
    """Of the response, once it has begun."""
    ended: str = "nothing sent"
    """`complete`, `client closed`, `cut off: …`, `refused: …`."""
    passed_over: list[str] = field(default_factory=list)
    """Who was asked and did not answer, and why: `dirac: connection refused`."""

    def name_backend(self, said: str, by: str) -> None:
        """What the client reads, and which of ours said so where that is a broker itself: `boltzmann via lan`."""
        self.backend = said if said == by else f"{said} via {by}"

    def line(self, asked: str) -> str:
        """`2026-11-25 12:04:31 POST /v1/chat/completions llama boltzmann (routed) 200 3.1 s complete; dirac: 503`"""
        who = f"{self.backend} (routed)" if self.routed else self.backend
        took = f"{time.monotonic() - self.began:.1f} s"
        words = [asked, self.model or "-", who, str(self.status or "-"), took, self.ended]
        line = " ".join(plain(word, 400) for word in words)
        passed_over = "".join(f"; {plain(words)}" for words in self.passed_over)
        return f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}{passed_over}"

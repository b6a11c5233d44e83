"""What is known of one answer, while it grows and once it has ended."""

from dataclasses import field
from enum import StrEnum

from aishtui.chat.lazy_dataclass import dataclass


class Status(StrEnum):
    """How an answer ended, or that it has not. Stored, exported and printed by these names."""

    WRITING = "writing"
    COMPLETE = "complete"
    """A finish reason or `[DONE]` came."""
    STOPPED = "stopped"
    """The user stopped it; its text is kept."""
    CUT_OFF = "cut_off"
    """It ended without a finish reason, or with `length` or `content_filter`, or aishtui died."""
    FAILED = "failed"
    """The server or the connection said why; see `AnswerFacts.error`."""

    @property
    def ended(self) -> bool:
        return self is not Status.WRITING


class Stage(StrEnum):
    """Where a running answer is. Not stored: after a restart nothing is running."""

    QUEUED = "queued"
    """Waits for the answer it builds on, or for its turn at a backend: see `AnswerView.behind`."""
    CONNECTING = "connecting"
    """The request is not out yet."""
    SENT = "sent"
    """The request is out; no response headers yet. Some servers send none before the model speaks."""
    RETRYING = "retrying"
    """It was refused before it can have run, and is sent again at `AnswerView.retry_at`."""
    WAITING = "waiting"
    """The headers are here (so the backend is known, if it is named); no text yet."""
    THINKING = "thinking"
    WRITING = "writing"
    ENDED = "ended"


class AnsweredByFrom(StrEnum):
    """How the name of the backend is known."""

    HEADER = "header"
    BODY = "body"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Everything known about an answer besides its text. Times are seconds on the monotonic clock since the
    request was sent; `None` is unknown. Every string has been through `clean_line` (`error`: `clean_text`)."""

    preset: str | None = None
    asked_model: str = ""
    endpoint: str = ""
    answered_by: str | None = None
    answered_by_from: AnsweredByFrom = AnsweredByFrom.UNKNOWN
    answered_model: str | None = None
    provider: str | None = None
    request_id: str | None = None
    http_status: int | None = None
    finish_reason: str | None = None
    error: str | None = None
    first_token_s: float | None = None
    """To the first text or thinking."""
    first_text_s: float | None = None
    total_s: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_from: str | None = None
    """`usage` or `timings`: where the server's own count was. Chunks are never counted as tokens."""
    tokens_per_s: float | None = None
    chars_per_s: float | None = None
    """Characters of text and thinking by the time from the first to the last of them: the speed where the server
    counted no tokens."""
    thinking_tokens: int | None = None
    """How many of `tokens_out` were thinking."""
    cached_tokens: int | None = None
    """How many of `tokens_in` the server had read before."""
    cost: float | None = None
    """US dollars."""
    cost_from: str | None = None
    """`usage` or `header` where the server said it; `prices` where it is estimated, from the catalogue's prices and the
    server's count of tokens."""
    cloud: str | None = None
    """How it is known that a cloud answered for a model without a cloud id, as a phrase; None where nothing says so."""
    endpoint_name: str | None = None
    """The name of the fallback that was asked instead of the broker; None for the broker itself."""
    attempts: int = 1
    """How often it was sent, counting those that were refused before they can have run."""
    refused_parameter: str | None = None
    """The parameter that the server's refusal names: without it the same may be taken."""
    system_fingerprint: str | None = None
    citations: tuple[str, ...] = ()
    """Sources the server named beside the text, each as `title: address` or whatever of it was there."""
    usual_backend: str | None = None
    """The backend of the previous answer to the same asked model, when this one is a different one."""
    notes: tuple[str, ...] = ()
    """What was odd and survived: undecodable events, unknown shapes."""
    request: str = ""
    """What was sent besides the conversation, without secrets, as JSON that `wire/exchange.py` reads. Only the details
    of an answer need it, and a conversation of thousands has to open at once."""
    response_headers: str = ""
    """What came back above the answer, in the same form."""
    comparison: str | None = None
    """The id of the comparison it was asked for in."""
    column: int | None = None
    """Its column there, from 0."""
    round: int | None = None
    """Which prompt of the comparison it answers, from 1."""
    beside: tuple[str, ...] = ()
    """The presets (or models) whose answers the same backend was giving at the same time, as turned out: all their
    times say little."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A snapshot of an answer for the screen. `since` and `sent_at` are `time.monotonic()` values."""

    id: str
    conversation_id: str
    status: Status
    stage: Stage
    facts: AnswerFacts
    since: float = 0.0
    """When the present stage began."""
    sent_at: float | None = None
    """When the request was sent; None while queued."""
    text_length: int = 0
    thinking_length: int = 0
    heard_at: float | None = None
    """When the server gave its last sign of life, of whatever kind; None before the headers."""
    says: str = ""
    """What the server or its loader says of itself while it has nothing to tell: `loading model llama-3.1-8b`."""
    retry_at: float | None = None
    """When it is sent again, while it is RETRYING."""
    retry_why: str = ""
    """Why: a sentence."""
    usual_s: float | None = None
    """How long the first token of this model usually takes, by the user's own history; None: not known."""
    usual_cold_s: float | None = None
    """The same where the model had to be loaded first."""
    behind: str = ""
    """Whose answer it waits for while it is QUEUED for a backend; empty: for the one it builds on."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has read an answer, in characters."""

    text: int = 0
    thinking: int = 0


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """What is new in an answer since a cursor."""

    view: AnswerView
    text: str = ""
    thinking: str = ""
    cursor: Cursor = field(default_factory=Cursor)
    """Pass this one next time."""

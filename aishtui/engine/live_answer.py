"""An answer while it grows: written by the engine's thread, read from any."""

import threading
import time
from bisect import bisect_right
from dataclasses import replace

from aishtui.chat.answers import AnswerDelta, AnswerFacts, AnswerView, Cursor, Stage, Status
from aishtui.chat.wording import MIN_TOKENS_FOR_RATE

_SHORTEST_SPAN_S = 0.05
"""What came all at once has no speed."""


class GrowingText:
    """Text that is appended to and read from any place on; both cost what is new, not what is there."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self.length = 0

    def append(self, piece: str) -> None:
        self._starts.append(self.length)
        self._pieces.append(piece)
        self.length += len(piece)

    def since(self, position: int) -> str:
        """What stands from `position` (characters) on."""
        if position >= self.length:
            return ""
        index = bisect_right(self._starts, position) - 1
        first = self._pieces[index][position - self._starts[index] :]
        return "".join((first, *self._pieces[index + 1 :]))

    def __str__(self) -> str:
        return "".join(self._pieces)


class LiveAnswer:
    """The state of one running answer. Only the engine's thread changes it."""

    def __init__(self, answer_id: str, conversation_id: str, facts: AnswerFacts) -> None:
        self.id = answer_id
        self.conversation_id = conversation_id
        self._lock = threading.Lock()
        self._text = GrowingText()
        self._thinking = GrowingText()
        self._facts = facts
        self._status = Status.WRITING
        self._stage = Stage.QUEUED
        self._since = time.monotonic()
        self._sent_at: float | None = None
        self._last_token_at: float | None = None
        self._heard_at: float | None = None
        self._says = ""
        self._retry_at: float | None = None
        self._retry_why = ""
        self._usual: tuple[float | None, float | None] = (None, None)
        self._behind = ""

    @property
    def facts(self) -> AnswerFacts:
        return self._facts

    @property
    def text(self) -> str:
        with self._lock:
            return str(self._text)

    @property
    def thinking(self) -> str:
        with self._lock:
            return str(self._thinking)

    @property
    def empty(self) -> bool:
        return self._text.length == 0 and self._thinking.length == 0

    def read(self, cursor: Cursor) -> AnswerDelta:
        """What is new since `cursor`, with a snapshot of everything else. Any thread."""
        with self._lock:
            return AnswerDelta(
                self._view(),
                self._text.since(cursor.text),
                self._thinking.since(cursor.thinking),
                Cursor(self._text.length, self._thinking.length),
            )

    def length_since(self, cursor: Cursor) -> int:
        """How many characters `read(cursor)` would bring."""
        return self._text.length - cursor.text + self._thinking.length - cursor.thinking

    def view(self) -> AnswerView:
        with self._lock:
            return self._view()

    def _view(self) -> AnswerView:
        return AnswerView(
            self.id,
            self.conversation_id,
            self._status,
            self._stage,
            self._facts,
            self._since,
            self._sent_at,
            self._text.length,
            self._thinking.length,
            self._heard_at,
            self._says,
            self._retry_at,
            self._retry_why,
            *self._usual,
            self._behind,
        )

    def enter(self, stage: Stage) -> None:
        """Go on to this stage; CONNECTING begins the answer's clock, also when it is sent again."""
        with self._lock:
            if stage is not self._stage:
                self._stage = stage
                self._since = time.monotonic()
            if stage is Stage.CONNECTING:
                self._sent_at = self._since
                self._heard_at, self._says, self._behind = None, "", ""
            elif stage in (Stage.WAITING, Stage.THINKING, Stage.WRITING):
                self._heard_at = time.monotonic()

    def waits_behind(self, name: str) -> bool:
        """It waits until the answer called so has ended; whether that is new."""
        with self._lock:
            new, self._behind = name != self._behind, name
            return new

    def leaves(self) -> None:
        """The request leaves now: what came before was no waiting for anybody else."""
        with self._lock:
            self._sent_at = time.monotonic()

    def wait_to_retry(self, until: float, why: str) -> None:
        """It was refused before it can have run, and is sent again at `until` (`time.monotonic()`)."""
        with self._lock:
            self._retry_at, self._retry_why = until, why
        self.enter(Stage.RETRYING)

    def heard(self, words: str = "") -> None:
        """The server gave a sign of life without content; `words` are what it said with it."""
        with self._lock:
            self._heard_at = time.monotonic()
            self._says = words or self._says

    def expect(self, usual_s: float | None, cold_s: float | None) -> None:
        """How long the first token usually takes: from a model that is loaded, and from one that is not."""
        with self._lock:
            self._usual = (usual_s, cold_s)

    def learn(self, **facts: object) -> None:
        """Set the named fields of the facts."""
        with self._lock:
            self._facts = replace(self._facts, **facts)  # type: ignore[arg-type]

    def note(self, note: str) -> None:
        """Keep something odd that was survived, once."""
        with self._lock:
            if note not in self._facts.notes:
                self._facts = replace(self._facts, notes=(*self._facts.notes, note))

    def add_text(self, piece: str) -> None:
        self._grow(self._text, piece, Stage.WRITING)

    def add_thinking(self, piece: str) -> None:
        self._grow(self._thinking, piece, Stage.THINKING)

    def _grow(self, part: GrowingText, piece: str, stage: Stage) -> None:
        now = time.monotonic()
        with self._lock:
            part.append(piece)
            self._last_token_at = self._heard_at = now
            if stage is not self._stage:
                self._note_first(stage, now)
        if stage is not self._stage:
            self.enter(stage)

    def _note_first(self, stage: Stage, now: float) -> None:
        """The times of the first token and the first text, if this is one."""
        elapsed = now - self._sent_at if self._sent_at is not None else None
        if self._facts.first_token_s is None:
            self._facts = replace(self._facts, first_token_s=elapsed)
        if stage is Stage.WRITING and self._facts.first_text_s is None:
            self._facts = replace(self._facts, first_text_s=elapsed)

    def end(self, status: Status, finish_reason: str | None, error: str | None) -> None:
        """Close the answer: how it ended, its total time, and its rate if the server counted tokens."""
        now = time.monotonic()
        with self._lock:
            length = self._text.length + self._thinking.length
            self._facts = replace(
                self._facts,
                finish_reason=finish_reason,
                error=error,
                total_s=now - self._sent_at if self._sent_at is not None else None,
                tokens_per_s=self._rate(self._facts.tokens_out),
                chars_per_s=None if self._facts.tokens_out is not None else self._rate(length),
            )
            self._status = status
        self.enter(Stage.ENDED)

    def settle(self, facts: AnswerFacts) -> None:
        """Set all facts, of an answer that has ended."""
        with self._lock:
            self._facts = facts

    def _rate(self, count: int | None) -> float | None:
        """So many by the time from the first to the last of them; None where it would say nothing."""
        first = self._facts.first_token_s
        if first is None or count is None or count < MIN_TOKENS_FOR_RATE:
            return None
        if self._sent_at is None or self._last_token_at is None:
            return None
        span = self._last_token_at - self._sent_at - first
        return count / span if span > _SHORTEST_SPAN_S else None

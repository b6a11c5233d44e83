"""An answer's body to deltas: the one place where framing, dialects and half characters come together."""

from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.wire.body import Body, begun, body_for
from aishtui.wire.chunk import Part, ToolPiece, error_words_of, first_choice, is_delta, parts_of, usual_text
from aishtui.wire.citations import Citations
from aishtui.wire.deltas import (
    Alive,
    Cited,
    Delta,
    Done,
    Finished,
    Named,
    Odd,
    ServerError,
    TextDelta,
    ThinkingDelta,
    ToolDelta,
)
from aishtui.wire.fields import line
from aishtui.wire.payload import Beat, DoneMark, Fault, Payload, Unreadable, Value
from aishtui.wire.spoken import Spoken
from aishtui.wire.sse import MAX_EVENT_BYTES
from aishtui.wire.tool_calls import ToolCalls


class ReplyReader:
    """Bytes in, deltas out; what it remembers is what `ending.ended` judges by.

    Neither `feed` nor `end` raises, whatever the bytes. `end` gives what was held back (half a character, an
    event without its blank line, a tool call) and is also to be called for a stream that broke or was stopped.
    """

    def __init__(self, content_type: str = "", limit: int = MAX_EVENT_BYTES, model: str | None = None) -> None:
        """`model`: the one that answers, where a header has said it; a broker's body often repeats what was asked."""
        self.finish_reason: str | None = None
        self.done = False
        self.error: str | None = None
        """The first error's words; later ones are mostly its echo."""
        self.tool_calls = 0
        self.named = Named(model)
        self.undecodable = 0
        """Events that were no JSON."""
        self.came = False
        """Whether anything came that was more than white space."""
        self._content_type = content_type.lower()
        self._limit = limit
        self._first = b""
        self._body: Body | None = None
        self._ended = False
        self._model = model
        self._names: tuple[Any, ...] = ()
        self._streamed = False
        """Text came in deltas, and not as a whole message."""
        self._odd: set[str] = set()
        self._tools = ToolCalls()
        self._citations = Citations()
        self._out: list[Delta] = []
        self._spoken = Spoken(self._out)

    @property
    def text_length(self) -> int:
        return self._spoken.text_length

    @property
    def thinking_length(self) -> int:
        return self._spoken.thinking_length

    def feed(self, chunk: bytes) -> list[Delta]:
        if self._ended:
            return []
        if self._body is None:
            self._first += chunk
            chunk = begun(self._first)
            self._body = body_for(chunk, self._content_type, self._limit)
            if self._body is None:
                return self._still_nothing()
        payloads = self._body.feed(chunk)
        self._take(payloads)
        if payloads and not self._out:
            self._out.append(Alive())  # it says nothing new, or what it says is held: the server lives
        return self._taken()

    def end(self) -> list[Delta]:
        """What is left. A second call gives nothing."""
        if self._ended:
            return []
        self._ended = True
        first = begun(self._first)
        if self._body is None and first:
            self._body = body_for(first, self._content_type, self._limit, ended=True)
            if self._body is not None:
                self._take(self._body.feed(first))
        if self._body is not None:
            self._take(self._body.end())
        self._spoken.end()
        self._let_go_tools()
        self._note_damage()
        return self._taken()

    def _still_nothing(self) -> list[Delta]:
        """White space before a body is how some servers keep a connection alive."""
        if self._first.strip():
            return []
        blank, self._first = self._first, b""
        return [Alive()] if blank else []

    def fail(self, words: str) -> list[Delta]:
        """The body as a whole turned out to be unreadable; `words` is a sentence."""
        self._fail(words)
        return self._taken()

    def _taken(self) -> list[Delta]:
        out = self._out.copy()
        self._out.clear()
        return out

    def _take(self, payloads: list[Payload]) -> None:
        if payloads:
            self.came = True
        for payload in payloads:
            match payload:
                case Value():
                    if payload.is_error:
                        self._fail(error_words_of(payload.value))
                    else:
                        self._value(payload.value)
                case DoneMark():
                    self.done = True
                    self._out.append(Done())
                case Beat(text):
                    self._out.append(Alive(clean_line(text)))
                case Fault(words):
                    self._fail(words)
                case Unreadable(text):
                    self.undecodable += 1
                    self._note(f"an event could not be read: {clean_line(text, 80)}", kind="unreadable")

    def _value(self, value: Any) -> None:
        objects = value if isinstance(value, list) else [value]
        for item in objects:
            if isinstance(item, dict):
                self._object(item)
            else:
                self._note("an event that is not a JSON object")

    def _object(self, item: dict[str, Any]) -> None:
        self._name(item)
        text = usual_text(item)
        if text is not None:
            self._streamed = True
            self._spoken.text(text)
            return
        choice = first_choice(item)
        for part in parts_of(item, self._streamed and self.text_length > 0):
            self._part(part)
        if choice is not None and is_delta(choice):
            self._streamed = True
        sources = self._citations.add(item, choice)
        if sources is not None:
            self._out.append(Cited(sources))

    def _part(self, part: Part) -> None:
        match part:
            case TextDelta(text):
                self._spoken.text(text)
            case ThinkingDelta(text):
                self._spoken.thinking(text)
            case ToolPiece(raw):
                self._tools.add(raw)
            case Finished(reason):
                self._let_go_tools()
                self.finish_reason = reason
                self._out.append(part)
            case ServerError(words):
                self._fail(words)
            case Odd(note):
                self._note(note)
            case _:
                self._out.append(part)

    def _name(self, chunk: dict[str, Any]) -> None:
        raw = (chunk.get("model"), chunk.get("provider"), chunk.get("id"), chunk.get("system_fingerprint"))
        if raw == self._names:
            return
        self._names = raw
        self._spoken.event(anonymous=not (raw[0] or raw[2]))
        model, provider, request_id, fingerprint = map(line, raw)
        was = self.named
        known = Named(
            self._model or model or was.model,
            provider or was.provider,
            request_id or was.request_id,
            fingerprint or was.system_fingerprint,
        )
        if known != self.named:
            self.named = known
            self._out.append(known)

    def _fail(self, words: str) -> None:
        self.error = self.error or words
        self._out.append(ServerError(words))

    def _note(self, note: str, kind: str = "") -> None:
        """Each kind of oddness once: a server that errs in every event would fill the notes."""
        if (kind or note) not in self._odd and len(self._odd) < 20:
            self._odd.add(kind or note)
            self._out.append(Odd(note))

    def _let_go_tools(self) -> None:
        calls: list[ToolDelta] = self._tools.flush()
        self.tool_calls += len(calls)
        self._out.extend(calls)

    def _note_damage(self) -> None:
        if self.thinking_length and not (self.text_length or self.tool_calls) and self.finish_reason and not self.error:
            self._note("the model only thought, and wrote no answer")
        if self.undecodable > 1:
            self._note(f"{self.undecodable} events could not be read")
        replaced = self._body.replaced if self._body is not None else 0
        if replaced:
            self._note(f"{replaced} {'byte' if replaced == 1 else 'bytes'} that are not UTF-8 were replaced")

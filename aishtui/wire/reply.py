"""An answer's body to deltas: the one place where framing, dialects and half characters come together."""

from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.wire.body import Body, begun, body_for
from aishtui.wire.chunk import Part, ToolPiece, error_words_of, parts_of, usual_text
from aishtui.wire.deltas import (
    Alive,
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
from aishtui.wire.sse import MAX_EVENT_BYTES
from aishtui.wire.surrogates import SurrogateJoiner
from aishtui.wire.think_tags import ThinkTags
from aishtui.wire.tool_calls import ToolCalls


class ReplyReader:
    """Bytes in, deltas out; what it remembers is what `ending.ended` judges by.

    Neither `feed` nor `end` raises, whatever the bytes. `end` gives what was held back (half a character, an
    event without its blank line, a tool call) and is also to be called for a stream that broke or was stopped.
    """

    def __init__(self, content_type: str = "", limit: int = MAX_EVENT_BYTES) -> None:
        self.finish_reason: str | None = None
        self.done = False
        self.error: str | None = None
        """The first error's words; later ones are mostly its echo."""
        self.text_length = 0
        self.thinking_length = 0
        self.tool_calls = 0
        self.named = Named()
        self.undecodable = 0
        """Events that were no JSON."""
        self._content_type = content_type.lower()
        self._limit = limit
        self._first = b""
        self._body: Body | None = None
        self._ended = False
        self._names: tuple[Any, ...] = ()
        self._odd: set[str] = set()
        self._tags = ThinkTags()
        self._text = SurrogateJoiner()
        self._thinking = SurrogateJoiner()
        self._tools = ToolCalls()
        self._out: list[Delta] = []

    def feed(self, chunk: bytes) -> list[Delta]:
        if self._ended:
            return []
        if self._body is None:
            self._first += chunk
            chunk = begun(self._first)
            self._body = body_for(chunk, self._content_type, self._limit)
            if self._body is None:
                return self._still_nothing()
        self._take(self._body.feed(chunk))
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
        self._let_go()
        self._note_damage()
        return self._taken()

    def _still_nothing(self) -> list[Delta]:
        """White space before a body is how some servers keep a connection alive."""
        if self._first.strip():
            return []
        blank, self._first = self._first, b""
        return [Alive()] if blank else []

    def _taken(self) -> list[Delta]:
        out, self._out = self._out, []
        return out

    def _take(self, payloads: list[Payload]) -> None:
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
                self._name(item)
                text = usual_text(item)
                if text is not None:
                    self._text_or_thinking(text)
                    continue
                for part in parts_of(item):
                    self._part(part)
            else:
                self._note("an event that is not a JSON object")

    def _part(self, part: Part) -> None:
        match part:
            case TextDelta(text):
                self._text_or_thinking(text)
            case ThinkingDelta(text):
                self._say(text, is_thinking=True)
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

    def _text_or_thinking(self, text: str) -> None:
        for is_thinking, piece in self._tags.feed(text):
            self._say(piece, is_thinking)

    def _say(self, text: str, is_thinking: bool) -> None:
        if is_thinking:
            text = self._thinking.feed(text)
            self.thinking_length += len(text)
        else:
            text = self._text.feed(text)
            self.text_length += len(text)
        self._append(text, is_thinking)

    def _append(self, text: str, is_thinking: bool) -> None:
        """One delta for what follows on the last one: a chunk often carries many events."""
        if not text:
            return
        last = self._out[-1] if self._out else None
        if is_thinking:
            known = last.text if isinstance(last, ThinkingDelta) else ""
            self._put(ThinkingDelta(known + text), replace=bool(known))
        else:
            known = last.text if isinstance(last, TextDelta) else ""
            self._put(TextDelta(known + text), replace=bool(known))

    def _put(self, delta: Delta, replace: bool) -> None:
        if replace:
            self._out[-1] = delta
        else:
            self._out.append(delta)

    def _name(self, chunk: dict[str, Any]) -> None:
        raw = (chunk.get("model"), chunk.get("provider"), chunk.get("id"))
        if raw == self._names:
            return
        self._names = raw
        model, provider, request_id = (line(name) if isinstance(name, str) else None for name in raw)
        known = Named(model or self.named.model, provider or self.named.provider, request_id or self.named.request_id)
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

    def _let_go(self) -> None:
        for is_thinking, piece in self._tags.end():
            self._say(piece, is_thinking)
        thinking, text = self._thinking.end(), self._text.end()
        self.thinking_length += len(thinking)
        self.text_length += len(text)
        self._append(thinking, is_thinking=True)
        self._append(text, is_thinking=False)
        self._let_go_tools()

    def _let_go_tools(self) -> None:
        calls: list[ToolDelta] = self._tools.flush()
        self.tool_calls += len(calls)
        self._out.extend(calls)

    def _note_damage(self) -> None:
        if self.undecodable > 1:
            self._note(f"{self.undecodable} events could not be read")
        replaced = self._body.replaced if self._body is not None else 0
        if replaced:
            self._note(f"{replaced} {'byte' if replaced == 1 else 'bytes'} that are not UTF-8 were replaced")

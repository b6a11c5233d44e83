"""What an answer's stream says, piece by piece, in whatever dialect it was said."""

from typing import TypeAlias

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer, exactly as it came (not yet cleaned for a terminal)."""

    text: str


@dataclass(frozen=True, slots=True)
class ThinkingDelta:
    """More of the model's thinking, as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolDelta:
    """One whole tool call (or what came of it), as indented JSON: `{"name": …, "arguments": …}`."""

    json_text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """The server's own counts; `cost` in US dollars. The last one of a stream is the one that holds."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    thinking_tokens: int | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """llama.cpp's count, for servers that send no usage. The last one of a stream is the one that holds."""

    tokens_out: int | None = None


@dataclass(frozen=True, slots=True)
class HeaderCost:
    """What a header said that the answer cost, in US dollars. The body's usage, if it comes, knows better."""

    cost: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The finish reason: `stop`, `length`, `content_filter`, `tool_calls`, …"""

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The stream's last word, `[DONE]`."""


@dataclass(frozen=True, slots=True)
class Named:
    """What answers, as it calls itself; comes again when it changes. None is "not said"."""

    model: str | None = None
    provider: str | None = None
    request_id: str | None = None
    system_fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """All sources named so far, each as `title: address` or what of it was there."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServerError:
    """The server reports an error inside an answer that began well; `words` are its own, cleaned."""

    words: str


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that could not be understood and was survived; a phrase for the answer's notes."""

    note: str


@dataclass(frozen=True, slots=True)
class Alive:
    """A sign of life without content: a comment, an empty event, the prompt being read. `words` is what it said,
    cleaned."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Loading:
    """What a model's loader says before the model can speak, as one cleaned line. It is none of the answer's."""

    words: str


Delta: TypeAlias = (
    TextDelta
    | ThinkingDelta
    | ToolDelta
    | Usage
    | Timings
    | HeaderCost
    | Finished
    | Done
    | Named
    | Cited
    | ServerError
    | Odd
    | Alive
    | Loading
)

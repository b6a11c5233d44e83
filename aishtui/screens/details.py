"""Everything that is known of a message, for the reader: facts, the request, the response's headers, and curl."""

import json
from collections.abc import Sequence
from datetime import datetime

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.branches import Version
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message, Role
from aishtui.chat.wording import cost, ending, plural, seconds, size
from aishtui.widgets.reading_text import NAME, ReadingText
from aishtui.wire.curl import curl_command, shown_header
from aishtui.wire.exchange import SentRequest, headers_from_json, request_from_json
from aishtui.wire.request import encode
from aishtui.wire.secrets import HIDDEN, Headers

_UNKNOWN = "unknown"
_NAMES = 16
"""Cells for the names of what is known."""


@dataclass(frozen=True, slots=True)
class Details:
    """What the reader shows, and what its keys copy: nothing where no request is known."""

    reading: ReadingText
    curl: str = ""
    body: str = ""


def details(message: Message, path: Sequence[Message], version: Version | None = None) -> Details:
    """`path` is the conversation down to what this message answers."""
    reading = ReadingText()
    if message.role is not Role.ASSISTANT:
        _prompt(reading, message, version)
        return Details(reading)
    facts = message.facts or AnswerFacts()
    _answer(reading, message, facts, version)
    request = request_from_json(facts.request)
    body = encode(request.body(path)).decode() if request is not None else ""
    curl = curl_command(request.url, request.headers, body) if request is not None else ""
    if request is not None:
        _request(reading, request, body)
        _response(reading, facts)
        _title(reading, "The same with curl")
        reading.line(curl)
    else:
        _title(reading, "Request")
        sent = bool(facts.endpoint) and message.status.ended
        reading.line("It was not kept." if sent else "Nothing has been sent.", "muted")
    return Details(reading, curl, body)


def _prompt(reading: ReadingText, message: Message, version: Version | None) -> None:
    reading.line("Prompt", "title")
    _row(reading, "sent", _moment(message.created_at))
    _row(reading, "length", _length(message.text))
    _row(reading, "tokens", "unknown: a server counts what it reads as a whole, see the answer")
    _version(reading, version)


def _answer(reading: ReadingText, message: Message, facts: AnswerFacts, version: Version | None) -> None:
    reading.line("Answer", "title")
    _row(reading, "ended", ending(message.status, facts))
    if facts.error:
        _row(reading, "error", facts.error, "error")
    _row(reading, "asked", _moment(message.created_at))
    _version(reading, version)
    _row(reading, "preset", facts.preset or _UNKNOWN)
    _row(reading, "model asked", facts.asked_model or _UNKNOWN)
    _row(reading, "model answered", facts.answered_model or _UNKNOWN)
    _row(reading, "backend", _backend(facts))
    if facts.provider:
        _row(reading, "provider", facts.provider)
    if facts.cloud:
        _row(reading, "cloud", f"{facts.asked_model} has no cloud id, but {facts.cloud}", "error")
    _row(reading, "endpoint", _endpoint(facts))
    if facts.attempts > 1:
        _row(reading, "tries", str(facts.attempts))
    _row(reading, "request id", facts.request_id or _UNKNOWN)
    _row(reading, "HTTP status", str(facts.http_status) if facts.http_status is not None else _UNKNOWN)
    _row(reading, "finish reason", facts.finish_reason or _UNKNOWN)
    if facts.system_fingerprint:
        _row(reading, "fingerprint", facts.system_fingerprint)
    _measured(reading, message, facts)
    for source in facts.citations:
        _row(reading, "source", source)
    for note in facts.notes:
        _row(reading, "note", note)


def _measured(reading: ReadingText, message: Message, facts: AnswerFacts) -> None:
    _row(reading, "first token", _seconds(facts.first_token_s))
    if facts.first_text_s is not None and facts.first_text_s != facts.first_token_s:
        _row(reading, "first text", _seconds(facts.first_text_s))
    _row(reading, "in all", _seconds(facts.total_s))
    if facts.beside:
        _row(
            reading, "times", f"the same backend was answering {', '.join(facts.beside)} too: they say little", "error"
        )
    _row(reading, "tokens", _tokens(facts))
    _row(reading, "speed", _speed(facts))
    _row(reading, "cost", _cost(facts))
    _row(reading, "length", _length(message.text))
    if message.thinking:
        _row(reading, "thinking", _length(message.thinking))


def _request(reading: ReadingText, request: SentRequest, body: str) -> None:
    _title(reading, "Request, as it was sent")
    reading.line(f"POST {request.url}")
    headers = request.all_headers(body.encode())
    _headers(reading, tuple((name, shown_header(name, value)) for name, value in headers))
    if HIDDEN in str(request.headers) or HIDDEN in str(request.settings):
        reading.line()
        reading.line(f"A name with a dollar sign, or {HIDDEN}, stands for a secret: none is kept.", "muted")
    reading.line()
    reading.line(json.dumps(json.loads(body), indent=2, ensure_ascii=False))


def _response(reading: ReadingText, facts: AnswerFacts) -> None:
    _title(reading, "Response headers")
    headers = headers_from_json(facts.response_headers)
    if headers:
        _headers(reading, headers)
    else:
        reading.line("None came.", "muted")


def _title(reading: ReadingText, words: str) -> None:
    reading.line()
    reading.line(words, "title")


def _row(reading: ReadingText, name: str, value: str, part: str = "") -> None:
    reading.add(f"{name:<{_NAMES}}", NAME)
    reading.line(value, part)


def _headers(reading: ReadingText, headers: Headers) -> None:
    for name, value in headers:
        reading.add(f"{name}: ", NAME)
        reading.line(value)


def _version(reading: ReadingText, version: Version | None) -> None:
    if version is not None:
        _row(reading, "version", f"{version.number} of {version.count}")


def _backend(facts: AnswerFacts) -> str:
    match facts.answered_by_from:
        case AnsweredByFrom.HEADER:
            words = f"{facts.answered_by}, by the response's header"
        case AnsweredByFrom.BODY:
            words = f"{facts.answered_by}, by the answer's own words"
        case AnsweredByFrom.UNKNOWN:
            words = "unknown: nothing named it"
    return f"{words} (last time {facts.usual_backend})" if facts.usual_backend else words


def _endpoint(facts: AnswerFacts) -> str:
    if not facts.endpoint:
        return "none: it was not sent"
    return f"{facts.endpoint}, the fallback {facts.endpoint_name}" if facts.endpoint_name else facts.endpoint


def _speed(facts: AnswerFacts) -> str:
    if facts.tokens_per_s is not None:
        return f"{facts.tokens_per_s:.1f} tok/s, from the first token to the last"
    if facts.chars_per_s is not None:
        return f"{facts.chars_per_s:.0f} characters/s: the server counted no tokens"
    return _UNKNOWN


def _cost(facts: AnswerFacts) -> str:
    if facts.cost is None:
        return _UNKNOWN
    match facts.cost_from:
        case "prices":
            return f"≈ {cost(facts.cost)}, by the catalogue's prices and the server's count of tokens"
        case "header":
            return f"{cost(facts.cost)}, by the response's header"
        case _:
            return f"{cost(facts.cost)}, by the server's own word"


def _tokens(facts: AnswerFacts) -> str:
    if facts.tokens_in is None and facts.tokens_out is None:
        return "unknown: the server counted none"
    came = f"{facts.tokens_in if facts.tokens_in is not None else _UNKNOWN} in, "
    source = f" (the server's own count, in `{facts.tokens_from}`)" if facts.tokens_from else ""
    parts = {"of them thinking": facts.thinking_tokens, "of those in, read before": facts.cached_tokens}
    known = "".join(f", {number} {words}" for words, number in parts.items() if number)
    return f"{came}{facts.tokens_out if facts.tokens_out is not None else _UNKNOWN} out{known}{source}"


def _seconds(value: float | None) -> str:
    return seconds(value) if value is not None else _UNKNOWN


def _length(text: str) -> str:
    lines = plural(text.count("\n") + 1, "line") if text else "no line"
    return f"{plural(len(text), 'character')}, {lines}, {size(len(text.encode(errors='replace')))}"


def _moment(stamp: str) -> str:
    try:
        return f"{datetime.fromisoformat(stamp).astimezone():%Y-%m-%d %H:%M:%S}"
    except (ValueError, OverflowError):
        return _UNKNOWN

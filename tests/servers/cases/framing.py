"""How the same answer can be packed: lines, events, bodies, encodings."""

import gzip
import json
import zlib

from tests.servers.case import (
    COMPLETE,
    CUT_OFF,
    DONE,
    END,
    FAILED,
    FINISH,
    SSE,
    Case,
    Framing,
    Response,
    delta,
    event,
    head,
    message,
    said,
    stream,
    whole,
)

HELLO = "Grüße, 世界 👋"
WORDS = (*said(HELLO), *END)
BODY = b"".join(WORDS)
BOM = b"\xef\xbb\xbf"
SEPARATORS = "a\u2028b\u2029c\u0085d\x0be"


def answer(name: str, *pieces: bytes, framing: Framing = Framing.CHUNKED, top: bytes | None = None) -> Case:
    """A case that must come to the usual answer."""
    return Case(name, stream(*pieces, framing=framing, top=top), COMPLETE, HELLO, finish="stop")


def packed(name: str, encoding: str, body: bytes) -> Case:
    return answer(name, body, framing=Framing.LENGTH, top=head(Content_Encoding=encoding))


def _raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def _flushed(*pieces: bytes) -> tuple[bytes, ...]:
    """gzip as a proxy streams it: each event can be read when it comes."""
    deflater = zlib.compressobj(wbits=31)
    parts = [deflater.compress(piece) + deflater.flush(zlib.Z_SYNC_FLUSH) for piece in pieces]
    return (*parts, deflater.flush())


HUGE = b'data: {"choices":[{"delta":{"content":"' + b"x" * (33 * 1024 * 1024) + b'"}}]}\n\n'
INVALID = event(delta("a<>b")).replace(b"<>", b"\xff\xfe\xc3\x28")
HALVES = (
    b'data: {"choices":[{"delta":{"content":"a\\ud83d"}}]}\n\ndata: {"choices":[{"delta":{"content":"\\ude00b"}}]}\n\n'
)

CASES = (
    Case(
        "a-plain-stream",
        stream(*WORDS),
        COMPLETE,
        HELLO,
        finish="stop",
        facts={
            "answered_model": "m",
            "answered_by_from": "header",
            "request_id": "c-1",
            "http_status": 200,
            "attempts": 1,
        },
    ),
    answer("lines-end-in-cr", BODY.replace(b"\n", b"\r")),
    answer("lines-end-in-crlf", BODY.replace(b"\n", b"\r\n")),
    answer("crlf-split-over-chunks", *BODY.replace(b"\n", b"\r\n").replace(b"\r\n", b"\r|\n").split(b"|")),
    answer("data-without-a-space", BODY.replace(b"data: ", b"data:")),
    answer("a-byte-order-mark", BOM + BODY),
    answer("no-final-blank-line", *WORDS[:-1], DONE.rstrip(b"\n")),
    answer("no-final-line-end-and-no-done", *said(HELLO), FINISH.rstrip(b"\n")),
    answer("http-1.0", *WORDS, framing=Framing.CLOSE, top=head().replace(b"HTTP/1.1", b"HTTP/1.0")),
    answer("hints-before-the-headers", *WORDS, top=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + head()),
    Case(
        "a-trailer-behind-the-body",
        stream(*WORDS, broken=True, torn=b"0\r\nX-LLM-Backend: other\r\n\r\n"),
        COMPLETE,
        HELLO,
        finish="stop",
    ),
    answer("ended-by-close", *WORDS, framing=Framing.CLOSE),
    answer("of-a-known-length", *WORDS, framing=Framing.LENGTH),
    answer("one-lump", BODY),
    answer(
        "data-over-several-lines",
        json.dumps(delta(HELLO), indent=1).replace("\n", "\ndata: ").join(("data: ", "\n\n")).encode(),
        *END,
    ),
    answer("comments-between-events", *(b": keep-alive\n\n" + piece for piece in WORDS)),
    answer("comments-that-came-as-data", b"data: : OPENROUTER PROCESSING\n\n", *WORDS),
    answer("other-fields", *(b"id: 7\nevent: message\nretry: 10\nx: y\n" + piece for piece in WORDS)),
    answer("events-glued-on-one-line", said(HELLO)[0].rstrip(b"\n") + b"".join(said(HELLO)[1:]), *END),
    answer("two-objects-in-one-event", event(json.dumps(delta("Grüße, 世界")) + json.dumps(delta(" 👋"))), *END),
    answer("a-list-of-objects-in-one-event", event([delta("Grüße, 世界"), delta(" 👋")]), *END),
    answer("sse-as-json", *WORDS, top=head(content_type="application/json")),
    answer("sse-as-plain-text", *WORDS, top=head(content_type="text/plain; charset=utf-8")),
    answer("sse-without-a-type", *WORDS, top=head(content_type=None)),
    answer("sse-as-latin-1", *WORDS, top=head(content_type=f"{SSE}; charset=iso-8859-1")),
    answer("white-space-before-the-stream", b" \n", b"\r\n", *WORDS),
    answer(
        "ndjson",
        *(json.dumps(item).encode() + b"\n" for item in (delta(HELLO), delta(finish="stop"))),
        top=head(content_type="application/x-ndjson"),
    ),
    answer(
        "ndjson-with-done",
        json.dumps(delta(HELLO)).encode() + b"\r\n[DONE]\r\n" + FINISH,
        top=head(content_type="application/json"),
    ),
    Case("json-instead-of-a-stream", whole(message(HELLO)), COMPLETE, HELLO, finish="stop"),
    Case("json-over-many-lines", whole(json.dumps(message(HELLO), indent=2).encode()), COMPLETE, HELLO, finish="stop"),
    Case(
        "json-after-a-while-of-spaces",
        Response(head(content_type="application/json"), (b" ", b"\n", b"  ", json.dumps(message(HELLO)).encode())),
        COMPLETE,
        HELLO,
        finish="stop",
    ),
    Case("json-under-sse", whole(message(HELLO), content_type=SSE), COMPLETE, HELLO, finish="stop"),
    answer("one-whole-message-as-an-event", event(message(HELLO)), DONE),
    Case(
        "the-message-again-at-the-end",
        stream(*said(HELLO), event(message(HELLO)), DONE),
        COMPLETE,
        HELLO,
        finish="stop",
    ),
    answer("messages-instead-of-deltas", event(message("Grüße, 世界", None)), event(message(" 👋")), DONE),
    Case(
        "unicode-line-separators",
        stream(event(json.dumps(delta(SEPARATORS), ensure_ascii=False)), *END),
        COMPLETE,
        SEPARATORS,
        finish="stop",
    ),
    Case(
        "utf-8-cut-in-every-character",
        stream(*(bytes([byte]) for byte in said(HELLO)[0]), *WORDS[1:]),
        COMPLETE,
        HELLO,
        finish="stop",
    ),
    Case(
        "invalid-utf-8",
        stream(INVALID, *END),
        COMPLETE,
        "a\ufffd\ufffd\ufffd(b",
        finish="stop",
        notes=("3 bytes that are not UTF-8 were replaced",),
    ),
    Case(
        "half-a-character-at-the-end",
        stream(event(delta("a")), b'data: {"choices":[{"delta":{"content":"b\xf0\x9f'),
        CUT_OFF,
        "a",
        notes=("an event could not be read", "not UTF-8"),
    ),
    Case("one-character-in-two-escapes", stream(HALVES, *END), COMPLETE, "a😀b", finish="stop"),
    Case(
        "lone-halves-in-escapes",
        stream(HALVES.replace(b"\\ude00", b"\\ud83d"), *END),
        COMPLETE,
        "a\ufffd\ufffdb",
        finish="stop",
    ),
    Case(
        "an-event-that-is-no-json",
        stream(*said("still here"), event('{"choices": [broken'), *END),
        COMPLETE,
        "still here",
        finish="stop",
        notes=("an event could not be read",),
    ),
    Case(
        "many-events-that-are-no-json",
        stream(event("{"), *said("still here"), event("]") * 4, *END),
        COMPLETE,
        "still here",
        finish="stop",
        notes=("an event could not be read", "5 events could not be read"),
    ),
    Case(
        "a-torn-event-and-its-heir",
        stream(b'data: {"choices":[{"delta":{"con', *said("still here"), *END),
        COMPLETE,
        "still here",
        finish="stop",
        notes=("an event could not be read",),
    ),
    Case(
        "an-event-of-33-mb",
        stream(*said("before"), HUGE, *said(" after"), *END, framing=Framing.LENGTH),
        FAILED,
        "before after",
        finish="stop",
        error="more than 32 MB",
    ),
    Case("json-of-33-mb", whole(HUGE[6:]), FAILED, error="more than 32 MB"),
    packed("gzip", "gzip", gzip.compress(BODY)),
    packed("gzip-in-two-members", "x-gzip", gzip.compress(BODY[:99]) + gzip.compress(BODY[99:])),
    packed("deflate", "deflate", zlib.compress(BODY)),
    packed("deflate-without-its-header", "deflate", _raw_deflate(BODY)),
    packed("gzip-that-is-none", "gzip", BODY),
    answer("gzip-as-a-stream", *_flushed(*WORDS), top=head(Content_Encoding="gzip")),
    Case(
        "gzip-cut-off",
        stream(*_flushed(*said("half a"), *END)[:2], top=head(Content_Encoding="gzip")),
        CUT_OFF,
        "half a",
    ),
    Case(
        "gzip-damaged",
        stream(*_flushed(*said("half a"))[:2], b"\xff" * 40, top=head(Content_Encoding="gzip")),
        FAILED,
        "half a",
        error="its compression is damaged",
    ),
    Case(
        "a-bomb",
        stream(gzip.compress(BODY[:-14] + HUGE), top=head(Content_Encoding="gzip"), framing=Framing.LENGTH),
        FAILED,
        HELLO,
        finish="stop",
        error="more than 32 MB",
    ),
    Case(
        "a-bomb-in-a-bomb",
        stream(gzip.compress(gzip.compress(HUGE)), top=head(Content_Encoding="gzip, gzip")),
        FAILED,
        error="the encoding `gzip, gzip`",
    ),
    Case(
        "an-encoding-nobody-asked-for",
        stream(b"\x1b\x00\x00", top=head(Content_Encoding="br")),
        FAILED,
        error="the encoding `br`",
    ),
    Case("comments-only", stream(b": OPENROUTER PROCESSING\n\n" * 3), FAILED, error="ended without any text"),
    Case("nothing", whole(b"", content_type=SSE), FAILED, error="ended before anything came"),
    Case("no-content", Response(head("204 No Content", None)), FAILED, error="ended before anything came"),
    Case("white-space-only", whole(b" \n\n \r\n"), FAILED, error="ended before anything came"),
    Case(
        "a-page-with-200",
        whole(b"<!doctype html><title>Sign in</title><p>Please sign in.", content_type="text/html"),
        FAILED,
        error="text/html, not a chat answer: Sign in: Please sign in.",
    ),
    Case("a-page-as-a-stream", whole(b"<html><h1>nginx</h1></html>", content_type=SSE), FAILED, error="nginx"),
    Case(
        "plain-text",
        whole(b"upstream connect error", content_type="text/plain"),
        FAILED,
        error="text/plain, not a chat answer: upstream connect error",
    ),
    Case("a-number-for-an-answer", whole(b"42"), FAILED, error="42"),
)

"""How an answer ends, or does not."""

from tests.servers.case import (
    COMPLETE,
    CUT_OFF,
    DONE,
    FAILED,
    FINISH,
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

HALF = said("half an answer")
KEPT = "half an answer"
OK = stream(*said("by the new way"), FINISH, DONE)


def ends(name: str, finish: str, status: object = CUT_OFF, **more: object) -> Case:
    return Case(name, stream(*HALF, event(delta(finish=finish)), DONE), status, KEPT, finish=finish, **more)  # type: ignore[arg-type]


def errs(name: str, *pieces: bytes, words: str, text: str = KEPT, **more: object) -> Case:
    """An error in an answer that began well: it has failed, and what had come is kept."""
    return Case(name, stream(*HALF, *pieces), FAILED, text, error=words, **more)  # type: ignore[arg-type]


REASONS = (
    Case("done-without-a-finish", stream(*HALF, DONE), COMPLETE, KEPT),
    Case("a-finish-without-done", stream(*HALF, FINISH), COMPLETE, KEPT, finish="stop"),
    Case("the-finish-with-the-last-words", stream(event(delta(KEPT, "stop"))), COMPLETE, KEPT, finish="stop"),
    Case("an-empty-finish-and-done", stream(*HALF, event(delta(finish="")), DONE), COMPLETE, KEPT),
    Case("an-empty-finish-and-no-done", stream(*HALF, event(delta(finish=""))), CUT_OFF, KEPT),
    Case("neither-finish-nor-done", stream(*HALF), CUT_OFF, KEPT),
    Case("closed-without-finish-or-done", stream(*HALF, framing=Framing.CLOSE), CUT_OFF, KEPT),
    Case("done-and-nothing-else", stream(DONE), FAILED, error="The answer is empty"),
    Case("a-finish-and-nothing-else", stream(FINISH), FAILED, finish="stop", error="The answer is empty"),
    Case(
        "an-empty-answer-by-length",
        stream(event(delta("", "length")), DONE),
        FAILED,
        finish="length",
        error="longer than the model's context",
    ),
    Case(
        "filtered-before-a-word", stream(event(delta(finish="content_filter")), DONE), CUT_OFF, finish="content_filter"
    ),
    ends("cut-by-length", "length"),
    ends("cut-by-a-filter", "content_filter"),
    ends("cut-by-max-tokens", "MAX_TOKENS"),
    ends("cut-for-lack-of-resources", "insufficient_system_resource"),
    ends("ended-by-tool-calls", "tool_calls", COMPLETE),
    ends("ended-in-error", "error", FAILED, error="ended the answer with an error"),
    Case(
        "a-finish-of-an-odd-shape",
        stream(*HALF, event({"choices": [{"delta": {}, "finish_reason": {"a": 1}}]})),
        CUT_OFF,
        KEPT,
    ),
    Case(
        "a-finish-that-steers-the-terminal",
        stream(*HALF, event(delta(finish="st\x1b[2Jop"))),
        COMPLETE,
        KEPT,
        finish="st\u241b[2Jop",
    ),
    Case("text-after-the-finish", stream(*HALF[:2], FINISH, *HALF[2:], DONE), COMPLETE, KEPT, finish="stop"),
    Case("a-whole-answer-without-a-finish", whole(message(KEPT, None)), CUT_OFF, KEPT),
)

ERRORS = (
    errs("error-as-an-object", event({"error": {"message": "out of memory", "code": 500}}), words="out of memory"),
    errs("error-as-a-string", event({"error": "out of memory"}), words="out of memory"),
    errs(
        "error-beside-choices",
        event({**delta("!", "error"), "error": {"message": "upstream died"}}),
        DONE,
        words="upstream died",
        text=f"{KEPT}!",
        finish="error",
    ),
    errs(
        "error-in-the-choice",
        event({"choices": [{"delta": {}, "error": {"message": "rate limited"}}]}),
        words="rate limited",
    ),
    errs("error-as-an-event", b'event: error\ndata: {"message": "out of memory"}\n\n', words="out of memory"),
    errs("error-as-an-event-of-text", b"event: error\ndata: out of memory\n\n", words="out of memory"),
    errs("error-as-a-field-name", b'error: {"message": "out of memory"}\n\n', words="out of memory"),
    errs("error-then-done", event({"error": {"message": "out of memory"}}), DONE, words="out of memory"),
    errs("error-of-vllm", event({"object": "error", "message": "too long", "code": 400}), words="too long"),
    errs(
        "error-of-anthropic",
        event({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}),
        words="Overloaded",
    ),
    errs("error-without-words", event({"error": {"x": 1}}), words="an error without saying which"),
    errs("error-with-only-a-type", event({"error": {"type": "server_error", "code": 503}}), words="server_error 503"),
    errs(
        "error-behind-the-provider",
        event({"error": {"message": "", "metadata": {"raw": "cold start failed"}}}),
        words="cold start failed",
    ),
    errs("error-in-a-web-server's-words", event({"code": 1301, "message": "unsafe content"}), words="unsafe content"),
    errs(
        "error-that-steers-the-terminal",
        event({"error": {"message": "a\x1b]52;c;x\x07b"}}),
        words="a\u241b]52;c;x\u2407b",
    ),
    errs("two-errors", event({"error": "first"}), event({"error": "second"}), words="first"),
    errs("text-after-an-error", event({"error": "first"}), *said(" and on"), words="first", text=f"{KEPT} and on"),
    Case("error-with-200", whole({"error": {"message": "model not loaded"}}), FAILED, error="model not loaded"),
    Case(
        "error-with-200-of-fastapi",
        whole({"detail": [{"loc": ["body", "messages"], "msg": "field required"}]}),
        FAILED,
        error="body.messages: field required",
    ),
    Case(
        "error-of-llama-cpp",
        stream(
            event(
                {
                    "error": {
                        "code": 400,
                        "message": "the request exceeds the context size",
                        "type": "exceed_context_size_error",
                        "n_prompt_tokens": 2358,
                        "n_ctx": 2048,
                    }
                }
            )
        ),
        FAILED,
        error="the request exceeds the context size",
    ),
    Case("an-empty-error-field", stream(event({**delta(KEPT), "error": None}), FINISH), COMPLETE, KEPT, finish="stop"),
)

LOST = (
    Case(
        "dies-before-the-headers",
        Response(b"", framing=Framing.BARE),
        FAILED,
        error="was lost before it answered",
        backend=None,
    ),
    Case(
        "dies-before-the-headers-by-rst",
        Response(b"", framing=Framing.BARE, by="rst"),
        FAILED,
        error="was lost before it answered",
        backend=None,
    ),
    Case(
        "dies-in-the-headers",
        Response(b"HTTP/1.1 200 OK\r\nContent-Type: text/ev", framing=Framing.BARE),
        FAILED,
        error="was lost before it answered",
        backend=None,
    ),
    Case("dies-after-the-headers", stream(broken=True), FAILED, error="was lost after 0 characters"),
    Case("dies-after-the-headers-by-rst", stream(broken=True, by="rst"), FAILED, error="was lost after 0 characters"),
    Case("dies-amid-the-answer", stream(*HALF, broken=True), CUT_OFF, KEPT, error="was lost after 14 characters"),
    Case(
        "dies-amid-the-answer-by-rst",
        stream(*HALF, broken=True, by="rst"),
        CUT_OFF,
        KEPT,
        error="was lost after 14 characters",
    ),
    Case(
        "dies-in-a-chunk",
        stream(*HALF, broken=True, torn=b"40\r\ndata: {"),
        CUT_OFF,
        KEPT,
        error="was lost after",
        notes=("an event could not be read",),
    ),
    Case("dies-in-a-chunk's-header", stream(*HALF, broken=True, torn=b"4"), CUT_OFF, KEPT, error="was lost after"),
    Case(
        "a-chunk-of-an-impossible-size",
        stream(*HALF, broken=True, torn=b"zz\r\n"),
        CUT_OFF,
        KEPT,
        error="was lost after",
    ),
    Case(
        "dies-while-thinking",
        stream(event(delta(reasoning="hm")), broken=True),
        CUT_OFF,
        "",
        "hm",
        error="was lost after 2 characters",
    ),
    Case(
        "dies-in-a-tool-call",
        stream(event(delta(tool_calls=[{"function": {"name": "f", "arguments": "{"}}])), broken=True),
        CUT_OFF,
        '\n\n```json\n{\n  "name": "f",\n  "arguments": "{"\n}\n```\n',
        error="was lost after",
    ),
    Case("dies-after-done", stream(*HALF, FINISH, DONE, broken=True, by="rst"), COMPLETE, KEPT, finish="stop"),
    Case("dies-after-the-finish", stream(*HALF, FINISH, broken=True), COMPLETE, KEPT, finish="stop"),
    Case(
        "dies-after-an-error",
        stream(*HALF, event({"error": "out of memory"}), broken=True),
        FAILED,
        KEPT,
        error="out of memory",
    ),
    Case(
        "a-length-too-large", stream(*HALF, framing=Framing.LENGTH, broken=True), CUT_OFF, KEPT, error="was lost after"
    ),
    Case(
        "a-length-too-small",
        stream(*HALF, top=head(Content_Length=str(len(b"".join(HALF)) - 4)), framing=Framing.CLOSE),
        CUT_OFF,
        "half an",
        notes=("an event could not be read",),
    ),
    Case(
        "not-http-at-all",
        Response(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", framing=Framing.BARE),
        FAILED,
        error="not HTTP",
        backend=None,
    ),
    Case(
        "a-header-that-is-none",
        Response(b"HTTP/1.1 200 OK\r\nX LLM Backend: dirac\r\n\r\n", framing=Framing.BARE),
        FAILED,
        error="not HTTP",
        backend=None,
    ),
)

REDIRECTS = (
    Case(
        "sent-on-to-the-same-host",
        whole(b"", "307 Temporary Redirect", None, Location="http://127.0.0.1:<PORT>/elsewhere/v1/chat/completions"),
        COMPLETE,
        "by the new way",
        finish="stop",
        sent=2,
        then=OK,
    ),
    Case(
        "sent-on-to-another-host",
        whole(b"", "307 Temporary Redirect", None, Location="http://localhost:<PORT>/v1/chat/completions"),
        FAILED,
        error="nothing was sent there",
        backend=None,
        then=OK,
    ),
    Case(
        "sent-on-in-a-circle",
        whole(b"", "308 Permanent Redirect", None, Location="/v1/chat/completions"),
        FAILED,
        error="in a circle",
        backend=None,
        sent=5,
    ),
    Case("sent-on-to-nowhere", whole(b"", "302 Found", None), FAILED, error="302", sent=1),
)

AGAIN = (
    Case(
        "busy-at-first",
        whole({"error": "busy"}, "503 Service Unavailable", Retry_After="0"),
        COMPLETE,
        "by the new way",
        finish="stop",
        notes=("answered 503: busy. It was sent again.",),
        facts={"attempts": 2},
        sent=2,
        then=OK,
    ),
    Case(
        "without-the-stream-options",
        whole({"error": {"message": "Unrecognized request argument: stream_options"}}, "400 Bad Request"),
        COMPLETE,
        "by the new way",
        finish="stop",
        notes=None,
        sent=2,
        then=OK,
    ),
)

CASES = (*REASONS, *ERRORS, *LOST, *REDIRECTS, *AGAIN)

"""Answers that are none: the status says so, in many dialects."""

from typing import Any

from tests.servers.case import FAILED, Case, whole

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>"


def refused(
    name: str,
    status: str,
    body: bytes | dict[str, Any] | list[Any],
    words: str,
    *,
    content_type: str = "application/json",
    sent: int = 1,
    **headers: str,
) -> Case:
    """`words` must be in what is said; `sent` more than once is counted."""
    return Case(
        name,
        whole(body, status, content_type, **headers),
        FAILED,
        error=words,
        notes=(),
        facts={"http_status": int(status[:3]), "attempts": sent},
        sent=sent,
    )


CASES = (
    refused(
        "400-of-openai",
        "400 Bad Request",
        {"error": {"message": "Invalid 'temperature'", "type": "invalid_request_error", "param": "temperature"}},
        "answered 400: Invalid 'temperature'",
    ),
    refused(
        "400-of-llama-cpp",
        "400 Bad Request",
        {"error": {"code": 400, "message": "the request exceeds the available context size", "n_ctx": 2048}},
        "exceeds the available context size",
    ),
    refused("400-without-a-word", "400 Bad Request", b"", "answered 400"),
    refused(
        "401-of-litellm",
        "401 Unauthorized",
        {"error": {"message": "Authentication Error, No api key passed in.", "code": "401"}},
        "No api key passed in",
    ),
    refused(
        "402-of-openrouter",
        "402 Payment Required",
        {"error": {"message": "Insufficient credits", "code": 402}, "user_id": "u"},
        "Insufficient credits",
    ),
    refused("403-as-a-string", "403 Forbidden", {"error": "model not allowed"}, "model not allowed"),
    refused(
        "404-of-ollama",
        "404 Not Found",
        {"error": {"message": 'model "x" not found, try pulling it first'}},
        "try pulling it first",
    ),
    refused("404-of-fastapi", "404 Not Found", {"detail": "Not Found"}, "Not Found"),
    refused("404-as-plain-text", "404 Not Found", b"no such model", "no such model", content_type="text/plain"),
    refused("408", "408 Request Timeout", {"error": {"message": "timed out upstream"}}, "timed out upstream"),
    refused(
        "413-as-a-page",
        "413 Payload Too Large",
        b"<html><title>413 Request Entity Too Large</title>",
        "413 Request Entity Too Large",
        content_type="text/html",
    ),
    refused(
        "422-of-fastapi",
        "422 Unprocessable Entity",
        {"detail": [{"loc": ["body", "top_k"], "msg": "not an integer"}]},
        "body.top_k: not an integer",
    ),
    refused("429", "429 Too Many Requests", {"error": {"message": "slow down"}}, "slow down", sent=4, Retry_After="0"),
    refused(
        "500-as-a-stream",
        "500 Internal Server Error",
        b'data: {"error": {"message": "CUDA error"}}\n\n',
        "answered 500: CUDA error",
        content_type="text/event-stream",
    ),
    refused(
        "502-as-a-page", "502 Bad Gateway", PAGE, "502 Bad Gateway", sent=2, Retry_After="0", content_type="text/html"
    ),
    refused(
        "503",
        "503 Service Unavailable",
        {"error": {"message": "Loading model", "type": "unavailable_error"}},
        "Loading model",
        sent=4,
        Retry_After="0",
    ),
    refused("504-without-a-word", "504 Gateway Timeout", b"", "answered 504", sent=2, Retry_After="0"),
    refused(
        "a-refusal-that-steers-the-terminal",
        "400 Bad Request",
        {"error": {"message": "a\x1b[31m\u202eb"}},
        "a\u241b[31m\ufffdb",
    ),
    refused(
        "a-refusal-that-repeats-the-token",
        "400 Bad Request",
        {"error": {"message": "bad key case-token-1234567"}},
        "bad key …",
    ),
    refused("a-refusal-of-half-a-megabyte", "400 Bad Request", b"x" * 500_000, "xxxx", content_type="text/plain"),
    refused("an-unknown-status", "599 Odd", {"message": "very odd"}, "very odd"),
)

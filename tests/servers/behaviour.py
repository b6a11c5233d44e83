"""How a model of `homelab` behaves when it is told to: slow, cold, dying, refusing, in another dialect."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One answer's script; the defaults are a healthy answer. `after` counts words of the answer."""

    text: str | None = None
    """Said instead of the model's own answer."""
    thinking: str = ""
    """Said before it, as `reasoning_content`."""
    tokens_per_s: float | None = None
    headers_after_s: float = 0.0
    headers_release: threading.Event | None = None
    """What its headers wait for."""
    silent_s: float = 0.0
    """Between the headers and the first word: a cold model."""
    status: int = 200
    body: bytes = b""
    """With another status than 200: the whole body."""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: tuple[bytes, ...] | None = None
    """These chunks instead of an answer of the server's own making."""
    die_after: int | None = None
    """The connection breaks there."""
    error_after: int | None = None
    error: Any = None
    """What stands under `error` in the event that comes there."""
    hold_after: int | None = None
    release: threading.Event | None = None
    """Where it stalls, and what ends that."""
    finish: str | None = "stop"
    done: bool = True
    usage: bool = True


def refuses(status: int, words: str, **more: Any) -> Behaviour:
    """An error before the answer, OpenAI-shaped."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return Behaviour(status=status, body=f'{{"error": {{"message": "{quoted}", "code": {status}}}}}'.encode(), **more)


def web_page(status: int, title: str) -> Behaviour:
    """What a proxy sends when its backend is gone."""
    page = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><hr>nginx</body></html>"
    return Behaviour(status=status, body=page.encode(), content_type="text/html; charset=utf-8")


def dies_after(words: int) -> Behaviour:
    return Behaviour(die_after=words)


def errs_after(words: int, error: Any) -> Behaviour:
    """An event with an `error` and without `choices`, as llama.cpp sends it, in a stream that began well."""
    return Behaviour(error_after=words, error=error)


def holds_after(words: int, release: threading.Event) -> Behaviour:
    return Behaviour(hold_after=words, release=release)


def sends(*chunks: bytes, content_type: str = "text/event-stream") -> Behaviour:
    """Exactly these chunks, then the proper end of the body."""
    return Behaviour(raw=chunks, content_type=content_type)


CASES: Mapping[str, Behaviour] = {
    "case/error-500": refuses(500, "CUDA error: out of memory"),
    "case/busy-503": refuses(503, "no backend is awake", headers={"Retry-After": "20"}),
    "case/page-502": web_page(502, "502 Bad Gateway"),
    "case/dies": dies_after(5),
    "case/error-amid": errs_after(5, {"message": "the request exceeds the available context size", "code": 400}),
    "case/length": Behaviour(finish="length"),
    "case/no-end": Behaviour(finish=None, done=False),
    "case/no-usage": Behaviour(usage=False),
    "case/empty": Behaviour(text=""),
    "case/cold": Behaviour(silent_s=30.0),
    "case/slow": Behaviour(tokens_per_s=2.0),
    "case/thinks": Behaviour(thinking="The user wants to know something. Let me see what that is."),
}
"""Asked for by id, so that they can be tried by hand. None of them is in the catalogue."""

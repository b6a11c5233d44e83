"""Who answered, as the broker says it. Never our endpoint's own name, and never the model's.

Each broker has headers of its own for it. Those of what stands behind a LiteLLM come with `llm_provider-` before their
names.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from aishtui.chat.answers import AnsweredByFrom
from aishtui.chat.clean import clean_line
from aishtui.wire.deltas import Delta, HeaderCost, Odd
from aishtui.wire.fields import amount

BACKEND_HEADER = "x-llm-backend"
_BEHIND_LITELLM = "llm_provider-"
_BACKENDS = (
    f"{_BEHIND_LITELLM}{BACKEND_HEADER}",
    "x-litellm-model-api-base",
    "x-litellm-model-id",
    "x-bifrost-routing-info-provider",
    "x-bifrost-provider",
)
_LITELLM_MODEL, _LITELLM_ADDRESS = "x-litellm-model-name", "x-litellm-model-api-base"
_PROTOCOL = "openai/"
_MODELS = (
    _LITELLM_MODEL,
    "x-bifrost-routing-info-model",
    "x-bifrost-resolved-model",
    "ngrok-aig-model",
    "x-nr-model",
)
_REQUEST_IDS = (
    "x-request-id",
    "request-id",
    "x-generation-id",
    "x-litellm-call-id",
    "x-bifrost-request-id",
    "ngrok-aig-request-id",
    "x-nr-request-id",
    f"{_BEHIND_LITELLM}x-request-id",
)
_COSTS = ("x-litellm-response-cost", "x-nr-request-cost")
_FALLBACKS = ("x-litellm-attempted-fallbacks", "x-bifrost-fallback-index")
_RETRIES = "x-litellm-attempted-retries"
_ATTEMPTS = ("ngrok-aig-attempts", "x-nr-attempts")
_NR_FALLBACK = "fallback:"


def answered_by(headers: Mapping[str, str], provider: str | None = None) -> tuple[str | None, AnsweredByFrom]:
    """The backend and how it is known; `headers` with lower-case names, `provider` as the body names it.

    `X-LLM-Backend` stands verbatim; an address is shown without user name and password.
    """
    backend = clean_line(headers.get(BACKEND_HEADER, ""))
    if not backend:
        backend = _first(headers, _BACKENDS)
    if backend:
        return backend, AnsweredByFrom.HEADER
    if provider:
        return clean_line(provider), AnsweredByFrom.BODY
    return None, AnsweredByFrom.UNKNOWN


def answered_model(headers: Mapping[str, str]) -> str | None:
    """The model that answers, where a header names it: after a fallback the body often repeats the one asked for."""
    model = _first(headers, _MODELS)
    if headers.get(_LITELLM_MODEL) and "openai.com" not in headers.get(_LITELLM_ADDRESS, "openai.com"):
        # LiteLLM writes it before every model of a server that speaks OpenAI's protocol, wherever that stands.
        model = model.removeprefix(_PROTOCOL)
    return model or None


def request_id(headers: Mapping[str, str]) -> str | None:
    """The id under which the server's own log knows the request."""
    return _first(headers, _REQUEST_IDS) or None


def said_in_headers(headers: Mapping[str, str]) -> list[Delta]:
    """What else a broker says above the answer: what it cost, and what it took to get one."""
    said: list[Delta] = []
    cost = next(filter(None, (_number(headers.get(name, "")) for name in _COSTS)), None)
    if cost:  # brokers write 0 where they know no price
        said.append(HeaderCost(cost))
    if fallbacks := _fallbacks(headers):
        was = _first(headers, ("x-bifrost-routing-info-primary-model",))
        instead = f", instead of {was}" if was else ""
        said.append(Odd(f"the broker fell back {_times(fallbacks)}{instead}"))
    if tries := _tries(headers):
        said.append(Odd(f"the broker tried {_times(tries)}"))
    return said


def _fallbacks(headers: Mapping[str, str]) -> int:
    """How often the broker went on to another model or provider; 0 also where it does not say."""
    routing = headers.get("x-nr-routing", "").strip().lower()
    if routing.startswith(_NR_FALLBACK):
        return _count(routing.removeprefix(_NR_FALLBACK)) or 1
    counted = max(_count(headers.get(name, "")) for name in _FALLBACKS)
    is_fallback = headers.get("x-bifrost-routing-info-is-fallback", "").strip().lower() == "true"
    return counted or int(is_fallback)


def _tries(headers: Mapping[str, str]) -> int:
    """How often the broker asked its backends, where that was more than once."""
    retries = _count(headers.get(_RETRIES, ""))
    tries = max(retries + 1, *(_count(headers.get(name, "")) for name in _ATTEMPTS))
    return tries if tries > 1 else 0


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _count(value: str) -> int:
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


def _number(value: str) -> float | None:
    try:
        return amount(float(value)) if len(value) < 40 else None
    except ValueError:
        return None


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next(filter(None, (clean_line(_without_userinfo(headers.get(name, ""))) for name in names)), "")


def _without_userinfo(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:  # no URL after all
        return address
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else address

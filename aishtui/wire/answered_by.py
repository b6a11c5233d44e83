"""Who answered, as the broker says it. Never our endpoint's own name, and never the model's."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from aishtui.chat.answers import AnsweredByFrom
from aishtui.chat.clean import clean_line

BACKEND_HEADER = "x-llm-backend"
_LITELLM = ("x-litellm-model-api-base", "x-litellm-model-id")
_REQUEST_IDS = ("x-request-id", "request-id", "x-generation-id", "x-litellm-call-id")


def answered_by(headers: Mapping[str, str], provider: str | None = None) -> tuple[str | None, AnsweredByFrom]:
    """The backend and how it is known; `headers` with lower-case names, `provider` as the body names it.

    `X-LLM-Backend` stands verbatim; LiteLLM's address of the backend is shown without user name and password.
    """
    backend = clean_line(headers.get(BACKEND_HEADER, ""))
    if backend:
        return backend, AnsweredByFrom.HEADER
    for name in _LITELLM:
        value = clean_line(_without_userinfo(headers.get(name, "")))
        if value:
            return value, AnsweredByFrom.HEADER
    if provider:
        return clean_line(provider), AnsweredByFrom.BODY
    return None, AnsweredByFrom.UNKNOWN


def request_id(headers: Mapping[str, str]) -> str | None:
    """The id under which the server's own log knows the request."""
    return next(filter(None, (clean_line(headers.get(name, "")) for name in _REQUEST_IDS)), None)


def _without_userinfo(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:  # no URL after all
        return address
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else address

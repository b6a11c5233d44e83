"""Keeping secrets out of what is kept and shown of a request and its response.

A header is taken for a secret by its name, a value by the shapes that keys and tokens have. Hiding one header too many
costs a reader a moment; showing one too many costs a key.
"""

import re
from collections.abc import Iterable
from typing import Any

from aishtui.chat.clean import clean_line

HIDDEN = "…"
"""Stands where a secret stood."""

MOST_HEADERS = 64
MOST_CHARACTERS = 8192
"""Of all headers together."""
_LONGEST_VALUE = 2048

Headers = tuple[tuple[str, str], ...]

_SECRET_NAME = re.compile(r"auth|cookie|token|key|secret|session|passw|credential|signature|csrf|xsrf", re.IGNORECASE)
_KEEPS_SECRET = re.compile(
    r"auth|cookie|token|(?:^|[-_]|api)key|secret|passw|credential|signature", re.IGNORECASE
)  # sessions and CSRF marks are worth hiding, but not worth refusing
_HARMLESS_NAME = re.compile(r"ratelimit|rate-limit|access-control|-tokens\Z|author\Z|keep-alive", re.IGNORECASE)
_SECRET_FIELD = re.compile(
    r"(?:.*[-_])?(?:api[-_]?key|apikey|key|token|secret|password|passwd|authorization|credentials?)", re.IGNORECASE
)
_SECRET_VALUE = re.compile(
    r"\b(?:Bearer|Basic)\s+[\w.~+/=-]{6,}"
    r"|\b(?:sk|pk|rk|xox[abp]|gh[opsu]|github_pat|hf|glpat|AKIA|AIza)[-_]?[A-Za-z0-9_-]{16,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{5,}(?:\.[\w-]*)?"
)
_USER_INFO = re.compile(r"(?<=://)[^/@\s]+@")
_SECRET_ARGUMENT = re.compile(r"(?<=[?&])([^=&\s]*(?:key|token|secret|sig|password)[^=&\s]*=)[^&\s]+", re.IGNORECASE)


def shown_headers(headers: Iterable[tuple[str, str]], token: str = "", session: str = "") -> Headers:
    """The headers as safe lines, their secrets as `…`; no more than 64 of them and 8 KB in all. `token` is one that is
    known, and hidden wherever it stands; `session` is a value that looks like a secret by its name and is none."""
    kept: list[tuple[str, str]] = []
    left = MOST_CHARACTERS
    for name, value in headers:
        plain = bool(session) and value == session
        shown = (clean_line(name, 200), clean_line(value) if plain else _shown_value(name, value, token))
        left -= len(shown[0]) + len(shown[1])
        if len(kept) == MOST_HEADERS or left < 0:
            break
        kept.append(shown)
    return tuple(kept)


def carries_secret(name: str, value: str) -> bool:
    """Whether a header somebody wrote down holds a key or token, by its name or by the shape of its value."""
    named = _KEEPS_SECRET.search(name) is not None and _HARMLESS_NAME.search(name) is None
    return named or _SECRET_VALUE.search(value) is not None


def shown_address(url: str, token: str = "") -> str:
    """An address without user name, password, and what its arguments hold of secrets."""
    return clean_line(_without_secrets(url, token), 2000)


def shown_line(text: str, token: str = "", limit: int = 500) -> str:
    """Words as one safe line, without the secrets in them."""
    return clean_line(_without_secrets(text, token), limit)


def without_secrets(value: Any, token: str = "") -> Any:
    """JSON with `…` for the text of every field that is named like a secret, and for `token`. Order is kept."""
    match value:
        case dict():
            return {
                name: HIDDEN
                if isinstance(inner, str) and inner and _SECRET_FIELD.fullmatch(str(name))
                else without_secrets(inner, token)
                for name, inner in value.items()
            }
        case list() | tuple():
            return [without_secrets(inner, token) for inner in value]
        case str() if token and token in value:
            return value.replace(token, HIDDEN)
        case _:
            return value


def _shown_value(name: str, value: str, token: str) -> str:
    if _SECRET_NAME.search(name) and not _HARMLESS_NAME.search(name) and value.strip():
        return HIDDEN
    return clean_line(_without_secrets(value, token), _LONGEST_VALUE)


def _without_secrets(text: str, token: str) -> str:
    if token:
        text = text.replace(token, HIDDEN)
    text = _USER_INFO.sub("", text)
    text = _SECRET_ARGUMENT.sub(rf"\1{HIDDEN}", text)
    return _SECRET_VALUE.sub(HIDDEN, text)

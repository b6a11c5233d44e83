"""Where a list of models goes on, and whether that may be asked."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from aishtui.wire.fields import mapping

_LONGEST = 4096


def next_page(fields: Mapping[str, Any]) -> str | None:
    """What stands beside the models: `links.next` (OpenRouter), `next`, or `has_more` with `last_id` (Anthropic).

    As the server wrote it: a URL, a path or a query; see `resolved`.
    """
    for value in (mapping(fields.get("links")).get("next"), fields.get("next")):
        target = mapping(value).get("href") if isinstance(value, dict) else value
        if isinstance(target, str) and 0 < len(target) <= _LONGEST:
            return target
    last = fields.get("last_id")
    if fields.get("has_more") is True and isinstance(last, str) and 0 < len(last) <= _LONGEST:
        return f"?after_id={quote(last, safe='')}"
    return None


def resolved(page: str, next_: str) -> str | None:
    """The whole address of the next page, read at `page`; None if it is none, or another server's: the token, and
    whatever else is in the headers, is for this one."""
    try:
        url = urljoin(page, next_)
        here, there = urlsplit(page), urlsplit(url)
        same = (here.scheme, here.hostname, _port(here)) == (there.scheme, there.hostname, _port(there))
    except ValueError:
        return None
    if not same or "@" in there.netloc or not url.isascii() or not url.isprintable() or " " in url:
        return None
    return url.partition("#")[0]


def _port(parts: Any) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)

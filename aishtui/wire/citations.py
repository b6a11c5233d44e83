"""The sources a server names beside an answer's text.

Perplexity sends `citations` and `search_results` with every event, OpenAI and OpenRouter `annotations` in the delta or
the message, Azure a `context`; each is a list of addresses or of objects with some of title and address.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from aishtui.wire.fields import line, mapping

MOST = 100
_LISTS = ("citations", "search_results", "annotations")
_ADDRESS = ("url", "uri", "link")
_TITLE = ("title", "name", "filename", "file_id")


class Citations:
    """Collects sources, each once: by its address, or by its title where it has none."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._seen: tuple[Any, ...] = ()

    def add(self, chunk: Mapping[str, Any], choice: Mapping[str, Any] | None) -> tuple[str, ...] | None:
        """All sources so far, if this object names new ones; each as `title: address` or what of it is there."""
        lists = tuple(_lists(chunk, choice))
        if not lists or lists == self._seen:
            return None
        self._seen = lists
        before = dict(self._titles)
        for items in lists:
            for item in items[:MOST]:
                self._take(item)
        if self._titles == before:
            return None
        return tuple(_shown(address, title) for address, title in self._titles.items())

    def _take(self, item: Any) -> None:
        address, title = _source(item)
        key = address or title
        if not key or (key not in self._titles and len(self._titles) >= MOST):
            return
        self._titles[key] = self._titles.get(key) or (title if address else "")


def _lists(chunk: Mapping[str, Any], choice: Mapping[str, Any] | None) -> Iterator[list[Any]]:
    holders = [chunk]
    if choice is not None:
        said = [mapping(choice.get(key)) for key in ("delta", "message")]
        holders += [*said, *(mapping(part.get("context")) for part in said)]
    for holder in holders:
        for name in _LISTS:
            found = holder.get(name)
            if isinstance(found, list) and found:
                yield found


def _source(item: Any) -> tuple[str, str]:
    """(address, title) of one source; either may be empty."""
    if isinstance(item, str):
        named = line(item) or ""
        return (named, "") if "://" in named else ("", named)
    fields = mapping(item)
    kind = fields.get("type")
    inner = mapping(fields.get(kind)) if isinstance(kind, str) else fields  # `url_citation` holds its own name
    fields = inner or fields
    return _first(fields, _ADDRESS), _first(fields, _TITLE)


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(filter(None, (line(fields.get(name)) for name in names)), "")


def _shown(address: str, title: str) -> str:
    return f"{title}: {address}" if title and title != address else address

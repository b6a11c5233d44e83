"""The list of models out of the answer to `/v1/models`, whichever server wrote it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.clean import clean_line, clean_text
from aishtui.wire.error_body import error_words, words_of
from aishtui.wire.errors import NotACatalog
from aishtui.wire.fields import line, mapping, whole

MAX_ENTRIES = 20_000

_CONTEXT_KEYS = ("context_length", "context_window", "max_model_len", "max_context_length")
_DESCRIPTION_LIMIT = 2000


def read_catalog(body: bytes, endpoint: str, fetched_at: str) -> Catalog:
    """The catalogue in `body`: `{"data": […]}`, a bare list, or Ollama's `{"models": […]}`.

    Only an id is needed; entries without one are counted as skipped, and so are those beyond the 20,000th.
    Of two entries with one id the first is kept, with what only the second says. Raises NotACatalog.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NotACatalog(_not_json(body, endpoint)) from None
    raw: dict[str, Mapping[str, Any]] = {}
    skipped = 0
    for item in _listed(found, endpoint):
        id_ = _id(item)
        if id_ is None or (len(raw) >= MAX_ENTRIES and id_ not in raw):
            skipped += 1
        else:
            raw[id_] = {**item, **raw[id_]} if id_ in raw else item
    entries = tuple(_entry(id_, item) for id_, item in raw.items())
    return Catalog(endpoint=endpoint, fetched_at=fetched_at, entries=entries, skipped=skipped)


def read_found(body: bytes) -> tuple[str, ...]:
    """What an embedded broker says it discovered on its machine, one phrase each; other brokers say nothing."""
    if b'"aishtui"' not in body:
        return ()
    try:
        found = mapping(mapping(json.loads(body)).get("aishtui")).get("found")
    except (ValueError, RecursionError):
        return ()
    return tuple(filter(None, map(line, found[:100]))) if isinstance(found, list) else ()


def _listed(found: Any, endpoint: str) -> Iterable[Any]:
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        for key in ("data", "models"):
            if isinstance(found.get(key), list):
                listed: list[Any] = found[key]
                return listed
        if "data" in found and found["data"] is None:  # how Go servers write an empty list
            return ()
        words = words_of(found)
        if words:
            raise NotACatalog(f"{endpoint} sent no list of models, but: {words}")
    raise NotACatalog(f"{endpoint} sent no list of models: its JSON has neither `data` nor `models`.")


def _id(item: Any) -> str | None:
    """The id exactly as it must be sent back; one that could not be shown as it is, is none."""
    if not isinstance(item, dict):
        return None
    for key in ("id", "name", "model"):
        value = item.get(key)
        if isinstance(value, str) and value:
            return value if clean_line(value) == value else None
    return None


def _entry(id_: str, item: Mapping[str, Any]) -> CatalogEntry:
    description = item.get("description")
    return CatalogEntry(
        id=id_,
        owned_by=line(item.get("owned_by")),
        name=line(item.get("name")),
        description=clean_text(description[:_DESCRIPTION_LIMIT]) if isinstance(description, str) else None,
        context_length=_context_length(item),
        raw=item,
    )


def _context_length(item: Mapping[str, Any]) -> int | None:
    """What is served, as far as it is said; `n_ctx_train` is what was trained, and is not read."""
    for key in _CONTEXT_KEYS:
        if length := whole(item.get(key)):
            return length
    return (
        whole(mapping(item.get("top_provider")).get("context_length"))
        or whole(mapping(item.get("meta")).get("n_ctx"))
        or None
    )


def _not_json(body: bytes, endpoint: str) -> str:
    words = error_words(body, "")
    if not words:
        return f"{endpoint} sent an empty answer instead of its list of models."
    return f"{endpoint} sent something else than its list of models: {clean_line(words, 200)}"

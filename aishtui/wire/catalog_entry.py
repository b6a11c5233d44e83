"""What a server says of one model, whichever server it is: every known field, of any type, where it is there."""

from collections.abc import Iterable, Mapping
from typing import Any

from aishtui.chat.catalog import CatalogEntry
from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.raw_object import RawObject
from aishtui.wire.fields import line, mapping, number, whole

_CONTEXT_KEYS = ("context_length", "context_window", "max_model_len", "max_context_length")
_DESCRIPTION_LIMIT = 2000
_MOST_WORDS = 64
_LARGEST_CONTEXT = 10**12
_DEAREST = 0.01
"""US dollars per token. Ten thousand dollars per million tokens is no price but another unit."""
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def id_of(item: Any) -> str | None:
    """The id exactly as it must be sent back; one that could not be shown as it is, is none."""
    if not isinstance(item, dict):
        return None
    for key in ("id", "name", "model"):
        value = item.get(key)
        if isinstance(value, str) and value:
            return value if clean_line(value) == value and _UNREADABLE not in value else None
    return None


def entry_of(id_: str, item: Mapping[str, Any], text: str) -> CatalogEntry:
    """`text` is the JSON that `item` was read from."""
    description = item.get("description")
    context, context_from = _context(item)
    pricing, architecture = mapping(item.get("pricing")), mapping(item.get("architecture"))
    takes, makes = _modality(architecture)
    return CatalogEntry(
        id=id_,
        owned_by=line(item.get("owned_by")),
        name=line(item.get("name")),
        description=clean_text(description[:_DESCRIPTION_LIMIT]) if isinstance(description, str) else None,
        context_length=context,
        context_from=context_from,
        price_in=_price(pricing.get("prompt"), item.get("input_cost_per_token")),
        price_out=_price(pricing.get("completion"), item.get("output_cost_per_token")),
        price_request=_price(pricing.get("request"), item.get("input_cost_per_request"), dearest=1000.0),
        modalities_in=_words(architecture.get("input_modalities") or item.get("input_modalities") or takes),
        modalities_out=_words(architecture.get("output_modalities") or item.get("output_modalities") or makes),
        parameters=_words(item.get("supported_parameters")),
        status=_status(item),
        raw=RawObject(text),
    )


def _context(item: Mapping[str, Any]) -> tuple[int | None, str]:
    """What is served, as far as it is said, and the field that says so; what was trained comes last."""
    for key in _CONTEXT_KEYS:
        if length := _length(item.get(key)):
            return length, key
    for name, key in (("top_provider", "context_length"), ("meta", "n_ctx"), ("meta", "n_ctx_train")):
        if length := _length(mapping(item.get(name)).get(key)):
            return length, f"{name}.{key}"
    return None, ""


def _length(value: Any) -> int | None:
    if isinstance(value, str):
        value = number(value)
    length = whole(value)
    return length if length and length <= _LARGEST_CONTEXT else None


def _price(*values: Any, dearest: float = _DEAREST) -> float | None:
    """The first that is a price: OpenRouter writes -1 where it depends."""
    for value in values:
        price = number(value)
        if price is not None and 0 <= price <= dearest:
            return price
    return None


def _modality(architecture: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """OpenRouter's older field: `text+image->text`."""
    value = architecture.get("modality")
    takes, _, makes = value[:200].partition("->") if isinstance(value, str) else ("", "", "")
    return takes.split("+"), makes.split("+")


def _words(value: Any) -> tuple[str, ...]:
    """Names out of a list of them, or a single one."""
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(dict.fromkeys(_cleaned(found[:_MOST_WORDS])))


def _cleaned(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str) and (word := clean_line(value, 60)):
            yield word


def _status(item: Mapping[str, Any]) -> str | None:
    """`status` (llama-swap: text; llama.cpp's router: an object), `state` (LM Studio), or whether it is loaded."""
    for key in ("status", "state"):
        value = item.get(key)
        if said := line(mapping(value).get("value") if isinstance(value, dict) else value, 40):
            return said
    loaded = item.get("loaded", item.get("loaded_instances"))
    if isinstance(loaded, bool | list):
        return "loaded" if loaded else "not loaded"
    return None

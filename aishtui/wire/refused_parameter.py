"""Which field of a request a server's refusal is about, so that it can be asked again without it.

Servers say it in `error.param` (OpenAI), in a list of details (FastAPI), or only in their words: "Unsupported
parameter: 'max_tokens' is not supported with this model", "Unrecognized request argument supplied: stream_options".
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from aishtui.wire.fields import mapping

STATUSES = frozenset({400, 422})
_NEVER = frozenset({"model", "messages", "stream"})
"""Without these there is no request."""


def parameter_of(body: bytes) -> str | None:
    """The field that an error's JSON names beside its words; None for none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list):
        value = value[0] if value else None
    for holder in (mapping(mapping(value).get("error")), mapping(value)):
        if isinstance(holder.get("param"), str) and holder["param"]:
            return str(holder["param"])
    return _located(mapping(value).get("detail"))


def _located(details: Any) -> str | None:
    """FastAPI's `{"loc": ["body", "temperature"], …}`."""
    for detail in details if isinstance(details, list) else ():
        where = mapping(detail).get("loc")
        if isinstance(where, list) and len(where) > 1 and where[0] == "body" and isinstance(where[1], str):
            return where[1]
    return None


def refused_parameter(words: str, parameter: str | None, sent: Iterable[str]) -> str | None:
    """The one of the fields `sent` that a refusal names, in its own field or in its words; None where none is.

    A name that is a common word too (`stop`, `tools`) counts in the words only within quotes.
    """
    names = [name for name in sent if name not in _NEVER]
    if parameter:
        top = re.split(r"[.\[]", parameter, maxsplit=1)[0]
        return top if top in names else None
    quoted = [name for name in names if re.search(rf"[\"'`‘“]{re.escape(name)}[\"'`’”.\[]", words)]
    bare = [name for name in names if "_" in name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)]
    after = [name for name in names if re.search(rf"(?i)(?:parameter|argument|field)s?:? {re.escape(name)}\b", words)]
    return next(iter((*quoted, *bare, *after)), None)

"""What each value of a preset's table must be."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from aishtui.chat.preset_book import VALUES
from aishtui.chat.presets import SLOTS
from aishtui.store.header_rules import wrong_preset_header
from aishtui.store.toml_file import kind_of, number_words
from aishtui.store.toml_lines import KeyPath

DELETED = "deleted"
KNOWN = (*VALUES, DELETED)
FOR_SENDING = frozenset({"model", "system", "system_file", "params", "headers", "refuse_cloud_ids"})
"""Where one of these is wrong, what would be sent is not what was meant."""


class WrongValue(Exception):
    """`str()` says what the value must be, and what it is; `inner` is where in it, if it is not all of it."""

    def __init__(self, problem: str, inner: KeyPath = ()) -> None:
        super().__init__(problem)
        self.inner = inner


def checked(key: str, value: Any) -> Any:
    """The value of one of KNOWN as a preset has it: `slot` is None for none. Raises WrongValue."""
    return _CHECKS[key](value)


def _model(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        is_now = "empty" if isinstance(value, str) else kind_of(value)
        raise WrongValue(f"must be the model's id as text, not {is_now}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongValue(f"must be text, not {kind_of(value)}")
    return value


def _slot(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or (value != 0 and value not in SLOTS):
        raise WrongValue(f"must be a number from 1 to 9, or 0 for none, not {_now(value)}")
    return value or None


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongValue(f"must be true or false, not {_now(value)}")
    return value


def _params(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongValue(f"must be a table, not {kind_of(value)}")
    if (bad := _not_json(value, ())) is not None:
        where, what = bad
        raise WrongValue(f"{what} cannot be sent in a request", where)
    return value


def _headers(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise WrongValue(f"must be a table of texts, not {kind_of(value)}")
    seen: dict[str, str] = {}
    for name, text in value.items():
        if not isinstance(text, str):
            raise WrongValue(f"must be text, not {kind_of(text)}", (name,))
        if (wrong := wrong_preset_header(name, text)) is not None:
            wanted, is_now = wrong
            raise WrongValue(f"must be {wanted}, not {is_now}", (name,))
        if name.lower() in seen:
            raise WrongValue(f"is `{seen[name.lower()][:60]}` once more: case makes no difference in headers", (name,))
        seen[name.lower()] = name
    return {name: text.strip() for name, text in value.items()}


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "model": _model,
    "description": _text,
    "group": _text,
    "slot": _slot,
    "system": _text,
    "system_file": _text,
    "params": _params,
    "headers": _headers,
    "refuse_cloud_ids": _switch,
    DELETED: _switch,
}


def _now(value: Any) -> str:
    match value:
        case str():
            return f"{value[:40]!r}" if value.strip() else "empty"
        case bool():
            return kind_of(value)
        case int() | float():
            return number_words(value)
        case _:
            return kind_of(value)


def _not_json(value: Any, where: KeyPath) -> tuple[KeyPath, str] | None:
    """Where in `value` there is something that JSON has no word for, and what it is."""
    if isinstance(value, dict):
        parts = [(item, (*where, key)) for key, item in value.items()]
    elif isinstance(value, list):
        parts = [(item, where) for item in value]
    elif isinstance(value, float) and not math.isfinite(value):
        return where, "a number that is infinite or none at all"
    elif isinstance(value, (str, int, float)):
        return None
    else:
        return where, kind_of(value)
    return next((bad for item, place in parts if (bad := _not_json(item, place)) is not None), None)

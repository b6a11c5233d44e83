"""Reading single fields out of JSON that may hold anything: each gives the value or what stands for unknown."""

import math
from collections.abc import Mapping
from typing import Any

from aishtui.chat.clean import clean_line

_NOTHING: Mapping[str, Any] = {}
_LARGEST = 10**15
"""No count is larger; a database holds no number of a hundred digits, nor does anybody read it."""


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def whole(value: Any) -> int | None:
    """A count: a number that is whole and not negative. JSON's `true` is none, `12.0` is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not (math.isfinite(value) and value.is_integer()):
        return None
    return int(value) if 0 <= value <= _LARGEST else None


def amount(value: Any) -> float | None:
    """A measure: a finite number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:  # an integer beyond what a float holds
        return None
    return number if math.isfinite(number) and number >= 0 else None


def line(value: Any, limit: int = 500) -> str | None:
    """A name: one safe line, or None for anything but text with something in it."""
    return (clean_line(value, limit) or None) if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """A finite number, also one that is written as text, as prices are; negative ones too."""
    if isinstance(value, str) and len(value) <= 40:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None

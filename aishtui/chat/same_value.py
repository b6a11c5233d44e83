"""Whether two values say the same in JSON or TOML."""

from collections.abc import Mapping
from typing import Any


def same_value(one: Any, other: Any) -> bool:
    """As TOML and JSON tell values apart: 1, 1.0 and true are three. The order of a table does not matter."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same_value(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same_value, one, other))
    return type(one) is type(other) and bool(one == other)

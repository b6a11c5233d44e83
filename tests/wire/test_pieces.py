"""Long lists, read entry by entry: the same values as all at once."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aishtui.wire.pieces import read_pieces

NAMES = ("data", "")
KEYS = st.sampled_from(["data", "models", "", "ö"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def together(text: str) -> Any:
    """The pieces put together again; each entry is read from its own text."""
    pieces = read_pieces(text, NAMES, lambda _value, own: json.loads(own))
    if text.strip(" \t\n\r").startswith("{"):
        return {**pieces.fields, **pieces.lists}
    return {**pieces.fields, **pieces.lists}[""]


@given(JSON, st.sampled_from([None, 1, "\t"]), st.sampled_from([(",", ":"), (" , ", " : ")]))
def test_the_pieces_are_the_whole(value: Any, indent: int | str | None, separators: tuple[str, str]) -> None:
    text = json.dumps(value, indent=indent, separators=separators)
    assert together(f" \r\n{text}\n") == value


@given(st.text(alphabet='{}[]",:10 \nadt\\u', max_size=24))
@example('{"data": [1], "data": 2}')
@example('{"data": 1, "data": [2,3]}')
@example('{"data": [1,], "a": 1}')
@example('{"data": [1]} x')
@example("[" * 100_000)
@example('{"data": ' + "[" * 100_000)
@example("{,}")
@example('{"a" 1}')
@example('{"a": }')
@example("[1 2]")
def test_what_is_no_json_is_none_here_either(text: str) -> None:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        with pytest.raises((ValueError, RecursionError)):
            together(text)
    else:
        assert together(text) == whole

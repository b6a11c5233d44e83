"""A JSON object as text is the same mapping."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.raw_object import RawObject

OBJECTS = st.dictionaries(
    st.text(max_size=4), st.none() | st.integers() | st.text(max_size=4) | st.lists(st.booleans())
)


@given(OBJECTS)
def test_it_is_the_mapping_that_its_text_says(value: dict[str, Any]) -> None:
    raw = RawObject.of(value)
    assert dict(raw) == value
    assert raw == value == RawObject(json.dumps(value, indent=1))
    assert len(raw) == len(value)
    assert raw.get("no such key") is None


def test_others_are_others() -> None:
    assert RawObject('{"a": 1}') != RawObject('{"a": 2}')
    assert RawObject('{"a": 1}') != 1
    with pytest.raises(KeyError):
        RawObject("{}")["a"]

"""The fast way through the commonest object says what the long way says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.chunk import parts_of, usual_text
from aishtui.wire.deltas import TextDelta

ODD = st.sampled_from([None, "", "x", 0, 1, [], ["y"], {}, {"message": "no"}, True])
DELTAS = st.fixed_dictionaries(
    {"content": st.sampled_from(["abc", "", None, ["x"], {"text": "t"}])},
    optional=dict.fromkeys(
        ("role", "refusal", "tool_calls", "function_call", "reasoning", "reasoning_content", "other"), ODD
    ),
)
CHOICES = st.fixed_dictionaries(
    {"delta": DELTAS},
    optional=dict.fromkeys(("index", "finish_reason", "error", "usage", "message", "logprobs"), ODD),
)
CHUNKS = st.fixed_dictionaries(
    {"choices": st.lists(CHOICES, max_size=2)},
    optional=dict.fromkeys(("error", "usage", "timings", "object", "type", "detail", "model", "id"), ODD),
)


@given(CHUNKS)
def test_the_fast_way_gives_what_the_long_way_gives(chunk: dict[str, Any]) -> None:
    text = usual_text(chunk)
    if text is not None:
        assert list(parts_of(chunk)) == [TextDelta(text)]


@pytest.mark.parametrize("beside", [{}, {"role": "assistant"}, {"refusal": None, "tool_calls": None}])
def test_what_most_servers_send_takes_the_fast_way(beside: dict[str, Any]) -> None:
    delta = {"content": "abc", **beside}
    assert usual_text({"id": "1", "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}) == "abc"

"""Which field of a request a refusal is about."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.refused_parameter import parameter_of, refused_parameter

SENT = ("model", "messages", "stream", "stream_options", "temperature", "max_tokens", "stop", "tools", "top_p")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
         "max_tokens"),
        ("Unsupported value: 'temperature' does not support 0.7 with this model.", "temperature"),
        ("Unrecognized request argument supplied: stream_options", "stream_options"),
        ("Extra inputs are not permitted: stream_options.include_usage", "stream_options"),
        ("unknown field `tools`", "tools"),
        ("please stop sending tools to this model", None),
        ("the parameter stop is unknown here", "stop"),
        ("the model is not loaded", None),
        ("messages: too long", None),
        ("max_completion_tokens is unknown", None),
        ("", None),
    ],
)  # fmt: skip
def test_it_is_read_from_the_words(words: str, refused: str | None) -> None:
    assert refused_parameter(words, None, SENT) == refused


def test_a_field_of_its_own_is_believed_and_must_have_been_sent() -> None:
    assert refused_parameter("no", "stream_options.include_usage", SENT) == "stream_options"
    assert refused_parameter("no", "tools[0].function", SENT) == "tools"
    assert refused_parameter("'temperature'", "messages", SENT) is None
    assert refused_parameter("no", "seed", SENT) is None


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"error": {"message": "no", "param": "top_p"}}, "top_p"),
        ({"message": "no", "param": "top_p"}, "top_p"),
        ([{"error": {"param": "top_p"}}], "top_p"),
        ({"detail": [{"loc": ["body", "temperature"], "msg": "no"}]}, "temperature"),
        ({"detail": [{"loc": ["query", "temperature"], "msg": "no"}]}, None),
        ({"error": {"param": None}}, None),
        ({"error": "no"}, None),
        ([], None),
        (5, None),
    ],
)
def test_it_is_found_beside_the_words(body: object, parameter: str | None) -> None:
    assert parameter_of(json.dumps(body).encode()) == parameter


@given(st.binary() | st.text().map(str.encode))
def test_whatever_comes_is_no_error(body: bytes) -> None:
    assert parameter_of(body) is None or isinstance(parameter_of(body), str)

"""Values of parameters as people type them, and what is known of parameters."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.parameters import PARAMETERS, BadValue, text_of, unsupported, value_of, wrong_kind
from aishtui.chat.same_value import same_value

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_shown_for_a_value_is_read_as_that_value(value: Any) -> None:
    assert same_value(value_of(text_of(value)), value)


@given(TEXT)
def test_whatever_is_typed_is_a_value_or_a_sentence(text: str) -> None:
    try:
        value = value_of(text)
    except BadValue:
        return
    assert same_value(value_of(text_of(value)), value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.7", 0.7), ("40", 40), (" 40 ", 40), ("true", True), ("low", "low"), ("10m", "10m"), ('"5"', "5"),
        ('["a", "b"]', ["a", "b"]), ('{"effort": "low"}', {"effort": "low"}), ("two words", "two words"),
    ],
)  # fmt: skip
def test_json_is_what_it_says_and_all_else_is_text(typed: str, value: Any) -> None:
    assert same_value(value_of(typed), value)


@pytest.mark.parametrize("typed", ["0,2", "1.2.3", "[1", '"open', '{"a": 1', "null", "NaN", "True", '"\\ud800"'])
def test_what_is_neither_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        value_of(typed)


def test_every_example_is_of_its_kind() -> None:
    for parameter in PARAMETERS:
        assert wrong_kind(parameter.name, value_of(parameter.example)) == "", parameter.name


def test_a_value_of_another_kind_is_wrong_and_nothing_is_said_of_unknown_names() -> None:
    assert wrong_kind("top_k", 1.5) == "Must be a whole number, such as 40, not a number."
    assert wrong_kind("temperature", True) == "Must be a number, such as 0.7, not true or false."
    assert wrong_kind("temperature", 1) == ""
    assert wrong_kind("mirostat_of_ours", "yes") == ""


def test_what_a_model_does_not_take_is_named_only_where_something_is_known() -> None:
    params = {"temperature": 1, "top_p": 1, "provider": {}}
    assert unsupported(params, ["top_p"]) == ("temperature",)
    assert unsupported(params, []) == ()

"""Whether the columns of a comparison are asked the same."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.comparability import AskedColumn, Comparability, comparability
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from tests.chat.compared import STAMP

IDS = count()


def said(text: str, role: Role = Role.USER, comparison: str | None = None) -> Message:
    facts = AnswerFacts(comparison=comparison) if role is Role.ASSISTANT else None
    return Message(f"m{next(IDS)}", "c", None, role, text, STAMP, facts=facts)


def answered(text: str, comparison: str | None = None) -> Message:
    return said(text, Role.ASSISTANT, comparison)


def column(name: str, path: Sequence[Message] = (), system: str = "", **params: Any) -> AskedColumn:
    return AskedColumn(name, Preset(name, f"model-{name}", system=system, params=params), tuple(path))


def whats(found: Comparability) -> list[str]:
    return [difference.what for difference in found.differences]


def test_other_models_are_what_is_compared() -> None:
    found = comparability("k", [column("fast"), column("deep")])
    assert found.same
    assert found.sentence == ""


def test_what_differs_is_named_with_the_values_of_parameters() -> None:
    found = comparability(
        "k", [column("fast", system="Be brief.", temperature=0.2, top_p=1), column("deep", top_p=1.0)]
    )
    assert found.sentence == "fast and deep differ in: system prompt, temperature (0.2, unset)"


def test_headers_that_differ_are_said_without_their_values() -> None:
    marked = column("deep")
    marked = replace(marked, preset=replace(marked.preset, headers={"X-Team": "lab"}))
    found = comparability("k", [column("fast"), marked])
    assert found.sentence == "fast and deep differ in: headers"
    assert (found.in_settings, found.in_headers, found.in_history) == (True, True, False)


def test_a_parameter_sent_as_null_is_not_one_that_is_left_out() -> None:
    assert not comparability("k", [column("fast", stop=None), column("deep")]).same
    assert not comparability("k", [column("fast", think=1), column("deep", think=True)]).same


def test_many_columns_are_counted_and_each_value_is_said_once() -> None:
    columns = [column(f"p{number}", seed=number % 2) for number in range(8)]
    assert comparability("k", columns).sentence == "The 8 columns differ in: seed (0, 1)"
    three = [column("fast", seed=1), column("deep", seed=1), column("chat", seed=2)]
    assert comparability("k", three).sentence == "fast, deep and chat differ in: seed (1, 1, 2)"


def test_the_answers_of_the_comparison_do_not_count() -> None:
    base, first, second = [said("hello"), answered("hi")], said("7×8"), said("×2")
    paths = [[*base, first, answered(text, "k"), second, answered(text * 2, "k")] for text in ("56", "55")]
    assert comparability("k", [column("fast", paths[0]), column("deep", paths[1])]).same


def test_the_answers_of_another_comparison_do() -> None:
    first = said("7×8")
    paths = [[first, answered(text, "older")] for text in ("56", "55")]
    assert whats(comparability("k", [column("fast", paths[0]), column("deep", paths[1])])) == ["history"]


def test_a_column_that_was_out_for_a_round_differs() -> None:
    first, second = said("7×8"), said("×2")
    there = [first, answered("56", "k"), second, answered("112", "k")]
    assert whats(comparability("k", [column("fast", there), column("deep", [*there[:1], answered("55", "k")])])) == [
        "prompts of the rounds"
    ]


def test_conversations_of_their_own_are_compared_by_what_was_said() -> None:
    one, two = ([said("hello"), answered("hi"), said("7×8"), answered("56", "k")] for _ in "ab")
    assert comparability("k", [column("fast", one), column("deep", two)]).same
    other = [said("hello"), answered("good day"), *two[2:]]
    assert whats(comparability("k", [column("fast", one), column("deep", other)])) == ["history"]


def test_the_same_words_by_somebody_else_are_something_else() -> None:
    assert not comparability("k", [column("fast", [said("hi")]), column("deep", [answered("hi")])]).same


def test_an_answer_that_grows_is_one_and_the_same() -> None:
    grown = answered("hi")
    later = replace(grown, text="hi there")
    assert comparability("k", [column("fast", [grown]), column("deep", [later])]).same


def test_what_comes_from_outside_is_cleaned_and_cut() -> None:
    sentence = comparability("k", [column("fa\x1bst", stop="\x1b]0;" + "x" * 99), column("deep")]).sentence
    assert "\x1b" not in sentence
    assert len(sentence) < 80


def test_no_column_differs_from_nothing() -> None:
    assert comparability("k", []).same
    assert comparability("k", [column("fast", [said("hi")], system="Be brief.")]).same


MESSAGES = [said("a"), said("b"), answered("c"), answered("d"), answered("e", "k")]
PATHS = st.lists(st.lists(st.sampled_from(MESSAGES), max_size=6), min_size=1, max_size=4)


@given(PATHS)
def test_histories_differ_exactly_where_somebody_said_something_else(paths: list[list[Message]]) -> None:
    counted = {tuple((m.role, m.text) for m in path if m.facts is None or m.facts.comparison != "k") for path in paths}
    columns = [column(f"p{number}", path) for number, path in enumerate(paths)]
    differs = len(counted) > 1
    assert comparability("k", columns).same != differs

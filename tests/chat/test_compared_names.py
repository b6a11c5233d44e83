"""Who is to be compared, as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.compared_names import LEAST, MOST, BadNames, check_count, read_compared
from aishtui.chat.presets import Preset

PRESETS = {name: Preset(name, f"model of {name}") for name in ("fast", "deep", "cloud", "two words", "odd*2")}
SERVED = ("llama-3.1-8b-instruct", "anthropic/claude-sonnet-4.6")


def names(text: str) -> list[str]:
    return [preset.name for preset in read_compared(text, PRESETS, SERVED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fast,deep,cloud", ["fast", "deep", "cloud"]),
        ("fast deep", ["fast", "deep"]),
        (" fast , deep  cloud, ", ["fast", "deep", "cloud"]),
        ("fast,fast", ["fast", "fast"]),
        ("fast*3,deep", ["fast", "fast", "fast", "deep"]),
        ("fast, two words", ["fast", "two words"]),
        ("two words*2", ["two words", "two words"]),
        ("odd*2", ["odd*2"]),
        ("odd*2*2", ["odd*2", "odd*2"]),
        ("fast*0,deep", ["deep"]),
        ("", []),
        (",,", []),
    ],
)
def test_commas_and_blanks_separate_and_a_star_multiplies(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_served_model_is_taken_with_nothing_else_set() -> None:
    assert read_compared("fast,llama-3.1-8b-instruct", PRESETS, SERVED)[1] == Preset.of_model("llama-3.1-8b-instruct")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fast,fsat", "There is no preset or served model “fsat”. Did you mean fast?"),
        ("fsat,deep,clud,fsat", "“fsat”. Did you mean fast? There is no preset or served model “clud”."),
        ("fast,claude-sonnet", "Did you mean anthropic/claude-sonnet-4.6?"),
        ("xyzzy*2", "“xyzzy”. There are fast, deep, cloud, two words, odd*2."),
        ("fast,\x1b[31m", "There is no preset or served model “"),
    ],
)
def test_an_unknown_one_is_answered_with_the_nearest(text: str, words: str) -> None:
    with pytest.raises(BadNames) as failed:
        names(text)
    assert words in str(failed.value)
    assert "\x1b" not in str(failed.value)


@pytest.mark.parametrize(("count", "beside"), [(0, 0), (1, 0), (9, 0), (1, 8)])
def test_too_few_and_too_many_are_refused(count: int, beside: int) -> None:
    with pytest.raises(BadNames):
        check_count(count, beside)


@pytest.mark.parametrize(("count", "beside"), [(LEAST, 0), (MOST, 0), (1, MOST - 1)])
def test_what_fits_is_not(count: int, beside: int) -> None:
    check_count(count, beside)


def test_an_absurd_number_costs_nothing_and_is_too_many() -> None:
    with pytest.raises(BadNames):
        check_count(len(read_compared("fast*9999", PRESETS)))


@given(st.lists(st.sampled_from(["fast", "deep", "cloud", *SERVED]), max_size=8), st.sampled_from([",", " ", ", "]))
def test_what_was_joined_is_read_back(wanted: list[str], between: str) -> None:
    assert names(between.join(wanted)) == wanted

"""Names found by some of their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.folding import folded
from aishtui.chat.fuzzy import Finder, typed_letters

NAMES = (
    "anthropic/claude-opus-4.7", "anthropic/claude-sonnet-4.6", "openai/gpt-5", "openai/gpt-5-mini",
    "qwen2.5-coder-1.5b", "llama-3.1-8b-instruct", "mistral-nemo-12b-instruct", "cloud",
)  # fmt: skip


def found(typed: str, names: tuple[str, ...] = NAMES, also: tuple[str, ...] = ()) -> list[str]:
    return [names[place] for place in Finder(names, also).find(typed)]


def test_with_nothing_typed_all_stand_in_their_order() -> None:
    assert found("") == found("  ") == list(NAMES)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cloud", "cloud"),
        ("claude", "anthropic/claude-opus-4.7"),
        ("clop", "anthropic/claude-opus-4.7"),
        ("cs4", "anthropic/claude-sonnet-4.6"),
        ("gpt mini", "openai/gpt-5-mini"),
        ("mini gpt", "openai/gpt-5-mini"),
        ("GPT5", "openai/gpt-5"),
        ("nemo", "mistral-nemo-12b-instruct"),
        ("8bi", "llama-3.1-8b-instruct"),
    ],
)
def test_a_few_letters_find_it(typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_whole_names_come_before_beginnings_words_initials_insides_and_what_is_scattered() -> None:
    names = ("xoxpxexnx", "reopened", "over/plain/eager/notes", "re-open", "opener", "open")
    assert found("open", names) == ["open", "opener", "re-open", "over/plain/eager/notes", "reopened", "xoxpxexnx"]


def test_of_equals_the_shorter_and_then_the_earlier_comes_first() -> None:
    assert found("ab", ("ab-long", "ab-xy", "ab-yx")) == ["ab-xy", "ab-yx", "ab-long"]


def test_all_words_have_to_fit_and_letters_stand_in_their_order() -> None:
    assert found("gpt llama") == []
    assert found("duolc") == []


def test_further_words_count_less_than_the_name_and_single_letters_only_begin_them() -> None:
    names, also = ("first", "snap", "other"), ("snappy questions", "", "with z in puzzle")
    assert found("snap", names, also) == ["snap", "first"]
    assert found("uestion", names, also) == ["first"]
    assert found("z", names, also) == ["other"]
    assert found("zz", names, also) == []


def test_what_is_liked_comes_first_among_equals_only() -> None:
    finder = Finder(("ab-one", "ab-two", "xxab"), liked=(0.0, 30.0, 50.0))
    assert finder.find("ab") == [1, 0, 2]


def test_case_and_accents_do_not_count() -> None:
    assert found("uber", ("Über alles",)) == ["Über alles"]
    assert found("ÜBER", ("uber",)) == ["uber"]


@given(st.lists(st.text("abc-/ .é", max_size=12), max_size=12), st.text("abc-é ", min_size=1, max_size=6))
def test_typing_on_finds_what_looking_anew_finds(names: list[str], typed: str) -> None:
    finder = Finder(names)
    for end in range(1, len(typed) + 1):
        assert finder.find(typed[:end]) == Finder(names).find(typed[:end])


@given(st.text(max_size=20), st.text("aAbÉ- é", max_size=5))
def test_the_marked_letters_are_those_that_were_typed(name: str, typed: str) -> None:
    if Finder([name]).find(typed) and typed.strip():
        marked = typed_letters(typed, name)
        assert all(0 <= place < len(name) for place in marked)
        shown = folded("".join(name[place] for place in sorted(marked)))
        assert {letter for letter in folded(typed) if not letter.isspace()} <= set(shown)


def test_marks_stand_where_the_eye_looks() -> None:
    def marked(typed: str, name: str) -> str:
        places = typed_letters(typed, name)
        return "".join(letter.upper() if at in places else letter for at, letter in enumerate(name))

    assert marked("clop", "anthropic/claude-opus") == "anthropic/CLaude-OPus"
    assert marked("cs", "anthropic/claude-sonnet") == "anthropic/Claude-Sonnet"
    assert marked("open", "reopen open") == "reopen OPEN"
    assert marked("xyz", "cloud") == "cloud"


def test_no_name_takes_long() -> None:
    """Each letter is looked for once, however often what follows it is missing."""
    assert found("aaaaaaaaaaaaaaaaaaab", ("a-" * 5_000,)) == []

"""What is typed to search, as the index and LIKE understand it, and where it stands in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.folding import folded
from aishtui.store.words import Words, excerpt


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("borrow", '"borrow"*'),
        ("borrow checker", '"borrow" AND "checker"*'),
        ('"borrow checker"', '"borrow checker"'),
        ('"borrow chec', '"borrow chec"*'),
        ('x "a  b" c', '"x" AND "a b" AND "c"*'),
        ("snake_case", '"snake_case"*'),
        ('it"s', '"it""s"*'),
        ("NOT AND OR", '"NOT" AND "AND" AND "OR"*'),
        ("a->b", '"a->b"*'),
        ("->", None),
        ("fn ->", None),
        ("日本", None),
    ],
)
def test_words_become_a_query_that_the_index_takes_literally(typed: str, query: str | None) -> None:
    assert Words.of(typed).for_index == query


def test_nothing_is_no_search() -> None:
    assert not Words.of("")
    assert not Words.of('  "" ')


def test_signs_of_like_stand_for_themselves() -> None:
    assert Words.of(r"100% a_b c\d").for_like == (r"%100\%%", r"%a\_b%", r"%c\\d%")


@pytest.mark.parametrize(
    ("typed", "patterns"),
    [
        ("C++", ("%C++%",)),
        ("c# rsync --delete", ("%c#%", "%--delete%")),
        (".bashrc", ("%.bashrc%",)),
        ("50%", (r"%50\%%",)),
        ("why? (really) mem* foo-bar a.b end. \u201cso\u201d", ()),
    ],
)
def test_signs_at_the_ends_of_a_word_have_to_be_there_and_punctuation_has_not(
    typed: str, patterns: tuple[str, ...]
) -> None:
    assert Words.of(typed).with_signs == patterns


def test_an_excerpt_is_one_line_around_the_first_hit() -> None:
    text = "x " * 200 + "the borrow\n\n  checker complains" + " y" * 300
    piece, marks = excerpt(text, Words.of("borrow checker"))
    assert piece.startswith("… x x")
    assert piece.endswith("y …")
    assert [piece[start:end] for start, end in marks] == ["borrow", "checker"]
    assert "\n" not in piece


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("uber", "Über alles", ["Über"]),
        ("über", "uber alles", ["uber"]),
        ("cafe", "le cafe\u0301 noir", ["cafe\u0301"]),
        ("rust", "Rust, trust, rusty", ["Rust", "rust"]),
        ("rust x", "Rust, trust, rusty x", ["Rust", "x"]),
        ('"a b"', "a-b a  b ab", ["a-b", "a b"]),
        ("->", "fn a() -> b", ["->"]),
        ("c++", "C, then C++", ["C++"]),
        ("run --delete", "delete: run --delete", ["run", "--delete"]),
        ("本", "日本語", ["本"]),
    ],
)
def test_what_the_index_finds_is_marked(typed: str, text: str, marked: list[str]) -> None:
    piece, marks = excerpt(text, Words.of(typed))
    assert [piece[start:end] for start, end in marks] == marked


@given(st.text(max_size=40), st.text(max_size=400))
def test_any_words_in_any_text_give_marks_within_the_excerpt(typed: str, text: str) -> None:
    piece, marks = excerpt(text, Words.of(typed))
    assert all(0 <= start < end <= len(piece) for start, end in marks)
    assert len(piece) < 300


def test_case_and_accents_fold_away() -> None:
    assert folded("ÜBER") == folded("uber") == "uber"

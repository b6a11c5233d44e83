"""Markdown as text without its marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.pane.bounded import LONGEST_TEXT
from aishtui.pane.plain_text import plain_text


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("# A *heading*", "A heading"),
        ("**bold** and _em_ and `code` and ~~gone~~", "bold and em and code and gone"),
        ("[words](http://x.de/a) and <http://y.de>", "words (http://x.de/a) and http://y.de"),
        ("[http://x.de](http://x.de)", "http://x.de"),
        ("[**strong** words](http://x.de)", "strong words (http://x.de)"),
        ("[ref]\n\n[ref]: http://x.de", "ref (http://x.de)"),
        ("![a cat](cat.png)", "a cat (cat.png)"),
        ("one\ntwo  \nthree\n\nfour", "one\ntwo\nthree\n\nfour"),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n- b\n\n  more", "- a\n\n- b\n\n  more"),
        ("- [x] done", "- [x] done"),
        ("> quote\n> > inner", "> quote\n>\n> > inner"),
        ("a\n\n***\n\nb", "a\n\n---\n\nb"),
        ("```py\nx = 1\n\ty\n```", "x = 1\n\ty"),
        ("- a\n  ```\n    x\n  ```", "- a\n    x"),
        ("a &amp; b \\* c", "a & b * c"),
        ("a<br>b", "a\nb"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(source: str, plain: str) -> None:
    assert plain_text(source) == plain


def test_a_table_stands_in_columns() -> None:
    source = "| Kind | Notes |\n|---|:-:|\n| `&T` | shared |\n| 漢字 | **wide** |\n"
    assert plain_text(source) == "Kind  Notes\n----  ------\n&T    shared\n漢字  wide"


def test_a_wide_cell_does_not_widen_all_others() -> None:
    source = f"| a | b |\n|---|---|\n| {'x' * 500} | y |\n| z | w |\n"
    assert max(map(len, plain_text(source).split("\n")[3:])) < 60


def test_what_is_nested_too_deeply_stays_as_it_was_written() -> None:
    source = "*a*\n\n" + "> " * 100 + "deep\n\n*b*"
    assert plain_text(source) == "a\n\n" + "> " * 100 + "deep\n\nb"


def test_long_lines_are_not_wrapped() -> None:
    line = "word " * 2000
    assert plain_text(line) == line.strip()


def test_what_is_too_long_for_markdown_is_there_all_the_same() -> None:
    source = "**a** b\n" * (LONGEST_TEXT // 4)
    plain = plain_text(source)
    assert plain.startswith("a b\na b\n")
    assert plain.endswith("**a** b\n")
    assert plain.count("b") == source.count("b")


@given(st.text('*_`[]()<>#-|~!1. \n\tabc:"&\\$^', max_size=80))
def test_any_text_gives_some_and_no_letter_of_it_is_lost_from_plain_words(source: str) -> None:
    plain_text(source)
    assert plain_text(f"first\n\n{source}").startswith("first")


@given(st.lists(st.text("abc ", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_plain_paragraphs_come_through_unchanged(paragraphs: list[str]) -> None:
    source = "\n\n".join(paragraphs)
    assert plain_text(source) == source

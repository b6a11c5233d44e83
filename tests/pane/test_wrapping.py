"""Wrapping: nothing wider than asked for, nothing lost, and a copy gives back what was wrapped."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.chat.clean import clean_text
from aishtui.pane.lines import PLAIN, Look, Span, copied_text
from aishtui.pane.plain import plain_lines
from aishtui.pane.wrapping import cells, expand_tabs, span_cells, wrap

BOLD = Look(("strong",))
texts = st.text(st.sampled_from("ab ,.-漢字é\u0301👩\u200d💻🇩🇪\u00a0"), max_size=200)


@settings(max_examples=300, deadline=None)
@given(texts, st.integers(4, 60))
def test_wrapped_lines_fit(text, width):
    for line in wrap([Span(text)], width, PLAIN):
        assert span_cells(line.spans) <= width


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(texts, st.sampled_from([PLAIN, BOLD])), max_size=6), st.integers(4, 60))
def test_a_copy_of_wrapped_text_is_the_text(pieces, width):
    spans = [Span(text, look) for text, look in pieces]
    copied = "".join(copied_text(line) + line.end for line in wrap(spans, width, PLAIN))
    assert copied == "".join(text for text, _ in pieces) + "\n"


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab \t\n漢"), max_size=200), st.integers(4, 1000))
def test_a_copy_of_plain_lines_is_the_source_with_its_tabs(text, width):
    copied = "".join(copied_text(line) + line.end for line in plain_lines(clean_text(text), width))
    if width > 900:
        assert copied == text + "\n"
    # A line that is wrapped within a tab copies the spaces it was drawn as.
    assert re.sub(r"[ \t]+", " ", copied) == re.sub(r"[ \t]+", " ", text + "\n")


def test_words_stay_whole_across_looks():
    lines = list(wrap([Span("see the "), Span("bold", BOLD), Span("-ish word")], 12, PLAIN))
    assert [line.text for line in lines] == ["see the", "bold-ish", "word"]


def test_a_word_longer_than_the_line_is_cut_and_copied_whole():
    lines = list(wrap([Span("x" * 25)], 10, PLAIN))
    assert [line.text for line in lines] == ["x" * 10, "x" * 10, "x" * 5]
    assert [line.end for line in lines] == ["", "", "\n"]


def test_wide_characters_are_never_cut_in_half():
    lines = list(wrap([Span("漢字漢字漢")], 5, PLAIN))
    assert [line.text for line in lines] == ["漢字", "漢字", "漢"]


def test_tabs_reach_the_next_column_of_four():
    assert "".join(span.text for span in expand_tabs("a\tbc\td", PLAIN)) == "a   bc  d"
    assert cells("".join(span.text for span in expand_tabs("漢\tx", PLAIN))) == 5


def test_part_of_a_line_copies_without_its_gutter():
    (line,) = wrap([Span("│ ", PLAIN, ""), Span("some text")], 40, PLAIN)
    assert copied_text(line, 0, 6) == "some"
    assert copied_text(line, 4) == "me text"

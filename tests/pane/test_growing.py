"""Growing Markdown: the same lines whatever the pieces, and what was frozen stays."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.pane.lines import Line
from aishtui.pane.markdown import MarkdownRenderer
from aishtui.pane.plain import PlainRenderer
from aishtui.pane.wrapping import span_cells
from tests.pane.documents import PIECES, chunked, sources, widths

MARKDOWN = MarkdownRenderer()
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def grown(pieces: list[str], width: int) -> list[Line]:
    growing = MARKDOWN.growing(width)
    for piece in pieces:
        growing.feed(piece)
        growing.advance()
    growing.finish()
    return growing.lines


@settings(max_examples=400, deadline=None)
@given(chunked(), widths)
def test_any_chunking_gives_the_lines_of_one_go(document, width):
    source, pieces = document
    assert grown(pieces, width) == MARKDOWN.body(source, width)


@settings(max_examples=200, deadline=None)
@given(chunked(), widths)
def test_lines_before_the_first_change_stay(document, width):
    growing = MARKDOWN.growing(width)
    for piece in document[1]:
        before = list(growing.lines)
        growing.feed(piece)
        first = growing.advance()
        assert growing.lines[:first] == before[:first]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([p for p in PIECES if "]" not in p]), max_size=30).map("".join), widths)
def test_what_has_grown_needs_no_repair_at_the_end(source, width):
    source = source.replace("\r", "") + "\n\nlast words"
    growing = MARKDOWN.growing(width)
    for character in source:
        growing.feed(character)
        growing.advance()
    seen = [line.text for line in growing.lines]
    growing.finish()
    assert seen == [line.text for line in growing.lines]


@settings(max_examples=300, deadline=None)
@given(sources | st.text(max_size=300), widths)
def test_lines_fit_and_hold_no_control_characters(source, width):
    for lines in (MARKDOWN.body(source, width), PlainRenderer().body(source, width)):
        for line in lines:
            assert span_cells(line.spans) <= width
            for text, look, _ in line.spans:
                assert not _FORBIDDEN.search(text)
                assert not _FORBIDDEN.search(look.href)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["one", "two ", "three, ", "\n", "\n\n", "漢字", "- ", "# ", "> "]), max_size=60).map(
        "".join
    ),
    widths,
)
def test_no_word_is_lost(source, width):
    shown = "".join(line.text for line in MARKDOWN.body(source, width))
    letters = re.sub(r"[^a-z漢字]", "", source)
    assert re.sub(r"[^a-z漢字]", "", shown) == letters

"""Growing Markdown: the same lines whatever the pieces, and what was frozen stays."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.pane.bounded import BoundedMarkdown
from aishtui.pane.growing import Bounds
from aishtui.pane.lines import Line
from aishtui.pane.markdown import MarkdownRenderer
from aishtui.pane.parsing import Parser
from aishtui.pane.plain import PlainRenderer
from aishtui.pane.wrapping import span_cells
from tests.pane.documents import FAMILIES, PIECES, chunked, sources, widths

MARKDOWN = MarkdownRenderer()
PARSER = Parser()
# As shipped, and such that each block goes on in its own way as soon as it is open.
BOUNDS = (Bounds(), Bounds(prose=0, other=0), Bounds(prose=20, other=60), Bounds(prose=0, other=10_000))
bounds = st.sampled_from(BOUNDS)
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def grown(pieces: list[str], width: int, bounds: Bounds) -> list[Line]:
    growing = BoundedMarkdown(PARSER, width, bounds)
    for piece in pieces:
        growing.feed(piece)
        growing.advance()
    growing.finish()
    return growing.lines


@settings(max_examples=400, deadline=None)
@given(chunked(), widths, bounds)
def test_any_chunking_gives_the_lines_of_one_go(document, width, bounds):
    source, pieces = document
    assert grown(pieces, width, bounds) == MARKDOWN.body(source, width)


def test_thousands_of_random_documents_grow_into_the_lines_of_one_go():
    chosen = random.Random(20261123)
    for _ in range(2_000):
        family = chosen.choice(FAMILIES)
        pieces = [chosen.choice(family) for _ in range(chosen.randint(1, 30))]
        width, bounds = chosen.choice([24, 60, 100]), chosen.choice(BOUNDS)
        assert grown(pieces, width, bounds) == MARKDOWN.body("".join(pieces), width), (pieces, width, bounds)


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("bounds", BOUNDS)
@pytest.mark.parametrize(
    "source",
    [
        "\n*",
        "-\n\t",
        "[a]: b\n\n[^n]",
        "2. two\n    deep\n2. two\n\n2. two\n",
        "\n  2. two\n\n1. one",
        "words\n\n\nmore\n \n",
        "> [^n]: a\n\n    b\n",
        "text[^n]\n> [^n]: a\n\n    b\n",
        "| a | b |\n|---|---|\n| c |\n\n\n",
        "text\n| a | b |\n|---|---|\n| c |\n",
        "- a\n\n  b\nc\n- d",
        "> a\n\n> b\nlazy\n",
        "1. a\n   ```\n   x\n2. b\n",
        "```\n" + "x" * 1_200 + "\n```\n" + "y" * 1_200,
    ],
)
def test_what_once_grew_otherwise_grows_into_the_lines_of_one_go(source, bounds, size):
    pieces = [source[at : at + size] for at in range(0, len(source), size)]
    assert grown(pieces, 60, bounds) == MARKDOWN.body(source, 60)


@settings(max_examples=200, deadline=None)
@given(chunked(), widths, bounds)
def test_lines_before_the_first_change_stay(document, width, bounds):
    growing = BoundedMarkdown(PARSER, width, bounds)
    for piece in document[1]:
        before = list(growing.lines)
        growing.feed(piece)
        first = growing.advance()
        assert growing.lines[:first] == before[:first]
        assert all(span_cells(line.spans) <= width for line in growing.lines)
    before = list(growing.lines)
    first = growing.finish()
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

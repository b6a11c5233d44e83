"""Texts made to break a renderer: shown in bounded memory and time, as text where Markdown makes no sense of them.

Time is not measured here: what a parser is given to read is counted, and the lines that are made.
"""

import pytest

from aishtui.chat.clean import clean_text
from aishtui.pane.bounded import LONGEST_TEXT, MOST_ROWS, BoundedMarkdown, at_once
from aishtui.pane.code_blocks import code_blocks
from aishtui.pane.markdown import MarkdownRenderer
from aishtui.pane.parsing import Parser
from aishtui.pane.wrapping import span_cells
from tests.pane.counting import CountingParser

MARKDOWN = MarkdownRenderer()
MB = 1_000_000


def much(unit: str) -> object:
    """A megabyte, or rows up to where they are plain text anyway."""
    size = 1.1 * LONGEST_TEXT if "\n" in unit else MB
    return pytest.param(unit * (int(size) // len(unit)), id=f"much of {unit!r}")


HOSTILE = [
    pytest.param("x" * 5 * MB, id="a line of five megabytes"),
    pytest.param("word " * MB, id="a line of a million words"),
    pytest.param(">" * 10_000 + " deep", id="ten thousand nested quotes"),
    pytest.param("> " * 10_000 + " deep", id="ten thousand nested quotes apart"),
    pytest.param("- " * 10_000 + "x", id="ten thousand nested lists"),
    pytest.param("1. " * 10_000 + "x", id="ten thousand nested numbers"),
    pytest.param("\n".join("  " * n + "- x" for n in range(400)), id="a staircase of lists"),
    *map(much, ("[", "*", "_", "`", "<", "|", "![", "[a](", "*a **b ", "](", "\\", "&", "[^1]", "$", "~", "<a ")),
    *map(much, ("[\n\n", "# a\n", "> a\n\n", "```\na\n", "|a|\n|-|\n\n", "[a]: b\n\n[a]\n\n", "\t")),
    pytest.param("👩\u200d💻" * 50_000, id="joined emoji"),
    pytest.param("e" + "\u0301" * 100_000, id="combining marks"),
    pytest.param("\u200d" * 10_000 + "漢" * 10_000, id="joiners and wide characters"),
    pytest.param("```json\n" + "{" * 200_000, id="an open fence with a long line"),
    pytest.param("|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + ("|" + "c|" * 200 + "\n") * 200, id="a wide table"),
    pytest.param("\x1b[2J\x9b31m\x07\x00" * 10_000, id="escape sequences"),
    pytest.param("[/][bold]" * 10_000, id="rich markup"),
    pytest.param("مرحبا \u202eabc\u2066" * 5_000, id="right to left"),
    pytest.param("\ud83d \ude00 x\ud83d" * 10_000, id="halves of emoji"),
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_is_shown_and_read_a_few_times_at_most(source):
    parser = CountingParser()
    lines = at_once(parser, clean_text(source), 60)
    assert lines
    assert parser.read <= 2.2 * min(len(source), 1.1 * LONGEST_TEXT)
    assert all(span_cells(line.spans) <= 60 for line in lines[:: max(1, len(lines) // 2_000)])


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_may_come_in_pieces(source):
    beginning = source[:20_000]
    parser = CountingParser()
    growing = BoundedMarkdown(parser, 60)
    for at in range(0, len(beginning), 400):
        growing.feed(beginning[at : at + 400])
        growing.advance()
    growing.finish()
    assert growing.lines == MARKDOWN.body(beginning, 60)
    assert parser.read < 40 * len(beginning)


def test_deeply_nested_text_is_not_lost():
    assert "deep" in "".join(line.text for line in MARKDOWN.body(">" * 10_000 + " deep", 60))
    assert "bottom" in "".join(line.text for line in MARKDOWN.body("- " * 300 + "bottom", 60))


def test_a_table_of_two_hundred_columns_and_two_thousand_rows_grows_at_a_constant_cost():
    parser = CountingParser()
    growing = BoundedMarkdown(parser, 100)
    growing.feed("|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n")
    row, reads = "|" + "c|" * 200 + "\n", []
    for _ in range(2_000):
        before = parser.read
        growing.feed(row)
        growing.advance()
        reads.append(parser.read - before)
    assert sum(reads) < 30 * len(row) * 2_000
    assert sorted(reads)[len(reads) // 2] < 4 * len(row)
    assert sum(line.text.count("c") for line in growing.lines) >= 400_000


def test_what_is_beyond_the_limit_is_plain_text_wherever_it_is_cut():
    source = "word " * 60 + "*end*\n\n"
    source = source * (LONGEST_TEXT // len(source) + 20) + "*the end*\n"
    whole = MARKDOWN.body(source, 100)
    assert "end" in [line.text for line in whole[:6]]
    assert whole[-1].text == "*the end*"
    for size in (4_999, LONGEST_TEXT):
        growing = BoundedMarkdown(Parser(), 100)
        for at in range(0, len(source), size):
            before = list(growing.lines)
            growing.feed(source[at : at + size])
            first = growing.advance()
            assert growing.lines[:first] == before[:first]
        growing.finish()
        assert growing.lines == whole


def test_more_rows_than_anybody_reads_are_plain_text_too():
    """A hundred thousand list items."""
    parser = CountingParser()
    shown = [line.text for line in at_once(parser, "- *a*\n" * 100_000, 80)]
    assert shown[MOST_ROWS - 1 : MOST_ROWS + 1] == ["• a", "- *a*"]
    assert len(shown) == 100_000
    assert parser.read < 2 * 6 * MOST_ROWS


def test_code_is_numbered_where_it_is_shown_as_code():
    fence = "```\ncode\n```\n"
    assert len(code_blocks(fence + "x\n" * MOST_ROWS + fence)) == 1


def test_markdown_never_sees_more_than_the_limit_of_a_single_line():
    parser = CountingParser()
    growing = BoundedMarkdown(parser, 80)
    for _ in range(400):
        growing.feed("x" * 5_000)
        growing.advance()
    growing.finish()
    assert sum(len(line.text) for line in growing.lines) == 2 * MB
    assert parser.read < 12 * LONGEST_TEXT

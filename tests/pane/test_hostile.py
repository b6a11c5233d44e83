"""Texts made to break a renderer: shown in bounded memory and time, as text where Markdown makes no sense of them."""

import pytest

from aishtui.pane.markdown import MarkdownRenderer
from aishtui.pane.wrapping import span_cells

MARKDOWN = MarkdownRenderer()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x" * 5_000_000, id="a line of five megabytes"),
        pytest.param(">" * 10_000 + " deep", id="ten thousand nested quotes"),
        pytest.param("- " * 3_000 + "x", id="three thousand nested lists"),
        pytest.param("\n".join("  " * n + "- x" for n in range(200)), id="a staircase of lists"),
        pytest.param("[" * 8_000, id="brackets"),
        pytest.param("![" * 3_000, id="images"),
        pytest.param("*a **b " * 2_000, id="stars"),
        pytest.param("`" * 1_000 + " " + "``" * 500, id="backticks"),
        pytest.param("<a " * 5_000, id="tags"),
        pytest.param("👩\u200d💻" * 2_000, id="joined emoji"),
        pytest.param("e" + "\u0301" * 5_000, id="combining marks"),
        pytest.param("```json\n" + "{" * 20_000, id="an open fence with a long line"),
        pytest.param("| a |\n" + "|-|\n" + "| b |\n" * 500, id="a long table"),
        pytest.param("\x1b[2J\x9b31m\x07\x00" * 1_000, id="escape sequences"),
        pytest.param("[/][bold]" * 2_000, id="rich markup"),
        pytest.param("مرحبا \u202eabc\u2066" * 500, id="right to left"),
    ],
)
def test_hostile_text_is_shown(source):
    lines = MARKDOWN.body(source, 60)
    assert lines
    assert all(span_cells(line.spans) <= 60 for line in lines)
    growing = MARKDOWN.growing(60)
    growing.feed(source[:50_000])
    growing.advance()
    growing.finish()
    assert growing.lines == MARKDOWN.body(source[:50_000], 60)


def test_deeply_nested_text_is_not_lost():
    assert "deep" in "".join(line.text for line in MARKDOWN.body(">" * 10_000 + " deep", 60))
    assert "bottom" in "".join(line.text for line in MARKDOWN.body("- " * 300 + "bottom", 60))

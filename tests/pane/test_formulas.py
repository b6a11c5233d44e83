"""Formulas stay the text they are, stars, underscores and backslashes too."""

import pytest

from aishtui.pane.markdown import MarkdownRenderer

MARKDOWN = MarkdownRenderer()


def text(source: str) -> list[str]:
    return [line.text.rstrip() for line in MARKDOWN.body(source, 60)]


@pytest.mark.parametrize(
    "source",
    [
        "$a_1*b*c$ and $_x_$",
        r"\(a_1 *b* \frac{1}{2}\) ok",
        r"\[ x_1 *y* \]",
        r"\(\[\)",
        "$$a*b*c$$ inline",
        r"$\alpha\_*x*$",
        "$x$",
    ],
)
def test_formulas_in_a_line_stay_as_written(source):
    assert text(source) == [source]


@pytest.mark.parametrize(
    "rows",
    [
        ["$$", "a &= b \\\\", "- c", "= d", "# e", "$$"],
        [r"\[", "> x_1 *y*", "| a | b |", "|---|---|", r"\]"],
        ["$$x", "*y*$$"],
        ["$$x*y*z$$"],
    ],
)
def test_formulas_of_their_own_stay_as_written(rows):
    assert text("\n".join(["Before:", *rows, "after *it*"])) == ["Before:", "", *rows, "", "after it"]


def test_a_formula_that_is_not_closed_ends_at_a_blank_line():
    assert text("$$\na*b*c\n\n*text*") == ["$$", "a*b*c", "", "text"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("$5 *and* $10", "$5 and $10"),
        ("from $5 *or* 6$7", "from $5 or 6$7"),
        ("`$x` *a* `$y`", "$x a $y"),
        ("$ *a* $", "$ a $"),
        (r"\[*text*\](target)", "[text](target)"),
        (r"\(*open*", "(open"),
        (r"\$1 *a* \$2", "$1 a $2"),
    ],
)
def test_prices_and_escapes_are_no_formulas(source, shown):
    assert text(source) == [shown]


def test_a_formula_in_a_quote_or_list_stays_within_it():
    assert text("> $$\n> a*b*\n> $$\n") == ["▌ $$", "▌ a*b*", "▌ $$"]
    assert text("- $$\n  a*b*\n  $$\n- c") == ["• $$", "  a*b*", "  $$", "• c"]

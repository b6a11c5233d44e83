"""Random Markdown: pieces that have edges, joined in all ways."""

from itertools import pairwise

from hypothesis import strategies as st

PIECES = (
    "# Title\n",
    "Title\n===\n",
    "word ",
    "two words\n",
    "**bold**",
    "*em",
    "`code`",
    "~~gone~~",
    "\n",
    "\n\n",
    "  \n",
    "- item\n",
    "- [x] task\n",
    "  - nested\n",
    "1. one\n",
    "2. two\n",
    "7) seven\n",
    "* star",
    "*",
    "+ plus\n",
    "> quote\n",
    "> > deep\n",
    "> - in quote\n",
    "```python\n",
    "```\n",
    "````\n",
    "~~~\n",
    "def f(x):\n\treturn 'x'  # 1\n",
    "    indented\n",
    "| a | b |\n",
    "|---|:-:|\n",
    "| 1 | 漢字 |\n",
    "---\n",
    "***\n",
    "<div>\n",
    "</div>\n",
    "<br>",
    "[a](http://b.c)",
    "[a]: http://b.c\n",
    "[a]",
    "[^1]",
    "[^1]: note\n",
    "![alt](x.png)",
    "https://example.org/a_(b).",
    "漢字かな",
    "e\u0301",
    "👩\u200d💻",
    "🇩🇪",
    "\u202eevil",
    "\x1b[31m",
    "\t",
    "\r\n",
    "\r",
    "[/]",
    "[bold]x[/bold]",
    "&amp;",
    "&#x202e;",
    "&Tab;",
    "\\*",
    "$x^2$",
    "a" * 90,
    "{% raw %}",
    "\\",
    "<!-- c\n",
    "-->",
    "1.\n",
    "-\n",
    "#",
    "   ",
    "\u2028",
    "\x00",
    "\ufeff",
    "| long | table |\n|---|--:|\n" + "| cell | 1 |\n" * 14,
    "| x | *y* |\n",
)

# A few pieces that have to do with each other: their edges meet far more often than among all of them.
FAMILIES = (
    PIECES,
    (
        "- item\n",
        "- ",
        "\n",
        "1. one\n",
        "2. two\n",
        "  more\n",
        "   - nested\n",
        "text\n",
        "* star\n",
        "    deep\n",
        "  ",
    ),
    ("```\n", "```py\n", "~~~\n", "````\n", "x = 1\n", "  ", "\n", "- item\n", "text", "`", "> "),
    ("| a | b |\n", "|---|---|\n", "| c |\n", "| c | d |\n" * 13, "\n", "text\n", "- item\n", "|", "a | b\n"),
    ("word ", "**", "*", "`", "[a](b)", "https://e.org/x. ", "漢字", "many more words " * 12, "~~", "\\", "\n", "# "),
)

sources = st.sampled_from(FAMILIES).flatmap(lambda pieces: st.lists(st.sampled_from(pieces), max_size=40).map("".join))
widths = st.integers(min_value=24, max_value=120)


@st.composite
def chunked(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document, and the same document in pieces."""
    source = draw(sources)
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=30)))
    edges = [0, *cuts, len(source)]
    return source, [source[a:b] for a, b in pairwise(edges)]

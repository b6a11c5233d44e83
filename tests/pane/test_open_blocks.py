"""Long blocks that are still open: each frame costs the same however long they are, and shows what they will be."""

import pytest

from aishtui.pane.bounded import BoundedMarkdown
from aishtui.pane.markdown import MarkdownRenderer
from aishtui.pane.parsing import Parser
from aishtui.pane.thinking import Thinking
from tests.pane.counting import CountingParser

MARKDOWN = MarkdownRenderer()
CODE_ROW = "value = compute(x, 42)  # a note\n"
WORDS = "words and more words with **bold** now"

BLOCKS = {
    "fence": ("```python\n", CODE_ROW),
    "fence in an item": ("1. an item:\n\n   ```python\n", f"   {CODE_ROW}"),
    "fence in a quote": ("> ```python\n", f"> {CODE_ROW}"),
    "fence in an item in a quote": ("> - item\n>   ```python\n", f">   {CODE_ROW}"),
    "list": ("", f"- {WORDS}\n"),
    "list within a list": ("- top\n", f"  - {WORDS}\n"),
    "numbers within numbers": ("7. top\n", f"   1. {WORDS}\n"),
    "item": ("- ", f"{WORDS} "),
    "item of paragraphs": ("- top\n", f"\n  {WORDS}\n"),
    "paragraph": ("", f"{WORDS} "),
    "paragraph of lines": ("", f"{WORDS}\n"),
    "quote": ("> hello\n", f"> {WORDS}\n"),
    "quote in a quote": ("> > hello\n", f"> > {WORDS}\n"),
    "table": ("| a | b |\n|---|---|\n", "| some cell | other `cell` |\n"),
    "table of records": ("|" + "a|" * 40 + "\n|" + "-|" * 40 + "\n", "|" + "cc|" * 40 + "\n"),
    "a word": ("", "abcdefgh"),
    "a row of code": ("```js\n", "abc('d')+"),
    "stars": ("", "*a **b "),
    "brackets": ("", "[a]("),
}
# These are laid out as a whole now and then, so a frame may cost more; on average it does not.
NOW_AND_THEN = {
    "HTML": ("<div>\n", "<p>words and more words</p>\n"),
    "code": ("    x\n", f"    {CODE_ROW}"),
    "a lazy quote": ("> hello\n", f"{WORDS}\n"),
    "a footnote": ("[^1]: note\n", f"    {WORDS}\n"),
    "a heading": ("# ", f"{WORDS} "),
}
ALL = {**BLOCKS, **NOW_AND_THEN}


def text_of(kind: str, characters: int) -> str:
    begin, unit = ALL[kind]
    return begin + unit * (characters // len(unit))


def stream(growing: BoundedMarkdown, text: str, parser: CountingParser) -> tuple[int, int, int]:
    """Stream `text` in frames of 13 characters: characters parsed per frame, at most, and lines made at most."""
    most = lines = frames = 0
    begin = parser.read
    for at in range(0, len(text), 13):
        read = parser.read
        growing.feed(text[at : at + 13])
        first = growing.advance()
        most, lines, frames = max(most, parser.read - read), max(lines, len(growing.lines) - first), frames + 1
    return (parser.read - begin) // frames, most, lines


@pytest.mark.parametrize("kind", ALL)
def test_a_frame_costs_the_same_however_long_the_open_block_is(kind):
    parser = CountingParser()
    growing = BoundedMarkdown(parser, 90)
    unit = ALL[kind][1]
    text = text_of(kind, 30_000)
    growing.feed(text[:4_000])
    growing.advance()
    early = stream(growing, text[4_000:8_000], parser)
    growing.feed(text[8_000:26_000])
    growing.advance()
    late = stream(growing, text[26_000:30_000], parser)
    assert late[0] <= early[0] * 1.3 + 4 * len(unit), (early, late)
    assert late[0] < 2_500, late
    if kind in BLOCKS:
        assert late[1] < 6_000, late
        assert late[2] < 120, late


@pytest.mark.parametrize("kind", [kind for kind in BLOCKS if kind not in ("a word", "stars", "brackets")])
def test_what_is_shown_of_an_open_block_is_what_it_will_be(kind):
    text = text_of(kind, 3_000)
    growing = MARKDOWN.growing(90)
    for at in range(0, len(text), 50):
        growing.feed(text[at : at + 50])
        growing.advance()
    whole = MARKDOWN.body(text, 90)
    assert [line.text.rstrip() for line in growing.lines] == [line.text.rstrip() for line in whole]
    assert growing.lines[0] == whole[0]
    growing.finish()
    assert growing.lines == whole


@pytest.mark.parametrize("after", ["\n\nthe end\n\n", "\n- next\n- next\n", "\n```\nx\n"])
@pytest.mark.parametrize("kind", ALL)
def test_what_follows_a_long_block_is_laid_out_for_what_it_is(kind, after):
    text = text_of(kind, 1_800) + after
    growing = MARKDOWN.growing(90)
    growing.feed(text[:1_200])
    growing.advance()
    for at in range(1_200, len(text), 11):
        growing.feed(text[at : at + 11])
        growing.advance()
    growing.finish()
    assert growing.lines == MARKDOWN.body(text, 90)


def test_a_fence_in_an_item_is_coloured_while_it_is_open():
    growing = MARKDOWN.growing(60)
    growing.feed(text_of("fence in an item", 2_000))
    growing.advance()
    looks = {span.look.names for line in growing.lines for span in line.spans}
    assert ("code", "code-comment") in looks
    assert growing.lines[0].text == "1. an item:"
    assert "[1]" in growing.lines[2].text


def test_opened_thinking_costs_what_is_new_in_it():
    thinking = Thinking(80)
    most = 0
    for _ in range(4_000):
        thinking.feed("some thought. ")
        first = thinking.advance()
        most = max(most, len(thinking.lines) - first)
    assert len(thinking.lines) > 500
    assert most < 70


def test_a_paragraph_s_marks_that_were_cut_are_whole_at_its_end():
    text = "**" + "strong words " * 400 + "end**"
    growing = BoundedMarkdown(Parser(), 80)
    for at in range(0, len(text), 30):
        growing.feed(text[at : at + 30])
        growing.advance()
    growing.feed("\n\nend\n\n")
    growing.advance()
    assert growing.lines[0].spans[0].look.names == ("strong",)

"""Footnotes: marks in the text, their words at the end."""

from aishtui.pane.code_blocks import code_blocks
from aishtui.pane.lines import Line, copied_text
from aishtui.pane.markdown import MarkdownRenderer

MARKDOWN = MarkdownRenderer()


def lines(source: str, width: int = 40) -> list[Line]:
    return list(MARKDOWN.body(source, width))


def text(source: str, width: int = 40) -> list[str]:
    return [line.text.rstrip() for line in lines(source, width)]


def test_footnotes_stand_at_the_end_as_a_list():
    source = "One[^1], two[^long].\n\n[^1]: First.\n[^long]: Second.\n\nLast words."
    assert text(source) == ["One[1], two[long].", "", "Last words.", "", "[1] First.", "[long] Second."]


def test_a_footnote_may_hold_blocks_and_wraps_below_its_words():
    source = "x[^1]\n\n[^1]: some words that wrap\n\n    - item\n"
    assert text(source, 22) == ["x[1]", "", "[1] some words that", "    wrap", "", "    • item"]


def test_a_mark_looks_like_one_and_copies_as_it_was_written():
    first, _, note = lines("x[^1]\n\n[^1]: *words*")
    assert [(span.text, span.look.names) for span in first.spans] == [("x", ()), ("[1]", ("footnote",))]
    assert [(span.text, span.look.names) for span in note.spans] == [("[1] ", ("footnote",)), ("words", ("emphasis",))]
    assert (copied_text(first), copied_text(note)) == ("x[^1]", "[^1]: words")


def test_what_is_not_defined_and_what_is_code_stays_text():
    assert text("a[^1] and `[^2]`\n\n[^2]: note") == ["a[^1] and [^2]", "", "[2] note"]
    assert text("[^a-z]+ in [[^1]] and [^x y]: z") == ["[^a-z]+ in [[^1]] and [^x y]: z"]


def test_a_footnote_without_a_mark_is_shown_too():
    assert text("x\n\n[^1]: alone") == ["x", "", "[1] alone"]


def test_links_and_marks_in_footnotes_are_links_and_marks():
    assert text("a[^1]\n\n[^1]: [b](http://f.org)[^2]\n[^2]: c", 60) == ["a[1]", "", "[1] b (http://f.org)[2]", "[2] c"]


def test_while_an_answer_grows_footnotes_stand_where_they_are():
    growing = MARKDOWN.growing(40)
    for piece in ("x[^1]\n\ny\n\n", "[^1]: note\n\nThen[^1] more.\n\nAnd"):
        growing.feed(piece)
        growing.advance()
    assert [line.text for line in growing.lines] == ["x[^1]", "", "y", "", "[1] note", "", "Then[1] more.", "", "And"]
    growing.finish()
    assert [line.text for line in growing.lines] == ["x[1]", "", "y", "", "Then[1] more.", "", "And", "", "[1] note"]


def test_code_in_a_footnote_has_the_number_it_is_shown_with():
    source = "[^1]: note\n\n    ```\n    first\n    ```\n\n```\nsecond\n```\n"
    shown = [line.text for line in lines(source) if "[2]" in line.text or "first" in line.text]
    assert [line.rstrip()[-5:].strip() for line in shown] == ["[2]", "first"]
    assert [block.text for block in code_blocks(source)] == ["second\n", "first\n"]

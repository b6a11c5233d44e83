"""What each kind of Markdown looks like, as lines of text."""

import pytest

from aishtui.pane.code_blocks import code_blocks
from aishtui.pane.lines import Line, copied_text
from aishtui.pane.markdown import MarkdownRenderer

MARKDOWN = MarkdownRenderer()


def lines(source: str, width: int = 40) -> list[Line]:
    return list(MARKDOWN.body(source, width))


def text(source: str, width: int = 40) -> list[str]:
    return [line.text.rstrip() for line in lines(source, width)]


def looks(source: str) -> dict[str, tuple[str, ...]]:
    return {span.text: span.look.names for line in lines(source) for span in line.spans}


def copied(source: str, width: int = 40) -> str:
    return "".join(copied_text(line) + line.end for line in lines(source, width)).rstrip("\n")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("# One\ntext", ["One", "", "text"]),
        ("a\nb  \nc\\\nd", ["a", "b", "c", "d"]),
        ("Roses\n*are\nred*", ["Roses", "are", "red"]),
        ("- a\n  b\n\n> c\nd", ["• a", "  b", "", "▌ c", "▌ d"]),
        ("- a\n- b\n  - c\n\n- d", ["• a", "• b", "  • c", "", "• d"]),
        ("3. a\n4. b\n\ntext", ["3. a", "4. b", "", "text"]),
        ("0. a\n1. b", ["0. a", "1. b"]),
        ("- [x] a\n- [ ] b", ["• [x] a", "• [ ] b"]),
        ("-\n- b", ["•", "• b"]),
        ("> a\n> > b\n>\n> c", ["▌ a", "▌ ▌ b", "▌", "▌ c"]),
        ("a\n\n---\n\nb", ["a", "", "─" * 40, "", "b"]),
        ("<b>x</b>\n\n<br>", ["<b>x</b>", "", "<br>"]),
        ("one<br>two<br>\nthree", ["one", "two", "three"]),
        ("![a cat](cat.png) ![](dog.png)", ["[image: a cat] [image: dog.png]"]),
        ("Note[^1].\n\n[^1]: Word", ["Note[1].", "", "[1] Word"]),
        ("$x^2$ and [/] [bold]no[/bold]", ["$x^2$ and [/] [bold]no[/bold]"]),
        ("    code\n\ttab", [" code", " tab"]),
        ("## a **b**\n###### c", ["a b", "", "c"]),
        ("> - a\n>   1. b\n>\n>      c", ["▌ • a", "▌   1. b", "▌", "▌      c"]),
        ("9. a\n10. b\n\n    c", ["9. a", "10. b", "", "    c"]),
        ("| 漢字 | b |\n|-----:|---|\n| a | 👩‍💻 |", ["漢字 │ b", "─────┼───", "   a │ 👩‍💻"]),
        ("e\u0301te\u0301 漢字かな 👩‍💻🇩🇪 ok", ["e\u0301te\u0301 漢字かな 👩‍💻🇩🇪 ok"]),
        ("a\tb", ["a b"]),
        ("```\na\tb\n```", [" " * 36 + "[1]", " a   b"]),
        ("see https://e.org/" + "x" * 40, ["see", "https://e.org/" + "x" * 26, "x" * 14]),
        ("<details>\n<summary>x</summary>\n\n*y*", ["<details>", "<summary>x</summary>", "", "y"]),
        ("[a]: http://b.c", ["[a]: http://b.c"]),
        ("", []),
        (" \n\n", []),
    ],
)
def test_it_looks_like_this(source, shown):
    assert text(source) == shown


def test_fences_carry_their_language_and_number():
    shown = text("```python title=x\na = 1\n```\n\n- item\n\n  ~~~\n  b\n  ~~~\n", 30)
    assert shown == [
        " python                   [1]",
        " a = 1",
        "",
        "• item",
        "",
        "                          [2]",
        "   b",
    ]


def test_code_is_coloured_by_the_language_that_is_named():
    assert looks("```python\ndef f(): return 'x' # y\n```")["'x'"] == ("code", "code-string")
    assert looks("```\ndef f(): return 'x'\n```")["def f(): return 'x'"] == ("code",)
    assert looks("```no-such-language\ndef\n```")["def"] == ("code",)


def test_inline_marks_become_looks():
    seen = looks("**a** *b* ~~c~~ `d` [e](http://x.y) ***f***")
    assert seen["a"] == ("strong",)
    assert seen["b"] == ("emphasis",)
    assert seen["c"] == ("strike",)
    assert seen["d"] == ("inline-code",)
    assert seen["e"] == ("link",)
    assert set(seen["f"]) == {"strong", "emphasis"}


def test_links_and_bare_addresses_have_targets_without_control_characters():
    (line,) = lines("[a](http://x.y/%1b[z) and https://e.org/(b). [bad](<http://x/\u202ey>)", 200)
    targets = [span.look.href for span in line.spans if span.look.href]
    assert targets[:2] == ["http://x.y/%1b%5Bz", "https://e.org/(b)"]
    assert "\u202e" not in targets[2]
    assert len(targets) == 3


def test_tables_align_their_columns():
    assert text("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n| long | x | yyyy |") == [
        "a    │ b │    c",
        "─────┼───┼─────",
        "1    │ 2 │    3",
        "long │ x │ yyyy",
    ]


def test_a_table_too_wide_wraps_its_cells_and_loses_none():
    shown = text("| a | b |\n|---|---|\n| " + "word " * 20 + "| end |", 30)
    assert all(len(line) <= 30 for line in shown)
    assert " ".join(shown).count("word") == 20
    assert "end" in " ".join(shown)


def test_a_table_of_two_hundred_columns_is_shown_as_records():
    names = "|".join(f"c{n}" for n in range(200))
    values = "|".join(f"v{n}" for n in range(200))
    shown = text(f"|{names}|\n|{'-|' * 200}\n|{values}|", 60)
    assert shown[:2] == ["c0: v0", "c1: v1"]
    assert len(shown) == 200


def test_a_long_open_table_settles_once_at_its_end():
    head, row = "| a | b |\n|---|---|\n", "| x | y |\n"
    growing = MARKDOWN.growing(60)
    growing.feed(head + row * 20)
    growing.advance()
    growing.feed("| a much longer cell | y |\n")
    growing.advance()
    narrow = growing.lines[0].text
    growing.feed("\nafter\n")
    growing.advance()
    assert len(growing.lines[0].text) > len(narrow)
    assert [line.text for line in growing.lines] == [
        line.text for line in lines(head + row * 20 + "| a much longer cell | y |\n\nafter", 60)
    ]


def test_an_open_fence_hides_the_mark_that_may_close_it():
    growing = MARKDOWN.growing(40)
    growing.feed("```python\nx = 1\n``")
    growing.advance()
    assert [line.text.rstrip() for line in growing.lines] == [" python                             [1]", " x = 1"]


def test_links_defined_below_their_use_are_links_once_the_answer_has_ended():
    growing = MARKDOWN.growing(40)
    growing.feed("See [it][x].\n\nMore.\n\n[x]: http://e.org\n")
    growing.advance()
    growing.finish()
    assert growing.lines == lines("See [it][x].\n\nMore.\n\n[x]: http://e.org\n")
    assert any(span.look.href == "http://e.org" for span in growing.lines[0].spans)


def test_links_defined_above_are_links_while_the_answer_grows():
    growing = MARKDOWN.growing(40)
    for piece in ("[x]: http://e.org\n\nFirst.\n\n", "Second.\n\n", "See [it][x]."):
        growing.feed(piece)
        growing.advance()
    assert any(span.look.href == "http://e.org" for span in growing.lines[-1].spans)


def test_prose_is_no_wider_than_a_hundred_cells_and_code_is():
    assert max(len(line) for line in text("word " * 100, 180)) <= 100
    assert lines("```\n" + "x" * 150 + "\n```", 180)[1].text.strip() == "x" * 150


def test_copying_gives_marks_instead_of_ornaments():
    assert copied("## Title\n\n- one\n- two\n\n> quoted") == "## Title\n\n- one\n- two\n\nquoted"


def test_copying_wrapped_code_gives_whole_lines_and_tabs():
    code = "\tif x:\n\t\treturn '" + "long " * 20 + "'\n"
    assert copied(f"```python\n{code}```", 30) == code.rstrip("\n")


def test_copying_code_and_blank_lines_within_an_item_gives_no_indentation_that_is_the_pane_s():
    source = "1. words\n\n   ```python\n   if x:\n       y\n   ```\n\n   more\n\n- ```\n  a\n  b\n  ```\n"
    assert copied(source) == "1. words\n\nif x:\n    y\n\n   more\n\n- a\nb"


def test_tabs_within_a_line_of_code_stand_in_the_same_columns_whatever_its_colours():
    code = "type T struct {\n\tName\tstring\t// 名\tx\n}"
    plain, coloured = (text(f"```{language}\n{code}\n```", 60)[1:] for language in ("", "go"))
    assert coloured == plain
    assert coloured[1] == "     Name    string  // 名   x"
    assert copied(f"```go\n{code}\n```") == code


def test_copying_keeps_the_breaks_of_lines_as_written():
    source = "To Jo Doe\n1 Main Street, at the far end of a very long road"
    assert copied(source, 30) == source


def test_copying_a_wrapped_paragraph_gives_one_line():
    source = "some words " * 20
    assert copied(source, 30) == source.strip()


def test_code_blocks_are_numbered_as_they_are_shown():
    source = "```rust\nlet a;\n```\n\n1. x\n\n   ```\n   \x1b[31m\n   ```\n"
    first, second = code_blocks(source)
    assert (first.number, first.language, first.text) == (1, "rust", "let a;\n")
    assert (second.number, second.language, second.text) == (2, "", "\x1b[31m\n")

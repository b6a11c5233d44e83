"""Links: what can be opened, what is said beside them, and what never reaches the terminal."""

import pytest

from aishtui.pane import links
from aishtui.pane.lines import Line, copied_text
from aishtui.pane.markdown import MarkdownRenderer

MARKDOWN = MarkdownRenderer()


def line(source: str) -> Line:
    (only,) = MARKDOWN.body(source, 300)
    return only


def targets(source: str) -> list[tuple[str, str]]:
    return [(span.text, span.look.href) for span in line(source).spans if span.look.href]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[text](https://e.org/x)", "text (https://e.org/x)"),
        ("[https://e.org](https://e.org/)", "https://e.org"),
        ("[e.org](https://e.org)", "e.org"),
        ("[https://bank.com](https://evil.org)", "https://bank.com (https://evil.org)"),
        ("<https://e.org/a>", "https://e.org/a"),
        ("<jo@e.org>", "jo@e.org"),
        ("[jo](mailto:jo@e.org)", "jo (mailto:jo@e.org)"),
        ("[file](./src/a.py)", "file (./src/a.py)"),
        ("[part](#part)", "part"),
        ("[**bold** `code`](http://e.org)", "bold code (http://e.org)"),
        ("[a](http://e.org/" + "x" * 100 + ")", "a (http://e.org/" + "x" * 46 + "…)"),
        ("![cat](http://e.org/c.png)", "[image: cat] (http://e.org/c.png)"),
        ("![cat](cat.png)", "[image: cat]"),
        ("![](data:image/png;base64,AAAA)", "[image: without a name]"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a]( file:///etc/passwd )", "[a]( file:///etc/passwd )"),
    ],
)
def test_where_a_link_leads_is_said_unless_its_text_says_it(source, shown):
    assert line(source).text == shown


def test_reference_links_are_links():
    (shown, *_) = MARKDOWN.body("See [it][x] and [x].\n\n[x]: http://e.org", 80)
    assert shown.text == "See it (http://e.org) and x (http://e.org)."
    assert [span.look.href for span in shown.spans if span.look.href] == ["http://e.org"] * 2


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("see https://e.org/a_(b).", [("https://e.org/a_(b)", "https://e.org/a_(b)")]),
        ("(https://e.org/b).", [("https://e.org/b", "https://e.org/b")]),
        ("www.e.org, ok", [("www.e.org", "http://www.e.org")]),
        ("ftp://e.org/x", [("ftp://e.org/x", "ftp://e.org/x")]),
        ("write to jo.doe@e.org.", [("jo.doe@e.org", "mailto:jo.doe@e.org")]),
        ("http://e.org/ä b", [("http://e.org/ä", "http://e.org/%C3%A4")]),
        ("a@b, x://y, www. and @me", []),
        ("`https://e.org`", []),
    ],
)
def test_bare_addresses_are_found(source, found):
    assert targets(source) == found


def test_only_what_is_safe_to_open_can_be_opened():
    assert links.target("https://e.org/a b\x1b\\\x07").isprintable()
    assert " " not in links.target("https://e.org/a b")
    assert "\x1b" not in links.target("https://e.org/\x1b]8;;")
    for address in ("javascript:x", "file:///x", "ssh://x", "vscode://x", "data:text/html,x", "x.py", ""):
        assert links.target(address) == ""
    assert links.target("https://e.org/" + "x" * 3000) == ""


def test_a_link_copies_with_all_of_its_target():
    long = "http://e.org/" + "x" * 100
    assert copied_text(line(f"[a]({long})")) == f"a ({long})"


def test_a_target_is_drawn_as_a_target():
    looks = {span.text: span.look.names for span in line("[a](http://e.org)").spans}
    assert looks == {"a": ("link",), " (http://e.org)": ("link-target",)}

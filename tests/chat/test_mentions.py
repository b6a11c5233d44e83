"""Where `@path` stands in a prompt, how it is written, and how files go with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.mentions import Attached, begun_mention, mentions, with_files, write_mention


def paths(text: str) -> list[str]:
    return [mention.path for mention in mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("look at @notes.md, please", ["notes.md"]),
        ("@a.py and (@b.py) and “@c.py”.", ["a.py", "b.py", "c.py"]),
        ('see @"my notes.md" and @"a \\"b\\".md"', ["my notes.md", 'a "b".md']),
        ("@~/x.md @../y @/etc/hosts", ["~/x.md", "../y", "/etc/hosts"]),
        ("somebody@example.org, a@b", []),
        ("@ alone, @. and @, and @@", ["@"]),
        ("first\n@second.md\n  @third.md", ["second.md", "third.md"]),
        ("@property\ndef x(self): ...", ["property"]),
        ('@"never closed', []),
        ("@dir/.hidden @.env", ["dir/.hidden", ".env"]),
    ],
)
def test_mentions_are_found_at_beginnings_and_never_in_addresses(text: str, found: list[str]) -> None:
    assert paths(text) == found


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("see @no", "no"),
        ("see @", ""),
        ('see @"my no', "my no"),
        ('see @"my notes.md"', "my notes.md"),
        ("see @src/", "src/"),
        ("a@b", None),
        ("see @x y", None),
        ("", None),
    ],
)
def test_what_is_being_typed_is_known_up_to_the_cursor(line: str, path: str | None) -> None:
    begun = begun_mention(line, len(line))
    assert (begun.path if begun is not None else None) == path


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30))
def test_any_path_is_found_as_it_was_written(path: str) -> None:
    assert paths(f"see {write_mention(path)} now") == [path]


@given(st.text(max_size=200), st.text(st.characters(exclude_characters="\r"), max_size=200))
def test_whatever_a_file_holds_it_stands_whole_between_its_fences(prompt: str, content: str) -> None:
    sent = with_files(prompt, [Attached("notes.md", content)])
    head = f"{prompt}\n\nnotes.md:\n"
    assert sent.startswith(head)
    fence = re.match("`+", sent[len(head) :])
    assert fence is not None
    assert fence[0] not in content
    inside = sent[len(head) + len(fence[0]) + len("md\n") : -len(fence[0])]
    assert inside in (content, f"{content}\n")
    assert sent.endswith(f"\n{fence[0]}")


def test_the_language_is_taken_from_the_name_alone() -> None:
    assert with_files("x", [Attached("Makefile", "all:\n")]).endswith("Makefile:\n```\nall:\n```")
    assert "```py\n" in with_files("x", [Attached("a/B.PY", "1")])

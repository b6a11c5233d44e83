"""A leading <think> in an answer's text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.think_tags import ThinkTags


def split(*pieces: str) -> tuple[str, str]:
    """(thinking, text)"""
    tags = ThinkTags()
    found = [pair for piece in pieces for pair in tags.feed(piece)] + tags.end()
    return "".join(text for thought, text in found if thought), "".join(text for thought, text in found if not thought)


@pytest.mark.parametrize(
    ("source", "thinking", "text"),
    [
        ("plain", "", "plain"),
        ("<think>a</think>b", "a", "b"),
        (" \n<think>\na\n</think>\n\nb\n", "a", "b\n"),
        ("<think>a\n\nb</think>", "a\n\nb", ""),
        ("<think>a" + "\n" * 20 + "</think>b", "a" + "\n" * 12, "b"),
        ("<think>never closed\n", "never closed\n", ""),
        ("<think></think>b", "", "b"),
        ("<thin", "", "<thin"),
        ("<thinking>a", "", "<thinking>a"),
        ("\n  indented", "", "\n  indented"),
        ("a <think>b</think>", "", "a <think>b</think>"),
        ("<think>a</thin", "a</thin", ""),
        ("<think>a</think>b<think>c</think>", "a", "b<think>c</think>"),
        (" " * 2000 + "<think>a", "", " " * 2000 + "<think>a"),
        ("", "", ""),
    ],
)
def test_thinking_is_told_from_text_however_it_is_cut(source: str, thinking: str, text: str) -> None:
    assert split(source) == (thinking, text)
    assert split(*source) == (thinking, text)


def test_text_without_the_tag_is_not_held_back() -> None:
    tags = ThinkTags()
    assert tags.feed("<b") == [(False, "<b")]
    assert tags.feed("<think>") == [(False, "<think>")]


def test_thinking_is_given_while_it_comes() -> None:
    tags = ThinkTags()
    assert tags.feed("<think>one ") == [(True, "one ")]
    assert tags.feed("two<") == [(True, "two")]
    assert tags.feed("b>") == [(True, "<b>")]


@given(
    st.lists(st.sampled_from(["<think>", "</think>", "<", "</", "th", "ink>", "\n", " ", "a", "\r\n"]), max_size=12),
    st.lists(st.integers(0), max_size=5),
)
def test_any_cutting_gives_the_same_and_loses_only_tags_and_breaks(parts: list[str], cuts: list[int]) -> None:
    source = "".join(parts)
    edges = [0, *sorted(at % (len(source) + 1) for at in cuts), len(source)]
    found = split(*(source[a:b] for a, b in pairwise(edges)))
    assert found == split(source)
    bare = source.replace("<think>", "", 1).replace("</think>", "", 1) if found[1] != source else source
    assert "".join(found).replace("\n", "").replace("\r", "").replace(" ", "") == bare.replace("\n", "").replace(
        "\r", ""
    ).replace(" ", "")

"""Markdown keeps every text byte for byte, and whatever stands in one breaks nothing around it."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.portable.documents import document
from aishtui.chat.portable.forms import Form
from aishtui.chat.portable.front_matter import quoted
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.left_open import closing_comments
from aishtui.chat.portable.markdown_writing import escaped
from tests.chat.portable.markdown_reader import texts_of
from tests.chat.portable.values import (
    HOSTILE,
    LINES,
    an_id,
    answer,
    conversations,
    histories,
    kept,
    prompt,
    whole_histories,
)


def written(*conversations: KeptConversation, branches: bool = True, leaf_id: str | None = None) -> str:
    return "".join(document(Form.MARKDOWN, conversations, branches, leaf_id))


def headings(text: str) -> list[str]:
    """The second-level headings at the top, as CommonMark sees them behind the front matter."""
    tokens = MarkdownIt("commonmark").parse(text.split("\n---\n", 1)[1])
    return [
        inline.content
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag == "h2" and opening.level == 0
    ]


@whole_histories
@given(history=histories(), branches=st.booleans())
def test_every_text_comes_out_as_it_was(history: list[KeptConversation], branches: bool) -> None:
    found = texts_of(written(*history, branches=branches))
    paths = [one.conversation.messages.values() if branches else one.newest_path() for one in history]
    wanted = [(message.role.value, message.id, message.text) for path in paths for message in path]
    assert sorted(found) == sorted(wanted)
    if not branches:
        assert found == wanted


@given(texts=st.lists(HOSTILE, min_size=1, max_size=5))
def test_every_message_has_its_heading_whatever_the_ones_above_leave_open(texts: list[str]) -> None:
    messages = [prompt(text, number) for number, text in enumerate([*texts, "last"], 1)]
    shown = headings(written(kept(*messages)))
    assert [heading for heading in shown if heading.endswith("›")] == [
        f"{number} · You ‹{number}/{len(messages)}›" for number in range(1, len(messages) + 1)
    ]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("done", ()),
        ("```py\ncode\n```\nwords\n~~~\n```\n~~~", ()),
        ("```\r\ncode\r\n  ```\r\n", ()),
        ("a < b, `x`", ()),
        ("```py\ncode", ("```",)),
        ("````\n```\n", ("````",)),
        ("~~~ a`b\n```", ("```", "~~~")),
        ("- item\n  ```\n  code\n  ```", ("```",)),
        ("<div>\n```\n\n```", ("```",)),
        ("<pre>\n\nx", ("</pre></script></style></textarea>?>]]>",)),
        ("<b>bold</b>", ()),
    ],
)
def test_a_text_that_may_leave_something_open_is_followed_by_what_closes_it(text: str, comments: list[str]) -> None:
    assert closing_comments(text) == comments


def test_the_front_matter_tells_what_there_is() -> None:
    facts = AnswerFacts(
        preset="fast", asked_model="qwen", answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER,
        tokens_in=10, tokens_out=20, cost=0.5, cost_from="prices",
    )  # fmt: skip
    of = kept(prompt("?"), answer("!", 2, an_id(1), facts), answer("?!", 3, an_id(1), AnswerFacts(asked_model="x")))
    assert written(of).split("---\n")[1].splitlines() == [
        "format: aishtui-markdown",
        "version: 1",
        'boundary: "aishtui-message"',
        f'id: "{an_id(0)}"',
        'title: "A title"',
        'date: "2026-11-25T12:04:11.123+00:00"',
        'presets: ["fast"]',
        'models: ["qwen", "x"]',
        'backends: ["boltzmann"]',
        "messages: 3",
        "answers: 2",
        "tokens_in: 10",
        "tokens_in_of_answers: 1",
        "tokens_out: 20",
        "tokens_out_of_answers: 1",
        "cost_usd: 0.5",
        "cost_usd_of_answers: 1",
        "cost_estimated: true",
    ]


def test_branches_are_labelled_and_say_where_they_go_on() -> None:
    of = kept(
        prompt("one"), answer("a", 2, an_id(1)), answer("b", 3, an_id(1)), prompt("more", 4, an_id(2)), prompt("two", 5)
    )
    assert headings(written(of)) == [
        "1 · You ‹1/2›",
        "2 · Answer ‹1/2›",
        "3 · You",
        "4 · Answer ‹2/2› (goes on after 1)",
        "5 · You ‹2/2›",
    ]


def test_the_path_is_the_one_that_was_asked_for_else_the_newest() -> None:
    of = kept(prompt("one"), answer("a", 2, an_id(1)), answer("b", 3, an_id(1)))
    assert [text for _, _, text in texts_of(written(of, branches=False))] == ["one", "b"]
    assert [text for _, _, text in texts_of(written(of, branches=False, leaf_id=an_id(2)))] == ["one", "a"]
    assert headings(written(of, branches=False, leaf_id=an_id(2)))[1] == "2 · Answer ‹1/2›"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.COMPLETE, "complete"),
        (Status.CUT_OFF, "cut off (length)"),
        (Status.STOPPED, "stopped by you"),
        (Status.FAILED, "failed"),
        (Status.WRITING, "still being written"),
    ],
)
def test_how_an_answer_ended_is_said(status: Status, said: str) -> None:
    facts = AnswerFacts(asked_model="qwen", finish_reason="length", endpoint="http://x/v1", http_status=200)
    message = replace(answer("text", 2, an_id(1), facts), status=status, thinking="hm")
    assert f"\n*{said} · 2 characters of thinking left out*\n" in written(kept(prompt("?"), message))


def test_an_error_stands_below_the_answer() -> None:
    facts = AnswerFacts(asked_model="qwen", error="It *broke*\n# badly")
    assert "\n> It \\*broke\\* \\# badly\n" in written(kept(prompt("?"), answer("", 2, an_id(1), facts)))


@given(name=LINES | HOSTILE)
def test_names_in_the_front_matter_are_yaml_and_json_where_they_can_be(name: str) -> None:
    line = quoted(name)
    assert line.isprintable()
    if "\\U" not in line:
        assert json.loads(line) == name


@given(text=HOSTILE)
def test_escaped_words_are_only_words(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(text))
    assert [token.type for token in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
    inline = tokens[1].children or [] if tokens else []
    assert {token.type for token in inline} <= {"text", "text_special"}


@whole_histories
@given(of=conversations(), branches=st.booleans())
def test_plain_text_has_every_text_in_its_order(of: KeptConversation, branches: bool) -> None:
    text = "".join(document(Form.TEXT, [of], branches))
    at = 0
    for message in of.newest_path() if not branches else ():
        at = text.index(message.text, at) + len(message.text)
    assert all(message.text in text for message in of.conversation.messages.values()) or not branches

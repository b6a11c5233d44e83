"""What `mirror` gives back is what was sent."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.broker.chat_request import read_chat_request
from aishtui.broker.fence import fenced
from aishtui.broker.mirror import Mirror
from tests.broker.client import FAST, MANUAL, events, make_broker, post, text_of

MESSAGES = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Why?\n```rust\nlet a = 1;\n```"},
    {"role": "assistant", "content": "Because."},
    {"role": "user", "content": "And `````then`````?"},
]


@pytest.fixture
def url() -> Iterator[str]:
    with make_broker(MANUAL, ports=(), words_per_s=FAST) as broker:
        yield broker.url


def mirrored(**body: Any) -> str:
    raw = json.dumps({"model": "mirror", **body}).encode()
    return Mirror().reply(read_chat_request(raw, [("Content-Type", "application/json")]))


def fences(markdown: str) -> list[str]:
    """The contents of all code fences, read as CommonMark does: a fence ends with one at least as long."""
    found: list[str] = []
    opening, lines = "", list[str]()
    for line in markdown.split("\n"):
        mark = re.match(r"(`{3,})(\w*)$", line)
        if not opening and mark:
            opening, lines = mark[1], []
        elif opening and mark and not mark[2] and len(mark[1]) >= len(opening):
            found.append("\n".join(lines))
            opening = ""
        else:
            lines.append(line)
    assert not opening, "a fence stays open"
    return found


def test_system_prompt_turns_and_parameters_come_back_as_they_were_sent(url: str) -> None:
    body = {"model": "mirror", "messages": MESSAGES, "temperature": 0.2, "stop": ["\n"], "stream": True}
    answer = text_of(events(post(url, body).text))
    texts = fences(answer)
    assert texts[:4] == [message["content"] for message in MESSAGES]
    parameters = {key: value for key, value in body.items() if key != "messages"}
    assert json.loads(texts[4]) == parameters
    assert [line for line in answer.splitlines() if line.startswith("### ")] == [
        "### 1. user",
        "### 2. assistant",
        "### 3. user",
    ]


def test_streamed_and_whole_are_the_same(url: str) -> None:
    body = {"model": "mirror", "messages": MESSAGES}
    whole = post(url, body).json()["choices"][0]["message"]["content"]
    streamed = text_of(events(post(url, {**body, "stream": True}).text))
    assert fences(whole)[:4] == fences(streamed)[:4]


def test_a_token_is_mentioned_and_never_shown(url: str) -> None:
    body = {"model": "mirror", "messages": MESSAGES}
    secrets = {"Authorization": "Bearer hush-hush", "X-Api-Key": "hush-hush", "Cookie": "hush-hush"}
    with_token = post(url, body, secrets).text
    assert "Authorization: sent; its value is not shown" in with_token
    assert "hush-hush" not in with_token
    assert "Authorization: not sent" in post(url, body).text


def test_turns_that_are_no_plain_text_are_shown_as_json_too() -> None:
    call = {"role": "assistant", "content": None, "tool_calls": [{"id": "a", "type": "function"}]}
    parts = {"role": "user", "content": [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": "x"}]}
    odd = {"role": "nobody", "content": "hm"}
    texts = fences(mirrored(messages=[call, parts, odd]))
    assert json.loads(texts[0]) == {"content": None, "tool_calls": call["tool_calls"]}
    assert texts[1] == "look"
    assert json.loads(texts[2]) == {"content": parts["content"]}
    assert texts[3] == "hm"
    assert json.loads(texts[4]) == {"role": "nobody"}


def test_half_an_emoji_comes_back_as_it_was(url: str) -> None:
    raw = b'{"model": "mirror", "messages": [{"role": "user", "content": "\\ud83d!"}], "stream": true}'
    with_half = text_of(events(post(url, raw).text))
    assert fences(with_half)[0] == "\ud83d!"


@settings(deadline=None)
@given(st.text(alphabet="`~\n a", max_size=60))
def test_no_content_ends_its_fence(text: str) -> None:
    found = fences(fenced(text))
    assert len(found) == 1
    assert found[0].rstrip("\n") == text.rstrip("\n")


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["role", "content", "name"]), st.none() | st.text() | st.integers())))
def test_any_turns_are_mirrored(messages: list[dict[str, object]]) -> None:
    if messages:
        assert fences(mirrored(messages=messages))

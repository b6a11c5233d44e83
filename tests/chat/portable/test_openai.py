"""Lists of messages as other programs write them, and what is said of what aishtui has no place for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.messages import Message, Role
from aishtui.chat.portable.reading import Found
from aishtui.chat.portable.troubles import Trouble
from tests.chat.portable.reading import one, read
from tests.chat.portable.values import HOSTILE, THEN_MS

LIST = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Why is\nthe sky blue?"},
    {"role": "assistant", "content": "Rayleigh."},
    {"role": "user", "content": "And red?"},
    {"role": "assistant", "content": "Rayleigh too."},
]
TURNS = [
    ("system", "Be brief."), ("user", "Why is\nthe sky blue?"), ("assistant", "Rayleigh."), ("user", "And red?"),
    ("assistant", "Rayleigh too."),
]  # fmt: skip


def path(found: Found | Trouble) -> tuple[Message, ...]:
    assert isinstance(found, Found), found
    return found.kept.newest_path()


def turns(found: Found | Trouble) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in path(found)]


def changes(value: object) -> list[str]:
    return [change.problem for change in one(json.dumps(value)).changes]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(LIST),
        json.dumps(LIST, indent=2),
        json.dumps({"messages": LIST}),
        json.dumps({"model": "m", "messages": LIST, "temperature": 0.5}),
        json.dumps([{"messages": LIST}]),
        json.dumps([LIST]),
        json.dumps({"messages": LIST}) + "\n",
    ],
)
def test_each_form_of_a_list_of_messages_is_one_conversation(content: str) -> None:
    found = one(content)
    assert turns(found) == TURNS
    assert found.changes == ()
    assert found.kept.conversation.title == "Why is"
    assert found.kept.origin == "import"
    assert {message.status for message in path(found)} == {Status.COMPLETE}


def test_lines_and_lists_of_them_are_several() -> None:
    lines = "\n".join(json.dumps({"messages": LIST}) for _ in range(3))
    for content in (lines, json.dumps([LIST, {"messages": LIST}, LIST]), "\n".join([json.dumps(LIST)] * 3)):
        found = read(content)
        assert [turns(one) for one in found] == [TURNS] * 3
        assert len({one.kept.conversation.id for one in found if isinstance(one, Found)}) == 3


def test_the_ids_sort_in_their_order_and_are_the_same_every_time() -> None:
    messages = path(one(json.dumps(LIST)))
    assert [message.id for message in messages] == sorted(message.id for message in messages)
    assert path(one(json.dumps(LIST))) == messages
    assert path(one(json.dumps({"messages": LIST, "title": "another"}))) == messages


def test_what_has_no_date_is_as_old_as_the_file_and_nothing_is_from_the_future() -> None:
    assert path(one(json.dumps(LIST)))[0].created_at == "2023-11-14T22:13:19.995+00:00"
    dated = {"messages": LIST, "created": 1_600_000_000}
    assert path(one(json.dumps(dated)))[0].created_at == "2020-09-13T12:26:39.995+00:00"
    ahead = path(one(json.dumps({"messages": LIST, "created_at": "3000-01-01T00:00:00Z"})))
    assert ahead == path(one(json.dumps(LIST)))
    (now,) = read(json.dumps(LIST), now_ms=THEN_MS - 1000)
    assert path(now)[0].created_at == "2023-11-14T22:13:18.995+00:00"


def test_titles_models_and_thinking_are_kept() -> None:
    value = {
        "title": "Skies\x1b[31m",
        "model": "m-1",
        "messages": [
            {"role": "user", "content": "?"},
            {"role": "assistant", "content": "!", "reasoning_content": "hm"},
            {"role": "assistant", "content": "!!", "model": "m-2"},
        ],
    }
    found = one(json.dumps(value))
    assert found.kept.conversation.title == "Skies\u241b[31m"
    _, first, second = path(found)
    assert (first.thinking, first.facts, second.facts) == (
        "hm", AnswerFacts(asked_model="m-1"), AnswerFacts(asked_model="m-2"),
    )  # fmt: skip


def test_parts_of_text_are_joined_and_others_are_left_out_and_named() -> None:
    parts = [
        {"type": "text", "text": "one"},
        {"type": "image_url", "image_url": {}},
        "two",
        {"type": "refusal", "refusal": "3"},
    ]
    value = [{"role": "user", "content": parts}]
    assert turns(one(json.dumps(value))) == [("user", "one\n\ntwo\n\n3")]
    assert changes(value) == ["parts of the kind “image_url” were left out"]


def test_tools_are_told_of() -> None:
    call = {"id": "1", "function": {"name": "f", "arguments": "{}"}}
    value = [
        {"role": "user", "content": "?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "42"},
        {"role": "function", "content": "43"},
        {"role": "assistant", "content": "It is 42."},
    ]
    assert turns(one(json.dumps(value))) == [
        ("user", "?"), ("assistant", f"\n\n```json\n{json.dumps(call)}\n```\n"), ("assistant", "It is 42."),
    ]  # fmt: skip
    assert changes(value) == ["calls of tools were taken as text", "results of tools were left out (2 of them)"]


def test_other_roles_are_told_of() -> None:
    value = [
        {"role": "developer", "content": "d"},
        {"role": "critic\n", "content": "c"},
        {"role": "user", "content": "u"},
    ]
    assert [role for role, _ in turns(one(json.dumps(value)))] == ["system", "user"]
    assert changes(value) == [
        "messages of the role “developer” were taken as system prompts",
        "messages of the role “critic” were left out",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"messages": {}}, "messages: must be a list of messages with role and content, not an object"),
        ({"messages": []}, "messages: there is no message that could be taken"),
        ({"messages": [5]}, "messages[0]: a message must be an object, not a number"),
        ({"messages": [{"content": "x"}]}, "messages[0].role: must be text, not null"),
        ([{"role": 5}], "[0].role: must be text, not a number"),
        ([{"role": "user", "content": 5}], "[0].content: must be text or a list of parts, not a number"),
        ([{"role": "user", "content": [5]}], "[0].content[0]: a part must be an object, not a number"),
        ([{"role": "user", "content": "a"}, {"text": "b"}], "[1].role: must be text, not null"),
        ([{"role": "tool", "content": "x"}], "there is no message that could be taken"),
        ([5], "a conversation must be an object or a list of messages, not a number"),
    ],
)
def test_a_mistake_is_named_with_its_place(value: object, said: str) -> None:
    assert str(read(json.dumps(value))[0]) == f"line 1: {said}"


def test_a_list_with_a_message_that_cannot_be_read_is_left_out_as_a_whole() -> None:
    broken = (
        '[{"role": "user", "content": "a"},\n{"role": "assistant", "content": NaN},\n{"role": "user", "content": "b"}]'
    )
    (found,) = read(broken)
    assert str(found) == "line 2: is no JSON: it has no NaN"
    (found,) = read(broken.replace('{"role": "user", "content": "a"},', ""))
    assert str(found) == "line 2: is no JSON: it has no NaN"


def test_a_list_of_conversations_goes_on_behind_one_that_cannot_be_read() -> None:
    found = read(f'[{json.dumps({"messages": LIST})}, {{"messages": NaN}}, {json.dumps({"messages": LIST})}]')
    assert [type(one) for one in found] == [Found, Trouble, Found]


def test_halves_of_characters_are_joined_where_both_are_there() -> None:
    value = '[{"role": "user", "content": "\\ud83d\\ude00 \\ud83d"}]'
    assert turns(one(value)) == [("user", "\U0001f600 \N{REPLACEMENT CHARACTER}")]
    assert "halves of characters" in one(value).changes[0].problem


@given(texts=st.lists(st.tuples(st.sampled_from(["system", "user", "assistant"]), HOSTILE), min_size=1, max_size=6))
def test_texts_are_taken_as_they_are(texts: list[tuple[str, str]]) -> None:
    value = [{"role": role, "content": text} for role, text in texts]
    found = one(json.dumps(value, ensure_ascii=False))
    assert turns(found) == texts
    assert {message.role for message in path(found)} <= set(Role)

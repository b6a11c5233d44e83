"""What a preset and a conversation become on the wire."""

import datetime
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.wire.errors import NotSendable
from aishtui.wire.request import chat_request, encode

BARE = Preset("fast", "m")


def turn(role: Role, text: str, status: Status = Status.COMPLETE, thinking: str = "") -> Message:
    return Message("1", "c", None, role, text, "2026-11-23T00:00:00+00:00", thinking, status)


def user(text: str) -> Message:
    return turn(Role.USER, text)


def answer(text: str, status: Status = Status.COMPLETE, thinking: str = "") -> Message:
    return turn(Role.ASSISTANT, text, status, thinking)


def sent(*path: Message, preset: Preset = BARE) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in chat_request(preset, path)["messages"]]


def test_only_what_the_preset_sets_is_sent() -> None:
    assert chat_request(BARE, [user("hi")]) == {
        "model": "m",
        "messages": [{"role": "user", "content": "hi"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_the_system_prompt_comes_first() -> None:
    preset = Preset("p", "m", system="Be brief.")
    assert sent(user("a"), answer("b"), user("c"), preset=preset) == [
        ("system", "Be brief."),
        ("user", "a"),
        ("assistant", "b"),
        ("user", "c"),
    ]


def test_parameters_go_in_as_they_are_and_may_override_stream_options() -> None:
    params: dict[str, Any] = {
        "temperature": 0.2,
        "tools": [{"type": "function"}],
        "stream_options": {"include_usage": False},
    }
    body = chat_request(Preset("p", "m", params=params), [user("a")])
    assert {name: body[name] for name in params} == params


def test_parameters_cannot_override_model_messages_or_stream() -> None:
    params: dict[str, Any] = {"model": "other", "messages": [], "stream": False}
    assert chat_request(Preset("p", "m", params=params), [user("a")]) == chat_request(BARE, [user("a")])


def test_thinking_is_never_sent_back() -> None:
    assert sent(user("a"), answer("b", thinking="secret"), user("c")) == [
        ("user", "a"),
        ("assistant", "b"),
        ("user", "c"),
    ]


def test_an_answer_without_text_is_left_out_and_its_neighbours_are_joined() -> None:
    assert sent(user("a"), answer("", Status.FAILED), user("b"), answer(" \n", thinking="x"), user("c")) == [
        ("user", "a\n\nb\n\nc")
    ]


def test_half_an_answer_is_sent_as_it_is() -> None:
    assert sent(user("a"), answer("half", Status.STOPPED), user("go on")) == [
        ("user", "a"),
        ("assistant", "half"),
        ("user", "go on"),
    ]


def test_an_answer_in_two_parts_is_one_turn() -> None:
    assert sent(user("a"), answer("one sen", Status.STOPPED), answer("tence")) == [
        ("user", "a"),
        ("assistant", "one sentence"),
    ]


def test_the_path_is_not_changed() -> None:
    path = [user("a"), user("b")]
    first, second = chat_request(BARE, path), chat_request(BARE, path)
    assert first == second
    assert path[0].text == "a"


TURNS = st.lists(
    st.builds(turn, st.sampled_from([Role.USER, Role.ASSISTANT]), st.sampled_from(["", " ", "a", "b\nc"])), max_size=8
)


@given(TURNS)
def test_roles_always_alternate_and_no_text_is_lost(path: list[Message]) -> None:
    messages = sent(*path, preset=Preset("p", "m", system="s"))
    roles = [role for role, _ in messages]
    assert all(a != b for a, b in pairwise(roles))
    told = "".join("".join(text.split()) for _, text in messages[1:])
    assert told == "".join("".join(message.text.split()) for message in path)


def test_the_body_is_utf8_json_with_half_characters_replaced() -> None:
    body = encode({"messages": [{"content": "größer 😀 \ud83d\ude00 \ud83d"}]})
    assert "größer".encode() in body
    assert json.loads(body) == {"messages": [{"content": "größer 😀 😀 \ufffd"}]}


@pytest.mark.parametrize("value", [datetime.date(2026, 11, 23), float("nan"), {"deep": float("inf")}, {1, 2}])
def test_a_parameter_that_json_cannot_carry_is_named(value: object) -> None:
    with pytest.raises(NotSendable, match="The parameter `stop` has a value that JSON cannot carry"):
        encode({"model": "m", "stop": value})


@given(st.text(st.characters(), max_size=30))
def test_any_prompt_can_be_sent(text: str) -> None:
    assert json.loads(encode(chat_request(BARE, [user("x" + text)])))["model"] == "m"

"""aishtui's own JSON: what is written is read back, and written again it is the same."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.portable.json_writing import json_document
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.reading import Found
from aishtui.chat.portable.troubles import NotImportable
from tests.chat.portable.reading import one, read, trouble
from tests.chat.portable.values import STAMP, an_id, answer, histories, kept, prompt, whole_histories

MESSAGE = {
    "id": an_id(1), "parent_id": None, "role": "user", "created_at": STAMP, "status": "complete", "text": "hello",
}  # fmt: skip
CONVERSATION = {"id": an_id(0), "title": "T", "created_at": STAMP, "messages": [MESSAGE]}


def written(*conversations: KeptConversation) -> str:
    return "".join(json_document(conversations))


def file(**changes: object) -> str:
    """A file of one conversation, in which something of the conversation is another."""
    return json.dumps({"format": "aishtui", "version": 1, "conversations": [CONVERSATION | changes]})


def with_message(**changes: object) -> str:
    return file(messages=[{key: value for key, value in (MESSAGE | changes).items() if value is not ...}])


@whole_histories
@given(history=histories(), chunk=st.integers(1, 200))
def test_everything_comes_back(history: list[KeptConversation], chunk: int) -> None:
    text = written(*history)
    found = read(text, chunk)
    assert [one.kept for one in found if isinstance(one, Found)] == history
    assert len(found) == len(history)
    assert all(isinstance(one, Found) and not one.changes for one in found)
    assert written(*(one.kept for one in found if isinstance(one, Found))) == text


@whole_histories
@given(history=histories())
def test_the_file_is_json_with_a_line_for_each_message(history: list[KeptConversation]) -> None:
    text = written(*history)
    value = json.loads(text)
    assert (value["format"], value["version"]) == ("aishtui", 1)
    messages = sum(len(one.conversation.messages) for one in history)
    begun = [line for line in text.split("\n") if line.startswith('{"id": ') and '"role": ' in line]
    assert len(begun) == messages


@whole_histories
@given(history=histories())
def test_another_programs_layout_is_read_the_same(history: list[KeptConversation]) -> None:
    sorted_keys = json.dumps(json.loads(written(*history)), indent=3, sort_keys=True)
    assert [one.kept for one in read(sorted_keys) if isinstance(one, Found)] == history


@whole_histories
@given(history=histories())
def test_so_are_conversations_by_themselves_line_by_line(history: list[KeptConversation]) -> None:
    lines = "\n".join(json.dumps(value) for value in json.loads(written(*history))["conversations"])
    assert [one.kept for one in read(lines or " ") if isinstance(one, Found)] == history


def test_an_answer_that_was_being_written_is_cut_off() -> None:
    writing = replace(answer("so f", 2, an_id(1), AnswerFacts()), status=Status.WRITING)
    found = one(written(kept(prompt("?"), writing)))
    assert found.kept.conversation.messages[an_id(2)].status is Status.CUT_OFF
    assert [str(change) for change in found.changes] == [
        "line 2: an answer that was being written when it was exported is cut off"
    ]


def test_fields_that_are_not_known_are_no_mistake() -> None:
    assert one(file(colour="blue")).kept == one(file()).kept


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file(id=None), "line 1: id: must be text, not null"),
        (file(id=""), "line 1: id: must have 1 to 200 characters"),
        (file(title=[]), "line 1: title: must be text, not a list"),
        (file(created_at="yesterday"), "line 1: created_at: must be a date and time with its offset"),
        (file(created_at="2026-11-25T12:00:00"), "line 1: created_at: must be a date and time with its offset"),
        (file(messages={}), "line 1: messages: must be a list, not an object"),
        (file(messages=["hello"]), "line 1: messages[0]: a message must be an object, not a text"),
        (file(messages=[MESSAGE, MESSAGE]), "line 1: messages[1].id: is the id of an earlier message too"),
        (with_message(id=5), "line 1: messages[0].id: must be text, not a number"),
        (with_message(text=...), "line 1: messages[0].text: is missing"),
        (with_message(text=True), "line 1: messages[0].text: must be text, not true or false"),
        (with_message(role="boss"), "line 1: messages[0].role: must be one of system, user, assistant"),
        (with_message(status="done"), "line 1: messages[0].status: must be one of writing, complete, stopped, cut_off"),
        (with_message(status="failed"), "line 1: messages[0].status: is for answers alone"),
        (with_message(facts={}), "line 1: messages[0].facts: only an answer has facts"),
        (with_message(role="assistant", facts=[]), "line 1: messages[0].facts: must be an object, not a list"),
        (with_message(parent_id=7), "line 1: messages[0].parent_id: must be text, not a number"),
        (
            file(messages=[MESSAGE | {"parent_id": an_id(2)}, MESSAGE | {"id": an_id(2), "parent_id": an_id(1)}]),
            "line 1: messages[0].parent_id: the message comes before itself: its parents go in a circle",
        ),
        (with_message(parent_id=an_id(1)), "line 1: messages[0].parent_id: the message comes before itself"),
        ('{"format": "aishtui", "conversations": [5]}', "line 1: a conversation must be an object, not a number"),
        (file(messages=float("nan")), "line 1: is no JSON: it has no NaN"),
        ('{"format": "aishtui", "conversations": [\n{},\n{"id":\nbad}]}', "line 2: id: is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(content: str, said: str) -> None:
    assert str(read(content)[0]).startswith(said)


def test_one_mistake_does_not_take_the_others_with_it() -> None:
    text = written(kept(prompt("one")), kept(prompt("two")))
    broken = text.replace('"text": "one"', '"text": 1')
    found = read(broken)
    assert [type(one).__name__ for one in found] == ["Trouble", "Found"]


def test_the_line_of_broken_json_is_that_of_the_mistake() -> None:
    assert str(read('{"format": "aishtui", "conversations": [\n{},\n{"id":\nbad}]}')[1]) == (
        "line 4: is no JSON: expecting value at “bad}”"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        ("[]".encode("utf-16"), "is in UTF-16 or UTF-32"),
        ("[]".encode("utf-16-le"), "is in UTF-16 or UTF-32"),
        ("[]".encode("utf-32-be"), "is in UTF-16 or UTF-32"),
        (b"\x1f\x8b\x08\x00", "is compressed: unpack it first"),
        (b"PK\x03\x04....", "is compressed: unpack it first"),
        (b"---\ntitle: x\n", "is no JSON: expecting value at “---” (line 1)"),
        (b"\n\nhello", "is no JSON: expecting value at “hello” (line 3)"),
        (b'{"format": aishtui, "conversations": []}', "is no JSON: expecting value at “aishtui, "),
        (b'{"format": "aishtui", "version": 2, "conversations": []}', "was written by a newer aishtui"),
        (b'{"conversations": [], "format": "aishtui", "version": 99}', "was written by a newer aishtui"),
    ],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_says_why(content: bytes, said: str) -> None:
    with pytest.raises(NotImportable) as refused:
        read(content)
    assert str(refused.value).startswith(said)


def test_a_byte_order_mark_is_no_part_of_the_file() -> None:
    assert one(b"\xef\xbb\xbf" + file().encode()).kept == one(file()).kept


def test_bytes_that_are_no_utf8_cost_one_conversation() -> None:
    text = written(kept(prompt("one")), kept(prompt("two"))).encode().replace(b"one", b"\xff\xfe")
    first, second = read(text)
    assert str(first) == "line 3: is no JSON: there is a byte that is not UTF-8"
    assert isinstance(second, Found)


def test_halves_of_characters_are_replaced_and_it_is_said() -> None:
    found = one(with_message(text="a\ud83d", role="user"))
    assert found.kept.conversation.messages[an_id(1)].text == "a\N{REPLACEMENT CHARACTER}"
    assert [change.problem for change in found.changes] == [
        "halves of characters were replaced by \N{REPLACEMENT CHARACTER}"
    ]
    assert not found.changes[0].lost


def test_facts_from_a_file_cannot_steer_a_terminal() -> None:
    facts = {"answered_by": "a\x1b[31m\nb", "notes": ["\u202ex"], "error": "one\ntwo\x07", "tokens_out": "many"}
    found = one(with_message(role="assistant", facts=facts))
    read_facts = found.kept.conversation.messages[an_id(1)].facts
    assert read_facts == AnswerFacts(
        answered_by="a\u241b[31m b", notes=("\N{REPLACEMENT CHARACTER}x",), error="one\ntwo\u2407"
    )
    assert "`tokens_out`" in found.changes[0].problem


@pytest.mark.parametrize("number", ["1e999", "9" * 5000, "-" + "9" * 5000])
def test_numbers_beyond_all_measure_do_not_break_it(number: str) -> None:
    text = with_message(role="assistant", facts={"cost": 1234}).replace("1234", number)
    facts = one(text).kept.conversation.messages[an_id(1)].facts
    assert facts is not None
    assert one(written(one(text).kept)).kept.conversation.messages[an_id(1)].facts in (facts, AnswerFacts())


def test_stamps_of_other_zones_are_told_in_utc() -> None:
    message = one(with_message(created_at="2026-11-25T13:04:11+01:00")).kept.conversation.messages[an_id(1)]
    assert message.created_at == "2026-11-25T12:04:11.000+00:00"


def test_an_object_with_no_messages_is_no_conversation() -> None:
    assert trouble('{"hello": 1}') == "line 1: is an object without `messages`: no conversation"

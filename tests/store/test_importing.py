"""Conversations out of the store and into another: the same bytes, nothing overwritten, and found by their words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.history import Wanted
from aishtui.chat.messages import Conversation
from aishtui.chat.portable.json_writing import json_document
from aishtui.chat.portable.kept import Imported, KeptConversation
from aishtui.chat.portable.reading import Found, read_conversations
from aishtui.store.database import Store
from tests.chat.portable.values import (
    NOW_MS,
    STAMP,
    THEN_MS,
    an_id,
    answer,
    conversations,
    histories,
    kept,
    prompt,
    whole_histories,
)

PROMPT, ANSWER = prompt("the aurora borealis"), answer("glows green", 2, an_id(1))


def exported(store: Store) -> str:
    ids = store.conversation_ids("", 1000).result()
    return "".join(json_document(one for id_ in ids if (one := store.kept_conversation(id_).result()) is not None))


def imported(store: Store, text: str) -> list[Imported]:
    found = read_conversations([text.encode()], THEN_MS, NOW_MS)
    return [store.import_conversation(one.kept).result() for one in found if isinstance(one, Found)]


_number = count(1)


@whole_histories
@given(data=st.data())
def test_a_conversation_comes_back_byte_for_byte(shared: Store, data: st.DataObject) -> None:
    of = data.draw(conversations(next(_number)))
    text = "".join(json_document([of]))
    assert [one.new for one in imported(shared, text)] == [True]
    again = shared.kept_conversation(of.conversation.id).result()
    assert again == of
    assert "".join(json_document([again])) == text
    assert [one.changed for one in imported(shared, text)] == [False]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=histories())
def test_a_whole_history_comes_back_byte_for_byte(history: list[KeptConversation]) -> None:
    text = "".join(json_document(history))
    with fresh_store() as first, fresh_store() as second:
        imported(first, text)
        assert exported(first) == text
        imported(second, exported(first))
        assert exported(second) == text


def test_what_is_here_stays_as_it_is(store: Store) -> None:
    store.add_turn(Conversation(an_id(0), STAMP, "mine"), [PROMPT, ANSWER]).result()
    store.pin(an_id(0), True).result()
    more = answer("or red", 3, an_id(1))
    changed = replace(PROMPT, text="another")
    done = store.import_conversation(kept(changed, ANSWER, more, title="theirs")).result()
    assert (done.new, done.added, len(done.refused)) == (False, 1, 1)
    found = store.kept_conversation(an_id(0)).result()
    assert found is not None
    assert (found.conversation.title, found.pinned) == ("mine", True)
    assert found.conversation.messages == {message.id: message for message in (PROMPT, ANSWER, more)}


def test_what_cannot_be_taken_leaves_no_trace(store: Store) -> None:
    done = store.import_conversation(kept(ANSWER)).result()
    assert done.left_out.startswith(f"the message {ANSWER.id} follows {PROMPT.id}")
    assert not done.changed
    assert store.conversation_ids("", 10).result() == ()
    assert store.conversation(an_id(0)).result() is None


def test_a_message_of_another_conversation_is_left_where_it_is(store: Store) -> None:
    store.import_conversation(kept(PROMPT)).result()
    elsewhere = Conversation(an_id(7), STAMP, "", {PROMPT.id: replace(PROMPT, conversation_id=an_id(7))})
    done = store.import_conversation(KeptConversation(elsewhere)).result()
    assert done.left_out == f"the message {PROMPT.id} is in another conversation here ({an_id(0)})"
    assert store.conversation_ids("", 10).result() == (an_id(0),)


def test_what_was_deleted_is_in_no_export_and_an_import_brings_it_back(store: Store) -> None:
    store.import_conversation(kept(PROMPT, ANSWER)).result()
    text = exported(store)
    store.delete_messages([ANSWER.id]).result()
    found = store.kept_conversation(an_id(0)).result()
    assert found is not None
    assert list(found.conversation.messages) == [PROMPT.id]
    store.delete_conversations([an_id(0)]).result()
    assert store.kept_conversation(an_id(0)).result() is None
    assert exported(store) == "".join(json_document([]))
    (done,) = imported(store, text)
    assert (done.new, done.added, done.restored) == (False, 0, 2)
    assert exported(store) == text


def test_what_hangs_below_something_deleted_is_in_no_export(store: Store) -> None:
    below = prompt("more", 3, ANSWER.id)
    store.import_conversation(kept(PROMPT, ANSWER, below)).result()
    store.delete_messages([ANSWER.id]).result()
    found = store.kept_conversation(an_id(0)).result()
    assert found is not None
    assert list(found.conversation.messages) == [PROMPT.id]


def test_what_was_imported_is_listed_and_found_by_its_words(store: Store) -> None:
    facts = AnswerFacts(
        preset="fast", asked_model="qwen", answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER
    )
    store.import_conversation(kept(PROMPT, replace(ANSWER, facts=facts))).result()
    for wanted in (
        Wanted(words="boreal"), Wanted(words="green"), Wanted(preset="fast"), Wanted(model="qwen"),
        Wanted(backend="boltzmann"), Wanted(since="2026-11-25"),
    ):  # fmt: skip
        assert [row.id for row in store.history(wanted, 10).result().rows] == [an_id(0)], wanted
    assert store.history(Wanted(words="purple"), 10).result().rows == ()


def test_an_answer_that_another_process_is_writing_stays_its_own(store: Store) -> None:
    writing = replace(ANSWER, status=Status.WRITING, text="")
    store.add_turn(Conversation(an_id(0), STAMP, ""), [PROMPT, writing]).result()
    store.journal(ANSWER.id, 1, "glows", "").result()
    done = store.import_conversation(kept(PROMPT, replace(ANSWER, status=Status.CUT_OFF, text=""))).result()
    assert not done.changed
    assert done.refused == ()
    found = store.conversation(an_id(0)).result()
    assert found is not None
    assert (found.messages[ANSWER.id].status, found.messages[ANSWER.id].text) == (Status.WRITING, "glows")


def test_conversations_are_called_by_id_by_its_beginning_and_by_words_of_the_title(store: Store) -> None:
    for number, title in ((0, "Éclairs at night"), (500, "éclairs"), (900, "Nothing of it")):
        of = Conversation(an_id(number), STAMP, title)
        store.import_conversation(KeptConversation(of)).result()

    def called(name: str) -> list[str]:
        return [one.title for one in store.conversations_called(name, 5).result()]

    assert called(an_id(500)) == ["éclairs"]
    assert called(an_id(500)[:15]) == ["éclairs"]
    assert called("ECLAIRS") == ["éclairs"]
    assert called("night") == ["Éclairs at night"]
    assert sorted(called("i")) == ["Nothing of it", "Éclairs at night", "éclairs"]
    assert called("  ") == []
    assert called("100%") == []


def test_ids_come_in_pages(store: Store) -> None:
    for number in range(5):
        store.import_conversation(KeptConversation(Conversation(an_id(number), STAMP, ""))).result()
    assert store.conversation_ids("", 2).result() == (an_id(0), an_id(1))
    assert store.conversation_ids(an_id(1), 9).result() == (an_id(2), an_id(3), an_id(4))
    assert store.conversation_ids(an_id(4), 9).result() == ()


@contextmanager
def fresh_store() -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        store.start()
        try:
            yield store
        finally:
            store.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    """One for all examples, each of which has ids of its own: opening one takes longer than what is tried."""
    with fresh_store() as store:
        yield store

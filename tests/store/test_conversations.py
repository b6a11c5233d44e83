"""Conversations through the store and back."""

import asyncio
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.store.database import Store
from tests.store.conftest import OpenStore
from tests.store.values import NOW, answer, conversation, ended, growing, prompt

TEXT = st.text(max_size=40)
FACTS = st.builds(
    AnswerFacts,
    preset=st.none() | TEXT,
    asked_model=TEXT,
    answered_by=st.none() | TEXT,
    answered_by_from=st.sampled_from(AnsweredByFrom),
    http_status=st.none() | st.integers(),
    first_token_s=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    tokens_out=st.none() | st.integers(),
    notes=st.lists(TEXT, max_size=3).map(tuple),
)


@st.composite
def trees(draw: st.DrawFn) -> Conversation:
    """A conversation whose messages answer any earlier one, or none."""
    messages: dict[str, Message] = {}
    for number in range(draw(st.integers(0, 8))):
        id_ = f"m{number:03}"
        parent = draw(st.none() | st.sampled_from(sorted(messages))) if messages else None
        role = draw(st.sampled_from(Role))
        status = draw(st.sampled_from([s for s in Status if s.ended]))
        facts = draw(FACTS) if role is Role.ASSISTANT else None
        messages[id_] = Message(id_, "c1", parent, role, draw(TEXT), NOW, draw(TEXT), status, facts)
    return Conversation("c1", NOW, draw(TEXT), messages)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees(), order=st.randoms(use_true_random=False))
def test_any_tree_comes_back_as_it_was(store: Store, tree: Conversation, order: object) -> None:
    renamed = _under_a_new_id(tree)
    messages = list(renamed.messages.values())
    order.shuffle(messages)  # type: ignore[attr-defined]
    store.add_turn(renamed, messages).result()
    found = store.conversation(renamed.id).result()
    assert found == renamed
    assert list(found.messages) == sorted(renamed.messages)


_count = iter(range(1_000_000))


def _under_a_new_id(tree: Conversation) -> Conversation:
    """One store serves all examples, so each needs ids of its own."""
    name = f"c{next(_count):06}"
    messages = {
        f"{name}-{m.id}": Message(
            f"{name}-{m.id}",
            name,
            None if m.parent_id is None else f"{name}-{m.parent_id}",
            m.role,
            m.text,
            m.created_at,
            m.thinking,
            m.status,
            m.facts,
        )
        for m in tree.messages.values()
    }
    return Conversation(name, tree.created_at, tree.title, messages)


def test_a_conversation_that_is_not_there_is_none(store: Store) -> None:
    assert store.conversation("nowhere").result() is None


def test_pieces_are_read_in_order_and_folded_at_the_end(store: Store, tmp_path: Path) -> None:
    message = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), message])
    store.journal("m2", 7, "two", "b")
    store.journal("m2", 3, "one ", "a").result()
    found = store.conversation("c1").result()
    assert found is not None
    assert (found.messages["m2"].text, found.messages["m2"].thinking) == ("one two", "ab")

    store.end_answer(ended(message, "one two three")).result()
    found = store.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"] == ended(message, "one two three")
    store.close()
    assert _rows(tmp_path / "data", "SELECT count(*) FROM pieces") == [(0,)]


def test_a_piece_written_twice_counts_once(store: Store) -> None:
    store.add_turn(conversation(), [growing("m2", None)])
    store.journal("m2", 0, "once", "")
    store.journal("m2", 0, "once", "").result()
    found = store.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].text == "once"


def test_who_answers_is_known_while_the_answer_grows_and_after_a_crash(store: Store, open_store: OpenStore) -> None:
    store.add_turn(conversation(), [growing("m2", None)])
    facts = AnswerFacts(asked_model="qwen", answered_by="dirac", answered_by_from=AnsweredByFrom.HEADER)
    store.journal_facts("m2", facts).result()
    assert store.last_backend("qwen").result() == "dirac"
    store.close()
    again = open_store()
    assert again.opened.result().recovered == ("m2",)
    found = again.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].facts == facts


def test_facts_that_come_late_do_not_change_an_ended_answer(store: Store) -> None:
    message = growing("m2", None)
    store.add_turn(conversation(), [message])
    store.end_answer(ended(message, "done"))
    store.journal_facts("m2", AnswerFacts(asked_model="other")).result()
    found = store.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].facts == message.facts


def test_an_answer_whose_beginning_could_not_be_saved_is_saved_at_its_end(store: Store) -> None:
    store.end_answer(answer("m2", "m1", "whole", of="c9")).result()
    found = store.conversation("c9").result()
    assert found is not None
    assert found.messages["m2"].text == "whole"


def test_a_title_that_is_there_stays(store: Store) -> None:
    store.add_turn(conversation(title=""), [])
    store.add_turn(conversation(title="Why?"), [])
    store.add_turn(conversation(title="Another"), []).result()
    found = store.conversation("c1").result()
    assert found is not None
    assert found.title == "Why?"


def test_where_a_conversation_began_is_kept(store: Store, tmp_path: Path) -> None:
    store.add_turn(conversation("c1"), [prompt("m1", "here")])
    store.add_turn(conversation("c2"), [prompt("m2", "there", of="c2")], origin="ask").result()
    store.close()
    rows = _rows(tmp_path / "data", "SELECT id, origin, newest_message_id FROM conversations ORDER BY id")
    assert rows == [("c1", "workbench", "m1"), ("c2", "ask", "m2")]


def test_odd_text_survives(store: Store) -> None:
    odd = "nul \0 nul, half \ud83d a pair \ud83d\ude00, esc \x1b[31m, \u202e, \U0010ffff"
    store.add_turn(conversation("c1", odd), [prompt("m1", odd)]).result()
    store.remember_prompt(odd).result()
    found = store.conversation("c1").result()
    kept = "nul \0 nul, half \ufffd a pair \U0001f600, esc \x1b[31m, \u202e, \U0010ffff"
    assert found is not None
    assert (found.title, found.messages["m1"].text) == (kept, kept)
    assert store.prompts(1).result() == (kept,)
    assert store.conversation("half \ud83d").result() is None


def test_an_answer_that_is_still_being_written_cannot_be_ended(store: Store) -> None:
    with pytest.raises(ValueError, match="m2"):
        store.end_answer(growing("m2", None))


async def test_a_cancelled_wait_does_not_take_the_write_with_it(store: Store) -> None:
    writing = asyncio.wrap_future(store.add_turn(conversation(), [prompt("m1", "kept")]))
    writing.cancel()
    found = await asyncio.wrap_future(store.conversation("c1"))
    while found is None:
        found = await asyncio.wrap_future(store.conversation("c1"))
    assert found.messages["m1"].text == "kept"


def test_files_are_private(store: Store, tmp_path: Path) -> None:
    store.add_turn(conversation(), [prompt("m1", "secret")]).result()
    folder = tmp_path / "data"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes == {
        "data": 0o700, "run": 0o700, "aishtui.db": 0o600, "aishtui.db-wal": 0o600, "aishtui.db-shm": 0o600,
    }  # fmt: skip


def _rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(folder / "aishtui.db")
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_a_circle_or_a_missing_message_hides_nothing_and_hangs_nothing(store: Store) -> None:
    """As a damaged database may have it; what is below it can be gone on with."""
    circle = [prompt("m1", "one", parent="m2"), answer("m2", "m1", "two"), prompt("m3", "self", parent="m3")]
    store.add_turn(conversation(), [*circle, answer("m4", "gone", "orphan")]).result(10)
    store.delete_messages(["m2"]).result(10)
    store.add_turn(conversation(), [prompt("m5", "below", parent="m2")]).result(10)
    found = store.conversation("c1").result(10)
    assert found is not None
    assert [message.id for message in found.path("m5")] == ["m1", "m2", "m5"]
    beginnings = [message.id for message in found.siblings("m1")]
    assert beginnings == ["m1", "m3", "m4"]

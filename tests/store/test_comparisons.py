"""Comparisons in the database: whichever way an answer takes, it stays in its comparison."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.comparisons import rounds_of
from aishtui.chat.history import ComparisonSummary, Wanted
from aishtui.chat.messages import Message
from aishtui.chat.portable.json_writing import json_document
from aishtui.chat.portable.reading import Found, read_conversations
from aishtui.store.backing_up import copy_database
from aishtui.store.carrying import put_in, take_out
from aishtui.store.checking import examine
from aishtui.store.connection import open_memory, open_writer
from aishtui.store.conversations import cut_off_answers, save_end, save_turn
from aishtui.store.database import Store
from aishtui.store.managing import delete
from aishtui.store.repairing import repair
from aishtui.store.retention import purge_some
from aishtui.store.salvage import take_what_can_be_read
from aishtui.store.schema import MIGRATIONS, migrate
from tests.store.conftest import OpenStore
from tests.store.test_history import keep
from tests.store.values import answer, conversation, ended, prompt

NAMES = ("fast", "chat", "deep")
PLACES = "SELECT id, comparison, compared_column, compared_round FROM messages WHERE comparison IS NOT NULL ORDER BY id"


def compared(
    id_: str, parent: str, column: int, round_: int = 1, comparison: str = "k1", of: str = "c1", **facts: object
) -> Message:
    known = AnswerFacts(preset=NAMES[column], asked_model="qwen", comparison=comparison, column=column, round=round_)
    return answer(id_, parent, f"answer {id_}", facts=replace(known, **facts), of=of)  # type: ignore[arg-type]


def two_rounds(of: str = "c1", comparison: str = "k1", start: int = 10) -> list[Message]:
    """Three columns below one prompt, then two that go on, each below its own answer."""

    def id_(number: int) -> str:
        return f"m{start + number:05}"

    return [
        prompt(id_(0), "Why?", of=of),
        *(compared(id_(1 + n), id_(0), n, comparison=comparison, of=of) for n in range(3)),
        prompt(id_(4), "And then?", id_(1), of=of),
        prompt(id_(5), "And then?", id_(3), of=of),
        compared(id_(6), id_(4), 0, 2, comparison, of),
        compared(id_(7), id_(5), 2, 2, comparison, of),
    ]


def keep_two_rounds(store: Store, of: str = "c1", comparison: str = "k1", start: int = 10) -> list[Message]:
    messages = two_rounds(of, comparison, start)
    store.add_turn(conversation(of, "Why?"), messages).result()
    return [message for message in messages if message.facts is not None]


def places(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return connection.execute(PLACES).fetchall()


EXPECTED = [
    ("m00011", "k1", 0, 1), ("m00012", "k1", 1, 1), ("m00013", "k1", 2, 1), ("m00016", "k1", 0, 2),
    ("m00017", "k1", 2, 2),
]  # fmt: skip


@pytest.fixture
def memory() -> Iterator[sqlite3.Connection]:
    with closing(open_memory()) as connection:
        migrate(connection, lambda _: None)
        yield connection


def row(store: Store, of: str = "c1", **wanted: object) -> ComparisonSummary | None:
    found = {one.id: one for one in store.history(Wanted(**wanted), 50).result().rows}  # type: ignore[arg-type]
    return found[of].comparison


def test_a_comparison_is_read_as_it_was_kept(store: Store) -> None:
    answers = keep_two_rounds(store)
    assert store.comparison("k1").result() == tuple(answers)
    rounds = rounds_of("k1", answers)
    assert [(one.number, sorted(one.answers)) for one in rounds] == [(1, [0, 1, 2]), (2, [0, 2])]
    assert store.comparison("k2").result() == ()


def test_a_list_says_who_was_compared_and_in_how_many_rounds(store: Store) -> None:
    keep_two_rounds(store)
    keep(store, 1, "nothing compared")
    assert row(store) == ComparisonSummary("k1", ("fast", "chat", "deep"), 2)
    assert row(store, "c0001") is None


def test_a_list_says_it_of_the_newest_comparison(store: Store) -> None:
    keep_two_rounds(store)
    later = compared("m00030", "m00016", 1, comparison="k0")
    store.add_turn(conversation(), [later]).result()
    assert row(store) == ComparisonSummary("k0", ("chat",), 1)
    store.delete_messages(["m00030"]).result()
    assert row(store) == ComparisonSummary("k1", ("fast", "chat", "deep"), 2)


def test_what_was_compared_is_found_and_left_out(store: Store) -> None:
    keep_two_rounds(store)
    keep(store, 1, "Why not?", "answer enough")

    def ids(**wanted: object) -> list[str]:
        return [one.id for one in store.history(Wanted(**wanted), 50).result().rows]  # type: ignore[arg-type]

    assert ids(compared=True) == ["c1"]
    assert ids(compared=False) == ["c0001"]
    assert ids(words="answer", compared=True) == ["c1"]
    assert ids(words="answer", compared=False) == ["c0001"]
    store.delete_messages([f"m000{n}" for n in (11, 12, 13, 16, 17)]).result()
    assert ids(compared=True) == []


def test_columns_may_be_conversations_of_their_own(store: Store) -> None:
    for number in range(3):
        of = f"c{number}"
        messages = [prompt(f"m{number}0", "Why?", of=of), compared(f"m{number}1", f"m{number}0", number, of=of)]
        store.add_turn(conversation(of, "Why?"), messages).result()
    assert {row(store, f"c{n}") for n in range(3)} == {ComparisonSummary("k1", NAMES, 1)}
    store.delete_conversations(["c1"]).result()
    assert [message.conversation_id for message in store.comparison("k1").result()] == ["c0", "c2"]
    assert row(store, "c0") == ComparisonSummary("k1", ("fast", "deep"), 1)
    assert row(store, "c1", deleted=True) == ComparisonSummary("k1", NAMES, 1)
    store.delete_conversations(["c0", "c2"]).result()
    assert store.comparison("k1").result() == ()
    assert store.newest_comparison().result() is None


def test_the_newest_comparison_of_all_and_of_one_conversation(store: Store) -> None:
    assert store.newest_comparison().result() is None
    keep_two_rounds(store)
    keep_two_rounds(store, "c2", "a-suite-0-1", 100)
    assert store.newest_comparison().result() == "a-suite-0-1"
    assert store.newest_comparison("c1").result() == "k1"
    assert store.newest_comparison("c3").result() is None


def test_an_answer_is_in_its_comparison_while_it_grows(store: Store) -> None:
    known = AnswerFacts(preset="fast", comparison="k1", column=0, round=1)
    growing = answer("m2", "m1", status=Status.WRITING, facts=known)
    store.add_turn(conversation(), [prompt("m1", "Why?"), growing])
    store.journal("m2", 0, "Because", "").result()
    assert [message.text for message in store.comparison("k1").result()] == ["Because"]
    store.journal_facts("m2", replace(known, answered_by="dirac")).result()
    assert [message.id for message in store.comparison("k1").result()] == ["m2"]
    store.end_answer(ended(replace(growing, facts=known), "Because it is.")).result()
    assert [message.text for message in store.comparison("k1").result()] == ["Because it is."]


def test_an_answer_that_was_cut_off_by_a_kill_is_in_it(memory: sqlite3.Connection) -> None:
    known = AnswerFacts(comparison="k1", column=1, round=3)
    save_turn(memory, conversation(), [answer("m2", None, status=Status.WRITING, facts=known)], "workbench", "dead")
    cut_off_answers(memory, "dead")
    assert places(memory) == [("m2", "k1", 1, 3)]


def test_what_is_carried_from_file_to_file_is_in_it(open_store: OpenStore, memory: sqlite3.Connection) -> None:
    """As from a place aside, from a spare copy, from what was rescued, and from a file that is damaged."""
    store = open_store()
    keep_two_rounds(store)
    assert store.close(60)
    with closing(open_writer(store.data_dir / "aishtui.db")) as source:
        put_in(memory, take_out(source, "me"), "me", "me")
        assert places(memory) == EXPECTED
        memory.execute("DELETE FROM messages")
        put_in(memory, take_what_can_be_read(source, "me", ["c1"]), "me", "me")
    assert places(memory) == EXPECTED


def test_what_was_growing_when_it_was_carried_is_in_it(memory: sqlite3.Connection) -> None:
    known = AnswerFacts(preset="fast", comparison="k1", column=0, round=1)
    growing = answer("m2", None, status=Status.WRITING)
    save_turn(memory, conversation(), [growing], "workbench", "me")
    with closing(open_memory()) as aside:
        migrate(aside, lambda _: None)
        save_turn(aside, conversation(), [growing], "workbench", "me")
        save_end(aside, replace(ended(growing, "all"), facts=known))
        put_in(memory, take_out(aside, "me"), "me", "me")
    assert places(memory) == [("m2", "k1", 0, 1)]


def test_a_backup_and_a_repair_have_it(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    keep_two_rounds(store)
    assert store.close(60)
    path = store.data_dir / "aishtui.db"
    copy_database(path, tmp_path / "copy.db", force=False, step=lambda *_: None)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert places(copy) == EXPECTED
    with closing(sqlite3.connect(path)) as database:  # as where these values could not be read
        database.execute("UPDATE messages SET comparison = NULL, compared_column = NULL, compared_round = NULL")
        database.commit()
    repair(path, lambda table, looked: None)
    with closing(sqlite3.connect(path)) as database:
        assert places(database) == EXPECTED


def test_a_check_counts_them(open_store: OpenStore) -> None:
    store = open_store()
    keep_two_rounds(store)
    keep_two_rounds(store, "c2", "k2", 100)
    assert store.close(60)
    assert examine(store.data_dir).counts["comparisons"] == 2


def test_an_import_has_it(store: Store, open_store: OpenStore, tmp_path: Path) -> None:
    keep_two_rounds(store)
    kept = store.kept_conversation("c1").result()
    assert kept is not None
    text = "".join(json_document([kept]))
    other = Store(tmp_path / "other")
    other.start()
    for found in read_conversations([text.encode()], 0, 2_000_000_000_000):
        assert isinstance(found, Found)
        other.import_conversation(found.kept).result()
    (listed,) = other.history(Wanted(), 10).result().rows
    assert listed.comparison == ComparisonSummary("k1", NAMES, 2)
    texts = [sorted(message.text for message in one.comparison("k1").result()) for one in (store, other)]
    assert texts[0] == texts[1]
    assert other.close(60)


def test_places_that_no_column_of_sqlite_holds_are_left_out(store: Store) -> None:
    store.add_turn(conversation(), [compared("m1", "m0", 0, 10**30)]).result()
    assert row(store) is None
    assert [message.id for message in store.comparison("k1").result()] == ["m1"]


def test_what_is_purged_is_in_no_comparison(memory: sqlite3.Connection) -> None:
    save_turn(memory, conversation(), two_rounds(), "workbench", "me")
    delete(memory, "conversations", ["c1"])
    while purge_some(memory, 0, datetime.now(UTC) + timedelta(minutes=1)):
        pass
    assert places(memory) == []


def test_a_database_of_the_version_before_gets_its_columns_and_says_of_no_comparison() -> None:
    with closing(open_memory()) as database:
        migrate(database, lambda _: None, MIGRATIONS[:2])
        database.execute("INSERT INTO conversations (id, created_at) VALUES ('c1', '2024-05-01')")
        database.execute(
            "INSERT INTO messages (id, conversation_id, role, text, status, created_at, facts) "
            "VALUES ('m1', 'c1', 'assistant', '', 'complete', '2024-05-01', '{\"preset\": \"deep\"}')"
        )
        migrate(database, lambda _: None)
        assert places(database) == []


def test_a_list_says_whether_anything_came_after_the_comparison(store: Store) -> None:
    keep_two_rounds(store)
    summary = row(store)
    assert summary is not None
    assert summary.last
    store.add_turn(conversation(), [prompt("m00040", "go on", "m00016")]).result()
    summary = row(store)
    assert summary is not None
    assert not summary.last
    store.delete_messages(["m00040"]).result()
    assert row(store) == ComparisonSummary("k1", NAMES, 2)

"""The list of conversations and the search in them, page by page."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.history import Found, Mark, Order, Summary, Wanted
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.store import history, word_index
from aishtui.store.connection import open_memory
from aishtui.store.conversations import save_turn
from aishtui.store.database import Store
from aishtui.store.managing import delete, restore
from aishtui.store.schema import migrate
from tests.store.conftest import OpenStore
from tests.store.values import answer, conversation, ended, growing, prompt


def keep(store: Store, number: int, asked: str, answered: str = "", title: str = "", **facts: object) -> str:
    """A conversation of one turn; the higher the number, the newer. Returns its id."""
    of = f"c{number:04}"
    known = AnswerFacts(**{"asked_model": "qwen", "preset": "deep", **facts})  # type: ignore[arg-type]
    messages = [
        prompt(f"m{number:04}a", asked, of=of),
        answer(f"m{number:04}b", f"m{number:04}a", answered, facts=known, of=of),
    ]
    day = f"2024-05-{number % 28 + 1:02}T12:00:00.000+00:00"
    store.add_turn(Conversation(of, day, title), [replace(message, created_at=day) for message in messages]).result()
    return of


def ids(found: Found) -> list[str]:
    return [row.id for row in found.rows]


def everything(store: Store, wanted: Wanted, limit: int) -> list[Summary]:
    """All pages, one behind the other."""
    rows: list[Summary] = []
    after: Mark | None = None
    while True:
        page = store.history(wanted, limit, after).result()
        rows += page.rows
        if page.next is None:
            return rows
        after = page.next


def search(store: Store, words: str, **filters: object) -> list[str]:
    return ids(store.history(Wanted(words, **filters), 50).result())  # type: ignore[arg-type]


def test_the_newest_conversation_comes_first_and_pinned_ones_before(store: Store) -> None:
    for number in range(5):
        keep(store, number, f"question {number}", title=f"title {number}")
    store.pin("c0001", True).result()
    assert ids(store.history(Wanted(), 50).result()) == ["c0001", "c0004", "c0003", "c0002", "c0000"]
    assert search(store, "", pinned=True) == ["c0001"]
    store.pin("c0001", False).result()
    assert search(store, "")[0] == "c0004"


def test_pages_join_without_a_gap_or_a_double(store: Store) -> None:
    for number in range(23):
        keep(store, number, f"word question {number}")
    store.pin("c0003", True).result()
    for wanted in (Wanted(), Wanted("word")):
        pages = [row.id for row in everything(store, wanted, 5)]
        assert sorted(pages) == [f"c{number:04}" for number in range(23)]
        assert pages == ids(store.history(wanted, 100).result())


def test_a_row_says_what_is_in_the_conversation(store: Store) -> None:
    of = keep(
        store, 7, "Why?", "Because.", title="Why?",
        answered_by="dirac", answered_by_from=AnsweredByFrom.HEADER,
    )  # fmt: skip
    store.add_turn(conversation(of), [growing("m0008", "m0007b", of=of)]).result()
    (row,) = store.history(Wanted(), 10).result().rows
    assert (row.title, row.messages, row.writing, row.presets, row.models, row.backends) == (
        "Why?", 3, 1, ("deep",), ("qwen",), ("dirac",),
    )  # fmt: skip
    assert row.changed_at == "2024-05-01T12:00:00Z"
    assert row.hit is None


def test_words_are_found_in_prompts_and_answers_whatever_their_case(store: Store) -> None:
    keep(store, 1, "How do I BORROW a book?", "Ask the librarian.")
    keep(store, 2, "unrelated", "The borrow checker, höflich gefragt.")
    assert search(store, "borrow") == ["c0002", "c0001"]
    assert search(store, "borr") == ["c0002", "c0001"]
    assert search(store, "borrow librarian") == []
    assert search(store, "hoflich") == ["c0002"]
    (row,) = store.history(Wanted("librarian"), 10).result().rows
    assert row.hit is not None
    assert (row.hit.message_id, row.hit.role) == ("m0001b", Role.ASSISTANT)
    assert [row.hit.excerpt[start:end] for start, end in row.hit.marks] == ["librarian"]


def test_a_conversation_with_many_hits_is_one_row(store: Store) -> None:
    of = keep(store, 1, "word", "word word")
    store.add_turn(conversation(of), [prompt("m0002", "word again", "m0001b", of=of)]).result()
    (row,) = store.history(Wanted("word"), 10).result().rows
    assert row.hit is not None
    assert (row.hit.message_id, row.hit.count) == ("m0002", 3)


def test_the_best_come_first_on_request(store: Store) -> None:
    keep(store, 1, "kernel kernel kernel")
    keep(store, 2, "a kernel among very many other words that say nothing " * 20)
    assert search(store, "kernel") == ["c0002", "c0001"]
    assert search(store, "kernel", order=Order.RELEVANCE) == ["c0001", "c0002"]


def test_a_title_somebody_gave_is_found_too(store: Store) -> None:
    keep(store, 1, "numbers", title="numbers")
    store.rename("c0001", "Büdget 2026").result()
    assert search(store, "budget") == ["c0001"]


def test_filters_apply_together(store: Store) -> None:
    header = AnsweredByFrom.HEADER
    keep(store, 1, "word", preset="fast", asked_model="small", answered_by="boltzmann", answered_by_from=header)
    keep(store, 2, "word", preset="deep", asked_model="large", answered_by="dirac", answered_by_from=header)
    keep(store, 3, "word", preset="deep", asked_model="small", answered_by="boltzmann", answered_by_from=header)
    for words in ("", "word"):
        assert search(store, words, preset="deep") == ["c0003", "c0002"]
        assert search(store, words, preset="deep", model="small") == ["c0003"]
        assert search(store, words, backend="dirac") == ["c0002"]
        assert search(store, words, backend="planck") == []
        assert search(store, words, since="2024-05-03", before="2024-05-04") == ["c0002"]
    choices = store.history_choices().result()
    assert (choices.presets, choices.models, choices.backends) == (
        ("deep", "fast"), ("large", "small"), ("boltzmann", "dirac"),
    )  # fmt: skip


def test_what_is_deleted_is_not_found_until_it_is_had_back(store: Store) -> None:
    keep(store, 1, "secret word")
    keep(store, 2, "another word")
    store.delete_conversations(["c0001"]).result()
    assert search(store, "") == search(store, "word") == ["c0002"]
    assert search(store, "", deleted=True) == search(store, "secret", deleted=True) == ["c0001"]
    store.restore_conversations(["c0001"]).result()
    assert search(store, "secret") == ["c0001"]


def test_a_deleted_branch_is_neither_read_nor_found(store: Store) -> None:
    of = keep(store, 1, "kept", "thrown away")
    store.delete_messages(["m0001b"]).result()
    assert search(store, "thrown") == []
    read = store.conversation(of).result()
    assert read is not None
    assert list(read.messages) == ["m0001a"]
    store.restore_messages(["m0001b"]).result()
    assert search(store, "thrown") == [of]


def test_a_message_below_what_was_deleted_brings_it_back(store: Store) -> None:
    of = keep(store, 1, "asked", "answered")
    store.delete_messages(["m0001a", "m0001b"]).result()
    store.delete_conversations([of]).result()
    store.add_turn(conversation(of), [prompt("m0002", "and now?", "m0001b", of=of)]).result()
    read = store.conversation(of).result()
    assert read is not None
    assert list(read.messages) == ["m0001a", "m0001b", "m0002"]
    assert search(store, "") == [of]


def test_an_answer_is_found_once_it_has_ended(store: Store) -> None:
    answering = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "asked"), answering]).result()
    store.journal("m2", 0, "half a word", "").result()
    assert search(store, "half") == []
    store.end_answer(ended(answering, "half a word and the rest")).result()
    assert search(store, "half") == ["c1"]
    store.end_answer(ended(answering, "whole")).result()
    assert (search(store, "half"), search(store, "whole")) == ([], ["c1"])


@pytest.mark.parametrize(
    "words",
    [
        "",
        "->",
        "100%",
        "日本",
        'a"b',
        "*",
        "NEAR(",
        "a AND",
        "\x00",
        "\ud800",
        "'",
        "(" * 99,
        "京" * 60_000,
        "a" * 60_000 + "+",
    ],
)
def test_nothing_typed_makes_a_search_fail(store: Store, words: str) -> None:
    keep(store, 1, 'fn -> 100% 日本語 a"b')
    store.history(Wanted(words), 10).result()


def test_signs_are_found_by_reading_every_message_and_a_note_says_so(store: Store) -> None:
    keep(store, 1, "fn a() -> b")
    keep(store, 2, "fn a() b")
    found = store.history(Wanted("->"), 10).result()
    assert ids(found) == ["c0001"]
    assert "every message is read" in found.note
    assert store.history(Wanted("fn"), 10).result().note == ""


@pytest.mark.parametrize("order", Order)
def test_signs_that_belong_to_a_word_tell_it_from_others(store: Store, order: Order) -> None:
    keep(store, 1, "why C?")
    keep(store, 2, "why C++?")
    keep(store, 3, "call rsync to delete")
    keep(store, 4, "call rsync --delete")
    assert search(store, "C++", order=order) == ["c0002"]
    assert sorted(search(store, "C?", order=order)) == ["c0001", "c0002", "c0003", "c0004"]
    assert search(store, "rsync --delete", order=order) == ["c0004"]


def test_without_an_index_everything_is_found_all_the_same() -> None:
    database = open_memory()
    migrate(database, lambda _: None)
    turn = [prompt("m1", "How to borrow?"), answer("m2", "m1", "Like this: 100%.")]
    save_turn(database, conversation(), turn, "workbench", "me")
    assert not word_index.exists(database)
    found = history.read_history(database, Wanted("borrow"), 10)
    assert (ids(found), "no full-text index" in found.note) == (["c1"], True)
    assert ids(history.read_history(database, Wanted("BORROW 00%"), 10)) == []
    assert ids(history.read_history(database, Wanted("like 00%"), 10)) == ["c1"]
    database.close()


def test_what_an_older_version_stored_is_indexed_behind_everybodys_back(tmp_path: Path, open_store: OpenStore) -> None:
    first = open_store()
    keep(first, 1, "borrowed words")
    first.close()
    database = sqlite3.connect(tmp_path / "data" / "aishtui.db")
    database.execute(f"DROP TABLE {word_index.TABLE}")
    database.commit()
    database.close()
    second = open_store()
    assert second.opened.result().problem == ""
    keep(second, 2, "borrowed too")  # written after the portion before it
    found = second.history(Wanted("borrowed"), 10).result()
    assert (ids(found), found.note) == (["c0002", "c0001"], "")


def test_a_note_says_that_the_index_is_being_made() -> None:
    database = open_memory()
    migrate(database, lambda _: None)
    save_turn(database, conversation(), [prompt("m1", "word")], "workbench", "me")
    word_index.create(database)
    assert "1 message left to read" in history.read_history(database, Wanted("word"), 10).note
    while word_index.fill_some(database):
        continue
    found = history.read_history(database, Wanted("word"), 10)
    assert (ids(found), found.note) == (["c1"], "")
    database.close()


def test_answers_nobody_saw_are_listed_until_they_are_seen(tmp_path: Path, store: Store) -> None:
    keep(store, 1, "asked", "answered")
    assert store.unseen().result() == ()
    database = sqlite3.connect(tmp_path / "data" / "aishtui.db")
    database.execute("UPDATE messages SET unseen = 1 WHERE id = 'm0001b'")
    database.commit()
    database.close()
    (one,) = store.unseen().result()
    assert (one.answer_id, one.conversation_id, one.status, one.preset) == ("m0001b", "c0001", "complete", "deep")
    (row,) = store.history(Wanted(), 10).result().rows
    assert row.unseen == 1
    store.mark_seen(["m0001b"]).result()
    assert store.unseen().result() == ()


TEXTS = st.lists(st.sampled_from(["alpha", "Beta", "gamma", "délta", "alphabet", "x->y"]), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=12), st.sampled_from(["alpha", "beta", "delta", "alphab"]))
def test_the_index_and_reading_everything_agree(texts: list[tuple[list[str], bool]], words: str) -> None:
    database = open_memory()
    migrate(database, lambda _: None)
    word_index.create(database)
    for number, (text, deleted) in enumerate(texts):
        of = f"c{number:03}"
        message = Message(f"m{number:03}", of, None, Role.USER, " ".join(text), "2024-05-01T12:00:00Z")
        save_turn(database, conversation(of), [message], "workbench", "me")
        if deleted:
            delete(database, "messages", [message.id])
        else:
            delete(database, "messages", [message.id])
            restore(database, "messages", [message.id])
    expected = [
        f"c{number:03}"
        for number, (text, deleted) in reversed(list(enumerate(texts)))
        if not deleted and any(word.lower().replace("é", "e").startswith(words) for word in text)
    ]
    assert ids(history.read_history(database, Wanted(words), 50)) == expected
    database.execute(f"INSERT INTO {word_index.TABLE} ({word_index.TABLE}) VALUES ('integrity-check')")
    database.close()


def test_a_title_that_comes_of_the_first_prompt_is_found_in_that_and_stands_where_it_belongs(store: Store) -> None:
    long = "  why does the borrow checker complain about this, of all things, here and now"
    keep(store, 1, long, title=f"{long.strip()[:59]}…")
    keep(store, 2, "something", "the borrow checker once more", title="something")
    keep(store, 3, "another thing", title="given: borrow checker")
    found = store.history(Wanted("borrow checker"), 1).result()
    assert [(row.id, row.hit is not None) for row in found.rows] == [("c0003", False), ("c0002", True)]
    assert ids(store.history(Wanted("borrow checker"), 1, found.next).result()) == ["c0001"]

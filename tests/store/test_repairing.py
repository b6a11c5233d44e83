"""A damaged database made anew out of what can be read of it."""

import random
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.history import Wanted
from aishtui.store.carrying import take_out
from aishtui.store.checking import examine, make_words_anew
from aishtui.store.errors import Stopped, StoreError, WordsDamaged
from aishtui.store.repairing import Repaired, repair
from aishtui.store.salvage import open_damaged, take_what_can_be_read
from tests.store.conftest import OpenStore
from tests.store.values import conversation, ended, growing, prompt, tab

PAGE = 4096
CONVERSATIONS, MESSAGES = 20, 30


def text_of(number: int) -> str:
    """Some fit into a page with others, some fill many pages."""
    return f"text {number} " * (3 if number % 7 else 2000)


def filled(open_store: OpenStore) -> Path:
    store = open_store()
    number = 0
    for of in range(CONVERSATIONS):
        messages = []
        for _ in range(MESSAGES):
            parent = messages[-1].id if messages else None
            messages.append(prompt(f"m{number:05}", text_of(number), parent, f"c{of}"))
            number += 1
        store.add_turn(conversation(f"c{of}", f"title {of}"), messages)
    store.add_turn(conversation("c99"), [prompt("m99997", "Why?", of="c99"), growing("m99998", "m99997", of="c99")])
    store.journal("m99998", 0, "half an ", "")
    store.journal("m99998", 1, "answer", "")
    store.remember_prompt("Why?")
    store.save_tabs([tab("t1", 0, draft="half a thought")])
    assert store.close(60)
    return store.data_dir / "aishtui.db"


def mended(database: Path) -> Repaired:
    """What came of the repair, after which the database is sound and the damaged file is as it was."""
    before = database.read_bytes()
    assert examine(database.parent).problems
    done = repair(database, lambda table, looked: None)
    assert done.damaged.read_bytes() == before
    after = examine(database.parent)
    assert (after.problems, after.word_index) == ([], "whole")
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert not list(database.parent.glob("*.part*"))
    return done


def messages_in(database: Path) -> dict[str, str]:
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute("SELECT id, text FROM messages").fetchall())


def test_a_database_cut_in_half_keeps_what_is_in_the_other_half(open_store: OpenStore) -> None:
    database = filled(open_store)
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
    done = mended(database)
    saved = messages_in(database)
    assert len(saved) > CONVERSATIONS * MESSAGES / 4
    assert done.tables["messages"].read == len(saved)
    assert done.tables["messages"].lost + len(saved) == CONVERSATIONS * MESSAGES + 2, "the indexes know of all"
    assert done.lost
    store = open_store()
    assert store.opened.result().problem == ""


@pytest.mark.parametrize("seed", range(8))
def test_past_damaged_pages_each_row_is_whole_or_counted_as_lost(open_store: OpenStore, seed: int) -> None:
    database = filled(open_store)
    dice = random.Random(seed)
    content = bytearray(database.read_bytes())
    pages = len(content) // PAGE
    for _ in range(12):
        at = dice.randrange(20, pages) * PAGE  # the first ones say which tables there are
        content[at : at + PAGE] = dice.randbytes(PAGE)
    database.write_bytes(content)
    done = mended(database)
    saved = messages_in(database)
    numbers = range(CONVERSATIONS * MESSAGES)
    whole = [number for number in numbers if saved.get(f"m{number:05}") == text_of(number)]
    in_part = [number for number in numbers if saved.get(f"m{number:05}") == ""]
    # Twelve pages of many; of a text that fills five, any one may be struck.
    assert len(whole) > len(numbers) * 0.7
    assert len(whole) + len(in_part) + done.tables["messages"].lost >= len(numbers)
    assert len(in_part) <= done.tables["messages"].in_part
    store = open_store()
    store.add_turn(conversation("c0"), [prompt("m99999", "goes on", of="c0")]).result()
    assert store.problem == ""


def test_an_answer_that_was_being_written_is_cut_off_with_its_pieces(open_store: OpenStore) -> None:
    database = filled(open_store)
    content = bytearray(database.read_bytes())
    content[-PAGE:] = bytes(PAGE)
    database.write_bytes(content[: -2 * PAGE])
    mended(database)
    store = open_store()
    opened = store.opened.result()
    assert opened.recovered == ("m99998",)
    assert [known.draft for known in opened.tabs] == ["half a thought"]
    found = store.conversation("c99").result()
    assert found is not None
    assert (found.messages["m99998"].text, found.messages["m99998"].status) == ("half an answer", Status.CUT_OFF)


def test_a_message_whose_text_cannot_be_read_stays_in_the_tree(open_store: OpenStore) -> None:
    store = open_store()
    store.add_turn(conversation(), [prompt("m1", "needle " * 5000), prompt("m2", "below it", "m1")]).result()
    store.close()
    database = store.data_dir / "aishtui.db"
    content = bytearray(database.read_bytes())
    # The text's own pages but not the row, which has its beginning.
    pages = [
        page
        for page in range(len(content) // PAGE)
        if content[page * PAGE + 4 : (page + 1) * PAGE].count(b"needle") > 500
    ]
    assert len(pages) > 5
    at = pages[2] * PAGE
    content[at : at + 4] = b"\xff\xff\xff\xff"
    database.write_bytes(content)
    done = mended(database)
    assert (done.tables["messages"].read, done.tables["messages"].in_part) == (2, 1)
    found = open_store().conversation("c1").result()
    assert found is not None
    assert [message.id for message in found.path("m2")] == ["m1", "m2"]
    assert found.messages["m1"].text == ""


def test_where_the_conversations_cannot_be_read_they_are_known_by_their_messages(open_store: OpenStore) -> None:
    database = filled(open_store)
    with closing(sqlite3.connect(database)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'conversations'").fetchone()
    content = bytearray(database.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = random.Random(1).randbytes(PAGE)
    database.write_bytes(content)
    mended(database)
    found = open_store().conversation("c3").result()
    assert found is not None
    assert len(found.messages) == MESSAGES


def test_a_file_without_its_first_page_says_that_nothing_can_be_read(open_store: OpenStore) -> None:
    database = filled(open_store)
    content = bytearray(database.read_bytes())
    content[:PAGE] = bytes(PAGE)
    database.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        repair(database, lambda table, looked: None)
    assert database.read_bytes() == content
    assert [path.name for path in database.parent.iterdir() if path.is_file()] == ["aishtui.db"]


def test_stopping_leaves_all_as_it_was(open_store: OpenStore) -> None:
    database = filled(open_store)
    content = database.read_bytes()[: -3 * PAGE]
    database.write_bytes(content)

    def stop(table: str, looked: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        repair(database, stop)
    assert database.read_bytes() == content
    assert not list(database.parent.glob("*repaired*")) + list(database.parent.glob("*damaged*"))


def test_what_is_in_the_wal_file_is_saved_too(tmp_path: Path, open_store: OpenStore) -> None:
    store = open_store(tmp_path / "first")
    store.add_turn(conversation(), [prompt("m1", "in the wal file only")]).result()
    copy = tmp_path / "data"
    copy.mkdir()
    for end in ("", "-wal"):
        path = tmp_path / "first" / f"aishtui.db{end}"
        (copy / path.name).write_bytes(path.read_bytes())
    assert b"in the wal file only" not in (copy / "aishtui.db").read_bytes()
    repair(copy / "aishtui.db", lambda table, looked: None)
    found = open_store(copy).conversation("c1").result()
    assert found is not None
    assert found.messages["m1"].text == "in the wal file only"


def test_words_that_are_damaged_are_made_anew_without_copying_anything(open_store: OpenStore) -> None:
    database = filled(open_store)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE message_words_data SET block = zeroblob(20) WHERE id > 10")
    found = examine(database.parent)
    assert found.only_words_damaged
    make_words_anew(database)
    assert examine(database.parent).word_index == "whole"


def test_words_that_are_damaged_do_not_keep_an_answer_from_being_saved(open_store: OpenStore) -> None:
    store = open_store()
    store.add_turn(conversation(), [prompt("m1", "Why?"), growing("m2", "m1")]).result()
    with closing(sqlite3.connect(store.data_dir / "aishtui.db", isolation_level=None, timeout=10)) as connection:
        connection.execute("UPDATE message_words_data SET block = zeroblob(3) WHERE id = 10")
    told: list[str] = []
    store.on_problem = told.append
    store.end_answer(ended(growing("m2", "m1"), "Because.")).result()
    assert (told, store.problem) == ([], "")
    assert [row.id for row in store.history(Wanted("Because"), 9).result().rows] == ["c1"]
    assert store.close()
    found = examine(store.data_dir)
    assert (found.problems, found.word_index) == ([], "whole")


def test_a_search_in_words_that_are_damaged_says_so_and_has_them_made_anew(open_store: OpenStore) -> None:
    store = open_store()
    messages = [prompt(f"m{number:03}", f"word{number} hello world") for number in range(800)]
    store.add_turn(conversation(), messages).result()
    with closing(sqlite3.connect(store.data_dir / "aishtui.db", isolation_level=None, timeout=10)) as connection:
        connection.execute("UPDATE message_words_data SET block = zeroblob(20) WHERE id > 10")
    assert isinstance(store.history(Wanted("word7"), 9).exception(), WordsDamaged)
    store.remember_prompt("done after what was handed in before").result()
    while store.history(Wanted("word7"), 9).result().note:
        pass  # the index is still being made
    found = store.history(Wanted("word7"), 9).result()
    assert [row.id for row in found.rows] == ["c1"]
    assert store.problem == ""


def test_of_a_damaged_database_one_run_s_conversations_can_be_taken(open_store: OpenStore) -> None:
    database = filled(open_store)
    with closing(sqlite3.connect(database)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'messages_by_conversation'"
        ).fetchone()
        (owner,) = connection.execute("SELECT owner FROM tabs").fetchone()
        connection.execute("INSERT INTO conversations (id, created_at) VALUES ('c-t1', '')")
        connection.commit()
    content = bytearray(database.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = random.Random(1).randbytes(PAGE)
    database.write_bytes(content)
    with closing(open_damaged(database)) as source:
        with pytest.raises(sqlite3.DatabaseError):
            take_out(source, owner, ["c3", "c99"])
        load = take_what_can_be_read(source, owner, ["c3", "c99"])
    assert [row["id"] for row in load["tabs"]] == ["t1"]
    assert {row["id"] for row in load["conversations"]} == {"c3", "c99", "c-t1"}
    assert len(load["messages"]) == MESSAGES + 2
    assert [row["text"] for row in load["pieces"]] == ["half an ", "answer"]

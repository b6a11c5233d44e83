"""Starting on folders and databases that are not as they should be."""

import os
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aishtui.store.database import Store
from aishtui.store.errors import Closed
from aishtui.store.opening import open_session
from tests.store.conftest import OpenStore
from tests.store.values import conversation, prompt, tab


def test_the_first_start_is_known_as_such(open_store: OpenStore) -> None:
    first = open_store()
    assert first.opened.result().first_start
    first.close()
    assert not open_store().opened.result().first_start


def test_start_returns_before_anything_is_opened_and_calls_may_follow_at_once(store: Store) -> None:
    store.add_turn(conversation(), [prompt("m1", "quick")]).result()
    assert store.opened.done()


def works_in_memory(store: Store) -> str:
    """Uses a store in every way, and gives the sentence that says why it is one in memory."""
    return _works(store, "in memory only")


def works_aside(store: Store) -> str:
    """The same of one that keeps things in a file beside the database."""
    return _works(store, f"new conversations are kept in {store.data_dir / 'aside'}")


def _works(store: Store, where: str) -> str:
    opened = store.opened.result()
    assert where in opened.problem
    assert store.problem == opened.problem
    store.add_turn(conversation(), [prompt("m1", "kept")]).result()
    found = store.conversation("c1").result()
    assert found is not None
    assert found.messages["m1"].text == "kept"
    store.save_tabs([tab("t1", 0)]).result()
    store.remember_prompt("kept").result()
    assert store.prompts(5).result() == ("kept",)
    assert store.problem == opened.problem, "a write that went well elsewhere cures nothing"
    assert store.close()
    return opened.problem


def test_a_file_in_place_of_the_folder(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    folder.write_text("not a folder")
    problem = works_in_memory(open_store(folder))
    assert str(folder) in problem
    assert folder.read_text() == "not a folder"


def test_a_folder_that_cannot_be_made(open_store: OpenStore) -> None:
    assert "/proc/aishtui" in works_in_memory(open_store(Path("/proc/aishtui")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    assert "cannot be written" in works_in_memory(open_store(folder))


def test_a_folder_in_place_of_the_database(tmp_path: Path, open_store: OpenStore) -> None:
    (tmp_path / "data" / "aishtui.db").mkdir(parents=True)
    assert "aishtui.db" in works_aside(open_store())


def filled(open_store: OpenStore, folder: Path) -> Path:
    """The database of a store that was used and closed."""
    store = open_store(folder)
    store.save_tabs([tab("t1", 0)])
    for number in range(50):
        store.add_turn(conversation(f"c{number}"), [prompt(f"m{number}", "text " * 500, of=f"c{number}")])
    assert store.close()
    return folder / "aishtui.db"


def test_a_database_cut_in_half_is_left_as_it_is(tmp_path: Path, open_store: OpenStore) -> None:
    database = filled(open_store, tmp_path / "data")
    half = database.read_bytes()[: database.stat().st_size // 2]
    database.write_bytes(half)
    problem = works_aside(open_store())
    assert "is damaged" in problem
    assert str(database) in problem
    assert database.read_bytes() == half


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, open_store: OpenStore) -> None:
    database = tmp_path / "data" / "aishtui.db"
    database.parent.mkdir()
    database.write_bytes(b"a love letter\n" * 100)
    assert "is damaged" in works_aside(open_store())
    assert database.read_bytes() == b"a love letter\n" * 100


def test_a_database_of_some_other_program_is_left_as_it_is(tmp_path: Path, open_store: OpenStore) -> None:
    database = tmp_path / "data" / "aishtui.db"
    database.parent.mkdir()
    _execute(database, "CREATE TABLE conversations (whose TEXT)")
    before = database.read_bytes()
    assert "some other program" in works_aside(open_store())
    assert database.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_as_it_is(tmp_path: Path, open_store: OpenStore) -> None:
    database = filled(open_store, tmp_path / "data")
    _execute(database, "PRAGMA user_version = 99")
    before = database.read_bytes()
    problem = works_aside(open_store())
    assert "newer aishtui (its version is 99" in problem
    assert database.read_bytes() == before


def test_an_empty_file_becomes_a_database(tmp_path: Path, open_store: OpenStore) -> None:
    database = tmp_path / "data" / "aishtui.db"
    database.parent.mkdir()
    database.touch()
    store = open_store()
    assert store.opened.result().problem == ""
    store.add_turn(conversation(), [prompt("m1", "kept")]).result()


def test_where_wal_does_not_work_another_journal_is_used(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    filled(open_store, folder)
    # A folder where SQLite wants its shared memory: what a file system without mmap looks like to it.
    (folder / "aishtui.db-shm").mkdir()
    store = open_store()
    opened = store.opened.result()
    assert opened.problem == ""
    assert [t.id for t in opened.tabs] == ["t1"]
    store.add_turn(conversation("c99"), [prompt("m99", "kept", of="c99")]).result()
    found = store.conversation("c99").result()
    assert found is not None
    assert not (folder / "aishtui.db-wal").exists()
    assert store.close()
    (folder / "aishtui.db-shm").rmdir()
    assert _execute(folder / "aishtui.db", "PRAGMA journal_mode") != [("wal",)]
    assert open_store().opened.result().problem == ""


def test_two_that_start_at_once_with_that_other_journal_both_get_the_database(tmp_path: Path) -> None:
    together = threading.Barrier(2)

    def start(folder: Path) -> str:
        together.wait()
        session = open_session(folder, with_tabs=True)
        together.wait()
        session.close()
        return session.opened.problem

    with ThreadPoolExecutor(2) as threads:
        for number in range(20):
            folder = tmp_path / str(number)
            (folder / "aishtui.db-shm").mkdir(parents=True)
            assert list(threads.map(start, [folder, folder])) == ["", ""]


def test_two_with_that_other_journal_write_and_read_beside_each_other(tmp_path: Path, open_store: OpenStore) -> None:
    (tmp_path / "data" / "aishtui.db-shm").mkdir(parents=True)
    first = open_store()
    first.remember_prompt("so that it has begun").result()
    stores = [first, open_store()]
    # While it tries out what the file system can do, the other one may have to write again.
    assert stores[1].opened.result().problem == ""
    for number in range(20):
        for which, store in enumerate(stores):
            of = f"c{which}"
            futures = [
                store.add_turn(conversation(of), [prompt(f"m{which}{number:02}", "text", of=of)]),
                store.journal(f"m{which}{number:02}", 0, "piece", ""),
            ]
            assert [future.exception() for future in futures] == [None, None]
            assert store.conversation(of).exception() is None
    for which, store in enumerate(reversed(stores)):
        found = store.conversation(f"c{which}").result()
        assert found is not None
        assert len(found.messages) == 20
    assert _execute(tmp_path / "data" / "aishtui.db", "PRAGMA journal_mode") != [("wal",)]
    assert [store.problem for store in stores] == ["", ""]


def test_a_path_with_odd_characters_is_one_like_any_other(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "what? 100%#ü [/]"
    assert open_store(folder).opened.result().problem == ""
    assert (folder / "aishtui.db").exists()


def test_a_closed_store_says_so(store: Store) -> None:
    store.opened.result()
    assert store.close()
    assert store.close(), "closing twice is closing once"
    assert isinstance(store.add_turn(conversation(), []).exception(), Closed)
    assert isinstance(store.prompts(1).exception(), Closed)


def test_a_store_that_was_never_started_closes_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    assert store.close()
    assert isinstance(store.opened.exception(), Closed)


def test_closing_finishes_what_was_handed_in(open_store: OpenStore) -> None:
    store = open_store()
    for number in range(200):
        store.add_turn(conversation(), [prompt(f"m{number:03}", "x")])
    assert store.close(timeout=60)
    found = open_store().conversation("c1").result()
    assert found is not None
    assert len(found.messages) == 200


def _execute(database: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_the_tables_of_a_new_database_stand_in_the_file_itself(store: Store, tmp_path: Path) -> None:
    assert store.opened.result().first_start
    alone = tmp_path / "alone.db"
    shutil.copyfile(tmp_path / "data" / "aishtui.db", alone)
    database = sqlite3.connect(alone)
    assert database.execute("SELECT count(*) FROM conversations").fetchone() == (0,)
    database.close()

"""What could not be kept in the database is kept aside, and is in it as soon as that can be used: without a restart."""

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.messages import Conversation
from aishtui.store.database import Store
from aishtui.store.rescuing import rescued
from tests.store.children import child
from tests.store.conftest import OpenStore
from tests.store.values import conversation, ended, growing, prompt, tab


def used(store: Store) -> None:
    """A turn whose answer is still being written, a tab with a draft, a prompt."""
    store.add_turn(conversation("c1", "a title"), [prompt("m1", "Why?"), growing("m2", "m1")]).result()
    store.journal("m2", 0, "Because ", "").result()
    store.save_tabs([tab("t1", 0, draft="half a thought", active=True)]).result()
    store.remember_prompt("Why?").result()


def whole(store: Store, text: str = "Because of that.") -> Conversation:
    """The conversation after its answer has ended, read from `store`."""
    store.journal("m2", 1, "of that.", "").result()
    store.end_answer(ended(growing("m2", "m1"), text)).result()
    found = store.conversation("c1").result()
    assert found is not None
    assert (found.title, found.messages["m2"].text, found.messages["m2"].status) == ("a title", text, Status.COMPLETE)
    return found


def in_order(store: Store) -> None:
    """Everything of `used` and `whole` is in the database, as a next start sees it."""
    assert store.close()
    following = Store(store.data_dir)
    following.start()
    try:
        opened = following.opened.result()
        assert opened.problem == ""
        assert [(known.id, known.draft, known.active) for known in opened.tabs] == [("t1", "half a thought", True)]
        found = following.conversation("c1").result()
        assert found is not None
        assert found.messages["m2"].text == "Because of that."
        assert following.prompts(9).result() == ("Why?",)
    finally:
        following.close()
    assert not list((store.data_dir / "aside").glob("*")), "nothing of it is left aside"


@contextmanager
def damaged(database: Path) -> Iterator[bytes]:
    database.parent.mkdir(exist_ok=True)
    database.write_bytes(b"a love letter\n" * 100)
    yield database.read_bytes()


def test_a_damaged_database_that_is_moved_away_is_followed_by_a_new_one(tmp_path: Path, open_store: OpenStore) -> None:
    database = tmp_path / "data" / "aishtui.db"
    told: list[str] = []
    with damaged(database) as before:
        store = open_store(pause_s=0.0, on_problem=told.append)
        used(store)
        assert "`aishtui store check`" in store.problem
        assert database.read_bytes() == before
        database.rename(tmp_path / "moved")
    whole(store)
    assert store.problem == ""
    assert told[-1] == ""
    (notice,) = store.take_notices()
    assert str(database) in notice
    assert store.take_notices() == ()
    in_order(store)


def test_a_sound_copy_in_the_place_of_a_damaged_database_is_used_with_what_is_in_it(
    tmp_path: Path, open_store: OpenStore
) -> None:
    database = tmp_path / "data" / "aishtui.db"
    earlier = open_store(tmp_path / "copy")
    earlier.add_turn(conversation("c0"), [prompt("m0", "earlier", of="c0")]).result()
    earlier.close()
    with damaged(database):
        store = open_store(pause_s=0.0)
        used(store)
        assert store.conversation("c0").result() is None
        shutil.move(tmp_path / "copy" / "aishtui.db", database)
    assert store.conversation("c0").result() is not None, "who looks for it has the way back tried"
    whole(store)
    in_order(store)


def test_a_disk_that_could_not_be_written_is_used_when_it_can_be(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    folder.write_text("not a folder")
    store = open_store(pause_s=0.0)
    assert "in memory only" in store.opened.result().problem
    used(store)
    folder.unlink()
    whole(store)
    assert store.problem == ""
    in_order(store)


def test_the_way_back_is_not_tried_all_the_time(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    folder.write_text("not a folder")
    store = open_store(pause_s=3600.0)
    used(store)
    folder.unlink()
    whole(store)
    assert "in memory only" in store.problem
    assert store.close(), "but it is when aishtui ends"
    assert (folder / "aishtui.db").exists()
    in_order(store)


def test_a_database_that_another_program_holds_is_used_when_it_lets_go(tmp_path: Path, open_store: OpenStore) -> None:
    first = open_store()
    first.add_turn(conversation("c0"), [prompt("m0", "earlier", of="c0")]).result()
    assert first.close()
    with closing(sqlite3.connect(tmp_path / "data" / "aishtui.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        store = open_store(pause_s=0.0)
        assert "in use by another program" in store.opened.result().problem
        used(store)
        assert "in use by another program" in store.problem
    whole(store)
    assert store.conversation("c0").result() is not None
    in_order(store)


def test_what_was_kept_aside_is_there_after_a_kill(tmp_path: Path, open_store: OpenStore) -> None:
    database = tmp_path / "data" / "aishtui.db"
    with damaged(database), child("aside", tmp_path / "data") as other:
        assert other.said() == "kept"
        other.kill()
    store = open_store()
    used_meanwhile = store.opened.result()
    assert "is damaged" in used_meanwhile.problem
    store.close()
    database.unlink()
    opened = open_store().opened.result()
    assert opened.problem == ""
    assert opened.recovered == ("m2",)
    assert [known.draft for known in opened.tabs] == ["half a thought"]


def test_what_lies_aside_and_cannot_be_read_is_told_and_left_there(tmp_path: Path, open_store: OpenStore) -> None:
    aside = tmp_path / "data" / "aside" / f"{'a1' * 16}.db"
    aside.parent.mkdir(parents=True)
    aside.write_bytes(b"a love letter\n" * 100)
    store = open_store()
    assert (store.opened.result().problem, store.opened.result().left_aside) == ("", (aside,))
    assert aside.read_bytes() == b"a love letter\n" * 100


def test_a_folder_that_is_deleted_is_made_anew_with_what_this_run_has(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    store = open_store(pause_s=0.0)
    store.add_turn(conversation("c0"), [prompt("m0", "in no tab of this run", of="c0")]).result()
    store.close()
    store = open_store(pause_s=0.0)
    used(store)
    shutil.rmtree(folder)
    whole(store)
    assert store.problem == ""
    (notice,) = store.take_notices()
    assert "deleted or replaced" in notice
    assert store.conversation("c0").result() is None, "what somebody has deleted does not come back"
    store.remember_prompt("Why?").result()
    in_order(store)


def test_a_database_that_is_replaced_gets_what_this_run_has_and_keeps_its_own(
    tmp_path: Path, open_store: OpenStore
) -> None:
    database = tmp_path / "data" / "aishtui.db"
    with closing(open_store(tmp_path / "copy")) as earlier:
        earlier.add_turn(conversation("c0"), [prompt("m0", "earlier", of="c0")]).result()
    store = open_store(pause_s=0.0)
    used(store)
    os.replace(tmp_path / "copy" / "aishtui.db", database)
    whole(store)
    found = store.conversation("c0").result()
    assert found is not None
    assert found.messages["m0"].text == "earlier"
    with closing(sqlite3.connect(database)) as looked:
        assert looked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store.remember_prompt("Why?").result()
    in_order(store)


def test_a_log_that_is_deleted_takes_nothing_with_it(tmp_path: Path, open_store: OpenStore) -> None:
    store = open_store()
    used(store)
    (tmp_path / "data" / "aishtui.db-wal").unlink()
    store.journal("m2", 1, "of that.", "").result()
    (tmp_path / "killed").mkdir()
    shutil.copy(tmp_path / "data" / "aishtui.db", tmp_path / "killed")  # what a kill leaves
    following = open_store(tmp_path / "killed")
    assert [known.draft for known in following.opened.result().tabs] == ["half a thought"]
    found = following.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].text == "Because of that."


def test_leaving_a_file_that_was_replaced_does_no_harm_to_the_new_one(tmp_path: Path, open_store: OpenStore) -> None:
    """SQLite would remove the `-wal` file by its name, which is another database's by then."""
    database = tmp_path / "data" / "aishtui.db"
    store = open_store(pause_s=3600.0)
    used(store)
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).rename(tmp_path / f"moved{end}")
    second = open_store(pause_s=0.0)
    second.add_turn(conversation("c5"), [prompt("m5", "in the new file", of="c5")]).result()
    wal = database.with_name("aishtui.db-wal")
    before = wal.stat().st_ino
    assert store.close()
    assert wal.stat().st_ino == before
    second.add_turn(conversation("c6"), [prompt("m6", "goes on", of="c6")]).result()
    found = second.conversation("c1").result()
    assert found is not None
    assert set(found.messages) == {"m1", "m2"}, "the first one has brought what it had"


def test_without_a_place_for_a_new_one_the_deleted_file_is_used_and_that_is_said(
    tmp_path: Path, open_store: OpenStore
) -> None:
    folder = tmp_path / "data"
    store = open_store(pause_s=0.0)
    used(store)
    shutil.rmtree(folder)
    folder.write_text("not a folder")
    whole(store)
    assert "has been deleted or replaced" in store.problem
    assert "until aishtui ends" in store.problem
    folder.unlink()
    whole(store)
    assert store.problem == ""


def test_two_that_lose_their_folder_meet_in_the_new_one(tmp_path: Path, open_store: OpenStore) -> None:
    first, second = open_store(pause_s=0.0), open_store(pause_s=0.0)
    first.add_turn(conversation("c1"), [prompt("m1", "one", of="c1")]).result()
    second.add_turn(conversation("c2"), [prompt("m2", "two", of="c2")]).result()
    shutil.rmtree(tmp_path / "data")
    go = threading.Barrier(2)

    def write(store: Store, of: str, id_: str) -> None:
        go.wait()
        store.add_turn(conversation(of), [prompt(id_, "more", of=of)]).result()

    threads = [
        threading.Thread(target=write, args=(first, "c1", "m3")),
        threading.Thread(target=write, args=(second, "c2", "m4")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one, two = second.conversation("c1").result(), first.conversation("c2").result()
    assert one is not None
    assert two is not None
    assert set(one.messages) == {"m1", "m3"}
    assert set(two.messages) == {"m2", "m4"}


@pytest.mark.parametrize("statement", ["DELETE FROM conversations", "DROP TABLE conversations"])
def test_what_another_program_does_to_the_tables_is_said(tmp_path: Path, open_store: OpenStore, statement: str) -> None:
    store = open_store(pause_s=0.0)
    used(store)
    with closing(sqlite3.connect(tmp_path / "data" / "aishtui.db", isolation_level=None)) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute(statement)
    error = store.end_answer(ended(growing("m2", "m1"), "Because of that.")).exception()
    assert error is None if "DELETE" in statement else "could not be stored" in str(error)


def test_who_has_nothing_to_keep_leaves_nothing_aside(tmp_path: Path, open_store: OpenStore) -> None:
    with damaged(tmp_path / "data" / "aishtui.db"):
        store = open_store()
        assert store.conversation("c1").result() is None
        assert len(list((tmp_path / "data" / "aside").glob("*.db"))) == 1
        assert store.close()
    assert list((tmp_path / "data" / "aside").iterdir()) == []


def test_what_could_be_kept_nowhere_is_rescued_and_taken_over_by_the_next_start(
    tmp_path: Path, open_store: OpenStore
) -> None:
    folder = tmp_path / "data"
    folder.write_text("not a folder")
    store = open_store(pause_s=3600.0)
    used(store)
    whole(store)
    assert store.close()
    assert "the next start takes it over" in store.problem
    (kept,) = rescued(folder)
    assert str(kept) in store.problem
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    folder.unlink()
    in_order(open_store())
    assert not list(rescued(folder))


def test_what_is_rescued_of_one_folder_is_not_taken_into_another(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    folder.write_text("not a folder")
    with closing(open_store()) as store:
        used(store)
    (kept,) = rescued(folder)
    assert open_store(tmp_path / "other").opened.result().tabs == ()
    assert kept.exists()
    kept.unlink()


def test_what_waits_when_aishtui_ends_is_rescued(tmp_path: Path, open_store: OpenStore) -> None:
    store = open_store()
    used(store)
    database = tmp_path / "data" / "aishtui.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.end_answer(ended(growing("m2", "m1"), "Because of that.")).exception()
        assert store.close(30.0)
        assert "the next start takes it over" in store.problem
        other.execute("ROLLBACK")
    in_order(open_store())


def test_who_has_nothing_to_keep_rescues_nothing(tmp_path: Path, open_store: OpenStore) -> None:
    (tmp_path / "data").write_text("not a folder")
    store = open_store()
    assert store.conversation("c1").result() is None
    assert store.close()
    assert not list(rescued(tmp_path / "data"))


def test_what_could_not_be_written_into_a_file_that_got_damaged_is_in_the_new_one(
    tmp_path: Path, open_store: OpenStore
) -> None:
    database = tmp_path / "data" / "aishtui.db"
    store = open_store(pause_s=0.0)
    for number in range(300):
        store.add_turn(conversation(f"x{number}"), [prompt(f"x{number}", "text " * 2000, of=f"x{number}")])
    used(store)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = other.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_messages_1'"
        ).fetchone()
    with database.open("r+b") as file:  # behind SQLite's back, as a disk does it
        file.seek((root - 1) * 4096)
        file.write(b"\xaa" * 4096)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute(
            "INSERT INTO prompt_history (text, created_at) VALUES ('so that nothing is read from memory', '')"
        )
    errors = [store.add_turn(conversation(), [prompt(f"m{number}", "And?", "m1")]).exception() for number in (3, 4)]
    assert all("is damaged" in str(error) for error in errors)
    assert "`aishtui store check`" in store.problem
    for end in ("", "-wal", "-shm"):
        database.with_name(database.name + end).rename(tmp_path / f"moved{end}")
    store.add_turn(conversation(), [prompt("m5", "And?", "m4")]).result()
    assert store.problem == ""
    found = store.conversation("c1").result()
    assert found is not None
    assert set(found.messages) == {"m1", "m2", "m3", "m4", "m5"}
    assert store.close()
    assert [known.draft for known in open_store().opened.result().tabs] == ["half a thought"]

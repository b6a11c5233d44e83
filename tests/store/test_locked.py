"""Another program holds the database while aishtui runs."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from aishtui.chat.answers import Status
from aishtui.store.database import Store
from aishtui.store.errors import Busy
from tests.store.children import child
from tests.store.conftest import OpenStore
from tests.store.values import conversation, ended, growing, prompt, tab


@contextmanager
def held(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_what_could_not_be_written_for_a_lock_is_written_when_it_is_gone(store: Store) -> None:
    told: list[str] = []
    store.on_problem = told.append
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    with held(store.data_dir / "aishtui.db"):
        assert isinstance(store.journal("m2", 0, "Because ", "").exception(), Busy), "after five seconds"
        begun = time.monotonic()
        errors = [store.journal("m2", seq, "more ", "").exception() for seq in range(1, 6)]
        errors.append(store.end_answer(ended(answer, "Because of that.")).exception())
        errors.append(store.save_tabs([tab("t1", 0, draft="half")]).exception())
        # One that waits is tried again with each; five seconds every time would hold up all that follows.
        assert time.monotonic() - begun < 5.0
        assert all(isinstance(error, Busy) for error in errors)
        assert "in use by another program" in store.problem
        assert f"kept in memory, and in {store.data_dir / 'aside'}" in store.problem
        found = store.conversation("c1").result()
        assert found is not None, "reading goes on"
    store.remember_prompt("Why?").result()
    assert (store.problem, told[-1]) == ("", "")
    found = store.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].text == "Because of that."


def test_what_waits_is_written_when_aishtui_ends(open_store: OpenStore) -> None:
    store = open_store()
    store.add_turn(conversation(), [prompt("m1", "Why?")]).result()
    with held(store.data_dir / "aishtui.db"):
        assert isinstance(store.add_turn(conversation(), [prompt("m2", "And?", "m1")]).exception(), Busy)
    assert store.close()
    found = open_store().conversation("c1").result()
    assert found is not None
    assert set(found.messages) == {"m1", "m2"}


def test_what_could_not_be_written_is_written_without_anybody_doing_anything(open_store: OpenStore) -> None:
    store = open_store(pause_s=0.1)
    cured = threading.Event()
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    store.on_problem = lambda problem: cured.set() if not problem else None
    with held(store.data_dir / "aishtui.db"):
        assert isinstance(store.end_answer(ended(answer, "Because of that.")).exception(), Busy)
        assert not cured.is_set()
    assert cured.wait(10.0)
    found = store.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].text == "Because of that."
    assert not any(isinstance(thread, threading.Timer) for thread in threading.enumerate()), "no timer when all is well"
    assert not list((store.data_dir / "aside").iterdir()), "the copy of what waited is gone"


def test_what_waits_is_there_after_a_kill(tmp_path: Path, open_store: OpenStore) -> None:
    with child("wait", tmp_path / "data") as other:
        assert other.said() == "began"
        with held(tmp_path / "data" / "aishtui.db"):
            other.go_on()
            assert "is in use by another program" in other.said()
            other.kill()
    store = open_store()
    opened = store.opened.result()
    assert (opened.problem, opened.recovered) == ("", ("m4",))
    assert [known.draft for known in opened.tabs] == ["half a thought"]
    found = store.conversation("c1").result()
    assert found is not None
    assert {message.id: (message.text, message.status) for message in found.messages.values()} == {
        "m1": ("Why?", Status.COMPLETE),
        "m2": ("Because of that.", Status.COMPLETE),
        "m3": ("And?", Status.COMPLETE),
        "m4": ("And ", Status.CUT_OFF),
    }
    assert store.prompts(9).result() == ("And?",)
    with closing(sqlite3.connect(store.data_dir / "aishtui.db")) as database:
        assert database.execute("SELECT count(*) FROM pieces").fetchone() == (0,)
    assert not list((store.data_dir / "aside").iterdir())


def test_a_start_leaves_alone_what_waits_in_another_that_lives(store: Store, open_store: OpenStore) -> None:
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    with held(store.data_dir / "aishtui.db"):
        assert isinstance(store.end_answer(ended(answer, "Because of that.")).exception(), Busy)
    second = open_store()
    assert second.opened.result().problem == ""
    assert list((store.data_dir / "aside").glob("*.db")), "it is alive, and writes it itself"
    store.remember_prompt("Why?").result()
    found = second.conversation("c1").result()
    assert found is not None
    assert found.messages["m2"].text == "Because of that."


def test_a_draft_typed_before_the_line_dropped_is_rescued(open_store: OpenStore) -> None:
    store = open_store()
    store.save_tabs([tab("t1", 0, draft="half a")]).result()
    with held(store.data_dir / "aishtui.db"):
        waiting = [store.save_tabs([tab("t1", 0, draft="half a thought")]), store.release_tabs()]
        assert all(isinstance(outcome.exception(), Busy) for outcome in waiting)
        assert store.close(timeout=20)
    assert [known.draft for known in open_store().opened.result().tabs] == ["half a thought"]

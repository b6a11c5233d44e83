"""Conversations that are old are deleted where that is wanted, and what was deleted some time ago is gone for good."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from aishtui.chat.history import Wanted
from aishtui.chat.messages import Conversation, Message
from aishtui.store.checking import examine
from aishtui.store.connection import open_writer
from aishtui.store.database import Store
from aishtui.store.housekeeping import Housekeeping
from aishtui.store.purging import count_deleted, purge
from aishtui.store.retention import Mark, Retention, delete_old, purge_some
from tests.store.conftest import OpenStore
from tests.store.values import conversation, growing, prompt, tab

NOW = datetime.now(UTC)


def at(days_ago: float) -> str:
    return (NOW - timedelta(days=days_ago)).isoformat(timespec="seconds")


def old(of: str, id_: str, days_ago: float, text: str = "text") -> tuple[Conversation, list[Message]]:
    return replace(conversation(of), created_at=at(days_ago)), [
        replace(prompt(id_, text, of=of), created_at=at(days_ago))
    ]


def listed(store: Store, **wanted: object) -> set[str]:
    return {row.id for row in store.history(Wanted(**wanted), 1000).result().rows}  # type: ignore[arg-type]


def swept(open_store: OpenStore, keep_days: int, deleted_days: int = 30) -> Store:
    """A store that has kept house; what it had to do is done when this returns."""
    store = open_store(housekeeping=Housekeeping(Retention(keep_days, deleted_days), after_s=0.0))
    store.remember_prompt("something to write").result()
    for number in range(50):  # each step lets one of these have its turn
        store.remember_prompt(f"more {number}").result()
    return store


def test_conversations_without_a_new_message_for_so_long_are_deleted_and_can_be_had_back(
    open_store: OpenStore,
) -> None:
    store = open_store()
    store.add_turn(*old("c-old", "m1", 91))
    store.add_turn(*old("c-new", "m2", 89))
    store.add_turn(*old("c-pinned", "m3", 500))
    store.pin("c-pinned", True)
    store.add_turn(*old("c-t1", "m4", 500))
    store.save_tabs([tab("t1", 0)])
    store.add_turn(
        replace(conversation("c-growing"), created_at=at(500)),
        [replace(growing("m5", None, "c-growing"), created_at=at(500))],
    ).result()
    other = swept(open_store, keep_days=90)
    assert listed(other) == {"c-new", "c-pinned", "c-t1", "c-growing"}
    (notice,) = other.take_notices()
    assert "`keep_days`" in notice
    assert "1 conversation without a new message for 90 days" in notice
    other.restore_conversations(["c-old"]).result()
    assert "c-old" in listed(other)


def test_by_default_nothing_is_deleted_for_its_age(open_store: OpenStore) -> None:
    store = open_store()
    store.add_turn(*old("c-old", "m1", 20_000)).result()
    other = swept(open_store, keep_days=Retention().keep_days)
    assert listed(other) == {"c-old"}
    assert other.take_notices() == ()


def test_a_date_that_is_none_makes_nothing_old(open_store: OpenStore) -> None:
    store = open_store()
    for number, created in enumerate(["", "yesterday", "0001-01-01"]):
        message = replace(prompt(f"m{number}", "text", of=f"c{number}"), created_at=created)
        store.add_turn(replace(conversation(f"c{number}"), created_at=created), [message]).result()
    assert len(listed(swept(open_store, keep_days=1))) == 3


def test_many_old_ones_are_deleted_in_small_transactions(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    for number in range(450):
        store.add_turn(*old(f"c{number:03}", f"m{number:03}", 400.2 - number / 2))
    assert store.close(60)
    with closing(open_writer(tmp_path / "data" / "aishtui.db")) as connection:
        mark: Mark | None = Mark()
        steps = []
        while mark is not None:
            deleted, mark = delete_old(connection, 200, NOW, mark)
            steps.append(deleted)
    assert sum(steps) == 401
    assert max(steps) == 200


def test_what_was_deleted_is_gone_after_its_time_with_pieces_and_words(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.add_turn(*old("c1", "m1", 1, "needle one"))
    store.add_turn(*old("c2", "m2", 1, "needle two"))
    store.add_turn(*old("c3", "m3", 1, "needle three"))
    store.journal("m1", 0, "left over", "")
    store.delete_conversations(["c1", "c2"]).result()
    assert store.close()
    path = tmp_path / "data" / "aishtui.db"
    with closing(open_writer(path)) as connection:
        assert not purge_some(connection, 30, NOW + timedelta(days=29)), "not yet"
        while purge_some(connection, 30, NOW + timedelta(days=31)):
            pass
        assert connection.execute("SELECT id FROM conversations").fetchall() == [("c3",)]
        assert connection.execute("SELECT id FROM messages").fetchall() == [("m3",)]
        assert connection.execute("SELECT count(*) FROM pieces").fetchone() == (0,)
    other = open_store()
    assert listed(other, words="needle") == {"c3"}
    other.close()
    assert (examine(tmp_path / "data").problems, examine(tmp_path / "data").word_index) == ([], "whole")


def test_a_deleted_branch_goes_but_not_what_something_stands_below(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    messages = [prompt("m1", "root"), prompt("m2", "a", "m1"), prompt("m3", "b", "m1"), prompt("m4", "below b", "m3")]
    store.add_turn(conversation(), messages)
    store.delete_messages(["m2", "m3"]).result()
    assert store.close()
    with closing(open_writer(tmp_path / "data" / "aishtui.db")) as connection:
        while purge_some(connection, 30, datetime.now(UTC) + timedelta(days=31)):
            pass
        left = connection.execute("SELECT id FROM messages ORDER BY id").fetchall()
        assert left == [("m1",), ("m3",), ("m4",)]


def test_a_branch_of_a_long_conversation_goes_in_steps_that_hold_nobody_up(
    open_store: OpenStore, tmp_path: Path
) -> None:
    store = open_store()
    trunk = [prompt(f"m{number:05}", "text", f"m{number - 1:05}" if number else None) for number in range(8_000)]
    branch = [prompt(f"n{number:05}", "text", f"n{number - 1:05}" if number else "m00005") for number in range(600)]
    store.add_turn(conversation(), [*trunk, *branch])
    store.delete_messages([message.id for message in branch]).result()
    assert store.close(60)
    with closing(open_writer(tmp_path / "data" / "aishtui.db")) as connection:
        looked = 0

        def look() -> int:
            nonlocal looked
            looked += 1
            return 0

        connection.set_progress_handler(look, 1000)
        assert purge_some(connection, 0, datetime.now(UTC) + timedelta(days=1))
        assert looked * 1000 < 1_000_000, "steps of SQLite's machine; a look for each message took 13 million"
        while purge_some(connection, 0, datetime.now(UTC) + timedelta(days=1)):
            pass
        assert connection.execute("SELECT count(*), max(id) FROM messages").fetchone() == (8_000, "m07999")
        assert connection.execute("SELECT newest_message_id FROM conversations").fetchone() == ("m07999",)


def test_a_long_conversation_goes_in_portions(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.add_turn(conversation(), [prompt(f"m{number:04}", "text") for number in range(700)])
    store.add_turn(conversation("c2"), [prompt(f"n{number}", "x" * 600_000, of="c2") for number in range(4)])
    store.delete_conversations(["c1", "c2"]).result()
    assert store.close(60)
    with closing(open_writer(tmp_path / "data" / "aishtui.db")) as connection:
        counts = [704]
        while purge_some(connection, 0, datetime.now(UTC) + timedelta(days=1)):
            counts.append(connection.execute("SELECT count(*) FROM messages").fetchone()[0])
    assert counts[-1] == 0
    assert max(before - after for before, after in pairwise(counts)) == 200
    assert len(counts) >= 6, "two messages of 600,000 characters are enough for one step"


def test_housekeeping_is_due_a_while_after_the_start_and_once_a_day(open_store: OpenStore) -> None:
    house = Housekeeping(Retention(), after_s=3600.0)
    assert not house.is_due()
    at_once = Housekeeping(Retention(), after_s=0.0)
    assert at_once.is_due()
    assert not at_once.is_due()


@pytest.mark.parametrize("used", [True, False])
def test_purging_removes_what_is_deleted_and_its_text_from_the_file(
    open_store: OpenStore, tmp_path: Path, used: bool
) -> None:
    store = open_store()
    store.add_turn(conversation("c1"), [prompt("m1", "Zsecretword " * 20_000)])
    store.add_turn(conversation("c2"), [prompt("m2", "stays", of="c2")])
    store.delete_conversations(["c1"]).result()
    path = tmp_path / "data" / "aishtui.db"
    if not used:
        store.close()
        before = path.stat().st_size
    found = count_deleted(path)
    assert (found.conversations, found.messages) == (1, 0)
    steps: list[None] = []
    smaller = purge(path, lambda: steps.append(None))
    assert steps
    assert not count_deleted(path)
    store.close()
    if not used:
        assert smaller
        assert path.stat().st_size < before / 2
    assert b"secretword" not in path.read_bytes().lower()
    assert not path.with_name("aishtui.db-wal").exists()

"""From version to version."""

import sqlite3
import stat
from pathlib import Path

import pytest

from aishtui.store.connection import create_file, open_memory, open_writer
from aishtui.store.opening import back_up
from aishtui.store.schema import MIGRATIONS, migrate, version_of
from tests.store.conftest import OpenStore
from tests.store.values import conversation, prompt

NEXT = (*MIGRATIONS, ("ALTER TABLE tabs ADD COLUMN shelf TEXT", "UPDATE conversations SET title = 'migrated'"))


def test_a_new_database_has_the_newest_version() -> None:
    database = open_memory()
    migrate(database, _no_backup)
    assert version_of(database) == len(MIGRATIONS)
    migrate(database, _no_backup)
    database.close()


def test_an_older_database_is_copied_and_then_migrated(tmp_path: Path, open_store: OpenStore) -> None:
    store = open_store()
    store.add_turn(conversation(title="before"), [prompt("m1", "Why?")]).result()
    path = tmp_path / "data" / "aishtui.db"
    # The store is still open, so what it wrote is in the -wal file only: the copy must have it too.
    database = open_writer(path)
    migrate(database, lambda version: back_up(database, path, version), NEXT)
    assert version_of(database) == len(MIGRATIONS) + 1
    assert database.execute("SELECT title FROM conversations").fetchall() == [("migrated",)]
    database.close()
    (copy,) = (tmp_path / "data" / "backups").iterdir()
    assert copy.name.startswith(f"aishtui-version{len(MIGRATIONS)}-")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    old = sqlite3.connect(copy)
    assert version_of(old) == len(MIGRATIONS)
    assert old.execute("SELECT title FROM conversations").fetchall() == [("before",)]
    old.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    create_file(path)
    database = open_writer(path)
    migrate(database, _no_backup)
    broken = (*MIGRATIONS, ("DROP TABLE pieces", "THIS IS NO SQL"))
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, lambda _: None, broken)
    assert version_of(database) == len(MIGRATIONS)
    assert database.execute("SELECT count(*) FROM pieces").fetchone() == (0,)
    database.close()


def test_the_presets_of_answers_stored_by_the_first_version_can_be_looked_for() -> None:
    database = open_memory()
    migrate(database, _no_backup, MIGRATIONS[:1])
    database.execute("INSERT INTO conversations (id, created_at) VALUES ('c1', '2024-05-01')")
    database.executemany(
        "INSERT INTO messages (id, conversation_id, role, text, status, created_at, facts) "
        "VALUES (?, 'c1', 'assistant', '', 'complete', '2024-05-01', ?)",
        [("m1", '{"preset": "deep"}'), ("m2", '{"asked_model": "qwen"}'), ("m3", "[no JSON"), ("m4", None)],
    )
    migrate(database, lambda _: None)
    found = database.execute("SELECT id, preset FROM messages ORDER BY id").fetchall()
    assert found == [("m1", "deep"), ("m2", None), ("m3", None), ("m4", None)]
    database.close()


def _no_backup(version: int) -> None:
    raise AssertionError(f"there was nothing to back up at version {version}")

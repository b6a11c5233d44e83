"""What a power cut or a kill leaves of files that were being written: the rest opens, and nothing before it is lost."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.store.connection import create_file, open_writer
from aishtui.store.database import Store
from aishtui.store.opening import DATABASE, back_up
from aishtui.store.schema import MIGRATIONS, migrate
from tests.store.children import run
from tests.store.values import conversation, ended, growing, prompt

TURNS = 12


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a store in the middle of its work: most of it is in the -wal file."""
    folder, copy = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("copy")
    store = Store(folder)
    store.start()
    for number in range(TURNS):
        of, answer = f"c{number:02}", growing(f"m{number:02}b", f"m{number:02}a", f"c{number:02}")
        store.add_turn(conversation(of), [prompt(f"m{number:02}a", "Why? " * 100, of=of), answer]).result()
        store.journal(answer.id, 0, "Because ", "").result()
        store.end_answer(ended(answer, "Because of that. " * 200)).result()
    for end in ("", "-wal"):
        shutil.copy(folder / f"{DATABASE}{end}", copy / f"{DATABASE}{end}")
    assert store.close()
    return copy


def opened_with_log(written: Path, folder: Path, log: bytes) -> int:
    """So many turns are there in a store that starts on these files with such a -wal file; it must be sound."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(written / DATABASE, folder / DATABASE)
    (folder / f"{DATABASE}-wal").write_bytes(log)
    store = Store(folder)
    store.start()
    try:
        assert store.opened.result().problem == ""
        store.add_turn(conversation("new"), [prompt("m99", "goes on", of="new")]).result()
        found = [store.conversation(f"c{number:02}").result() for number in range(TURNS)]
    finally:
        assert store.close()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    there = [known for known in found if known is not None]
    assert found[: len(there)] == there, "none is missing before one that is there"
    for known in there[:-1]:
        assert [message.status.value for message in known.messages.values()] == ["complete", "complete"]
    return len(there)


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_log_cut_at_any_byte_keeps_all_before_the_cut(
    written: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    log = (written / f"{DATABASE}-wal").read_bytes()
    first, second = sorted(data.draw(st.tuples(*[st.integers(0, len(log))] * 2)))
    folder = tmp_path_factory.mktemp("cut")
    less = opened_with_log(written, folder, log[:first])
    more = opened_with_log(written, folder, log[:second])
    assert less <= more
    assert more == TURNS or second < len(log)


@pytest.mark.parametrize("seed", range(6))
def test_a_log_with_rubbish_in_it_keeps_all_before_the_rubbish(written: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    log = bytearray((written / f"{DATABASE}-wal").read_bytes())
    at = dice.randrange(len(log))
    kept = opened_with_log(written, tmp_path / "cut", bytes(log[:at]))
    log[at : at + 5000] = dice.randbytes(len(log[at : at + 5000]))
    assert opened_with_log(written, tmp_path / "rubbish", bytes(log)) == kept


def test_a_migration_that_is_killed_at_any_moment_is_done_anew(tmp_path: Path) -> None:
    """Killed while it copies, between copying and migrating, and in the middle of the transaction: see the child."""
    first = tmp_path / "first"
    first.mkdir()
    create_file(first / DATABASE)
    with closing(open_writer(first / DATABASE)) as connection:
        migrate(connection, lambda _: None, MIGRATIONS[:1])
        connection.execute("INSERT INTO conversations (id, created_at) VALUES ('c1', '2024-05-01')")
        connection.executemany(
            "INSERT INTO messages (id, conversation_id, role, text, status, created_at, facts) "
            "VALUES (?, 'c1', 'user', ?, 'complete', '2024-05-01', '{\"preset\": \"deep\"}')",
            [(f"m{number:04}", "text " * 300) for number in range(2000)],
        )
    for moment in ("copying", "copied", "migrating", "migrated"):
        folder = tmp_path / moment
        shutil.copytree(first, folder)
        assert run("tests.store.migrating_child", moment, str(folder)).returncode == -9
        store = Store(folder)
        store.start()
        assert store.opened.result().problem == ""
        found = store.conversation("c1").result()
        assert found is not None
        assert len(found.messages) == 2000
        assert store.close()
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            assert connection.execute("SELECT DISTINCT preset FROM messages").fetchall() == [("deep",)]
        copies = [path for path in (folder / "backups").iterdir() if path.suffix == ".db"]
        assert copies
        for copy in copies:
            with closing(sqlite3.connect(copy)) as connection:
                (version,) = connection.execute("PRAGMA user_version").fetchone()
                assert copy.name.startswith(f"aishtui-version{version}-")
                assert version < len(MIGRATIONS)
                assert connection.execute("SELECT count(*) FROM messages").fetchone() == (2000,)


def test_what_was_left_of_a_copy_long_ago_is_cleared_away(tmp_path: Path) -> None:
    import os

    folder = tmp_path / "backups"
    folder.mkdir()
    for name, age_s in (("long ago", 7200), ("just now", 60)):
        path = folder / f"{name}.db.part"
        path.touch()
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age_s))
    create_file(tmp_path / DATABASE)
    with closing(open_writer(tmp_path / DATABASE)) as connection:
        migrate(connection, lambda _: None)
        back_up(connection, tmp_path / DATABASE, 1)
    assert [path.name for path in sorted(folder.iterdir()) if path.suffix == ".part"] == ["just now.db.part"]

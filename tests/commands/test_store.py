"""`aishtui store`: check, backup, purge."""

import json
import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from aishtui.store.database import Store
from tests.commands.program import LIMIT_S, command, environment, run
from tests.store.children import child
from tests.store.values import conversation, growing, prompt, tab


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A database with two conversations, one of which is deleted."""
    store = Store(tmp_path / "data")
    store.start()
    store.add_turn(conversation("c1"), [prompt("m1", "Why?"), growing("m2", "m1")])
    store.journal("m2", 0, "Because", "")
    store.add_turn(conversation("c2"), [prompt("m3", "text " * 50_000, of="c2")])
    store.delete_conversations(["c2"])
    store.remember_prompt("Why?")
    store.save_tabs([tab("t1", 0)])
    assert store.close(LIMIT_S)
    return store.data_dir / "aishtui.db"


def test_check_says_what_is_there(filled: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "store", "check")
    assert (done.returncode, done.stderr) == (0, "")
    first, *more = done.stdout.splitlines()
    assert first.startswith(f"{filled}: sound, ")
    assert "  1 conversation (1 more deleted), 3 messages (0 more deleted), 0 comparisons, 1 tab, 1 prompt" in more
    assert "  1 answer being written, in 1 piece" in more
    assert "  full-text index: whole" in more
    assert any("journal mode wal" in line for line in more)
    assert any(line.startswith("  file system: ") and line.endswith(" free") for line in more)


def test_check_as_json(filled: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "store", "check", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(found) == [
        "path", "exists", "sound", "problems", "size_bytes", "log_bytes", "free_bytes", "file_system", "journal_mode",
        "version", "known_version", "counts", "word_index", "running", "aside", "backups", "repaired",
    ]  # fmt: skip
    assert (found["sound"], found["problems"], found["version"]) == (True, [], found["known_version"])
    assert found["size_bytes"] == filled.stat().st_size
    assert found["counts"]["conversations_deleted"] == 1


def test_check_where_there_is_nothing_yet(tmp_path: Path) -> None:
    done = run(tmp_path, "store", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no conversation is kept yet" in done.stdout
    assert not (tmp_path / "data").exists(), "looking makes no folder"


def test_check_while_another_aishtui_runs_names_it(tmp_path: Path) -> None:
    with child("answer", tmp_path / "data") as other:
        assert other.said() == "began"
        done = run(tmp_path, "store", "check")
        assert done.returncode == 0
        assert f"in use by another aishtui (pid {other.process.pid}" in done.stdout
        assert run(tmp_path, "store", "check").stdout.count("another aishtui") == 1, "looking takes nothing over"
        for _ in range(2):
            other.go_on()
            other.said()
        other.go_on()


def test_a_damaged_database_is_not_sound_and_is_repaired_on_request(filled: Path, tmp_path: Path) -> None:
    content = filled.read_bytes()[: filled.stat().st_size // 2]
    filled.write_bytes(content)
    done = run(tmp_path, "store", "check")
    assert done.returncode == 1
    assert "not sound" in done.stdout
    assert "`aishtui store check --repair`" in done.stdout
    assert filled.read_bytes() == content
    done = run(tmp_path, "store", "check", "--repair", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["sound"]) == (0, True)
    assert Path(found["repaired"]["damaged"]).read_bytes() == content
    assert found["repaired"]["tables"]["messages"]["saved"] >= 1


def test_nothing_is_repaired_while_another_aishtui_runs(tmp_path: Path) -> None:
    with child("answer", tmp_path / "data") as other:
        assert other.said() == "began"
        database = tmp_path / "data" / "aishtui.db"
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("UPDATE message_words_data SET block = zeroblob(3) WHERE id = 10")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("DELETE FROM conversations")
        done = run(tmp_path, "store", "check", "--repair")
        assert done.returncode == 1
        assert f"while another aishtui uses it (pid {other.process.pid}" in done.stderr
        assert [path.name for path in database.parent.glob("*.db")] == ["aishtui.db"]
        other.kill()
    assert run(tmp_path, "store", "check", "--repair").returncode == 0


def test_a_sound_database_is_not_repaired(filled: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "store", "check", "--repair")
    assert done.returncode == 0
    assert "made anew" not in done.stdout
    assert [path.name for path in filled.parent.glob("*.db")] == ["aishtui.db"]


def test_a_database_of_a_newer_version_is_left_alone(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA user_version = 99")
    done = run(tmp_path, "store", "check", "--repair")
    assert done.returncode == 1
    assert "newer aishtui" in done.stderr


def test_backup(filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "b.db"
    done = run(tmp_path, "store", "backup", str(copy))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{copy}: ")
    again = run(tmp_path, "store", "backup", str(copy))
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert run(tmp_path, "store", "backup", "--force", str(copy)).returncode == 0
    assert run(tmp_path, "store", "backup", "-").returncode == 2


def test_purge_asks_and_does_nothing_where_nobody_can_answer(filled: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "store", "purge")
    assert done.returncode == 2
    assert "1 conversation would be gone for good" in done.stderr
    assert json.loads(run(tmp_path, "store", "check", "--json").stdout)["counts"]["conversations_deleted"] == 1
    done = run(tmp_path, "store", "purge", "--yes")
    assert done.returncode == 0
    assert "1 conversation gone for good" in done.stdout
    assert json.loads(run(tmp_path, "store", "check", "--json").stdout)["counts"]["conversations_deleted"] == 0
    assert "nothing is deleted" in run(tmp_path, "store", "purge").stdout


def test_ctrl_c_stops_a_check_of_a_large_database(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.start()
    store.opened.result()
    store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "aishtui.db")) as connection:
        connection.execute("INSERT INTO conversations (id, created_at) VALUES ('c1', '')")
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) "
            "INSERT INTO messages (id, conversation_id, role, text, status, created_at) "
            "SELECT 'm' || i, 'c1', 'user', 'text text text', 'complete', '' FROM n"
        )
        connection.commit()
    process = subprocess.Popen(
        command(tmp_path, "store", "check"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(),
    )  # fmt: skip
    try:
        _wait_until_it_reads(process.pid, tmp_path / "data" / "aishtui.db")
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=LIMIT_S)
    finally:
        process.kill()
    assert (process.returncode, out) == (130, "")
    assert "Stopped. Nothing was changed." in said


def _wait_until_it_reads(pid: int, database: Path) -> None:
    """Until the process has the database open."""
    while True:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if Path(os.readlink(link)) == database:
                    return
            except FileNotFoundError:
                continue

"""A copy of the database, whole and of one moment."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from aishtui.store.backing_up import IsThere, copy_database
from aishtui.store.errors import CannotOpen, Damaged, Stopped
from tests.store.children import child
from tests.store.conftest import OpenStore
from tests.store.values import conversation, prompt


def nothing(copied: int, pages: int) -> None:
    """Takes no notice of the progress."""


def backup(path: Path, copy: Path, force: bool = False, step: Callable[[int, int], None] = nothing) -> None:
    copy_database(path, copy, force=force, step=step)


def filled(open_store: OpenStore) -> Path:
    store = open_store()
    for number in range(30):
        store.add_turn(conversation(f"c{number}"), [prompt(f"m{number}", "text " * 50_000, of=f"c{number}")])
    assert store.close(60)
    return store.data_dir / "aishtui.db"


def test_a_copy_has_everything_and_is_one_private_file(open_store: OpenStore, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "b.db"
    copy.parent.mkdir()
    progress: list[tuple[int, int]] = []
    backup(filled(open_store), copy, step=lambda *said: progress.append(said))
    assert [path.name for path in copy.parent.iterdir()] == ["b.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert progress[-1][0] == progress[-1][1]
    assert len(progress) > 1
    copy.parent.chmod(0o500)  # on a disk that is read-only
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone() == (30,)
    copy.parent.chmod(0o700)


def test_in_the_place_of_the_database_a_copy_is_one(open_store: OpenStore, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    backup(filled(open_store), folder / "aishtui.db")
    store = open_store(folder)
    assert store.opened.result().problem == ""
    assert store.conversation("c7").result() is not None


def test_while_another_aishtui_writes_the_copy_is_of_one_moment(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with child("journal", folder) as writer:
        said = [int(writer.said()) for _ in range(20)]
        for number in range(5):
            copy = tmp_path / f"{number}.db"
            backup(folder / "aishtui.db", copy)
            said.append(int(writer.said()))
            with closing(sqlite3.connect(copy)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                pieces = [seq for (seq,) in connection.execute("SELECT seq FROM pieces ORDER BY seq").fetchall()]
            assert pieces == list(range(len(pieces)))
            assert len(pieces) >= said[-2]
        writer.kill()


def test_what_is_there_is_not_overwritten_unless_that_is_asked_for(open_store: OpenStore, tmp_path: Path) -> None:
    database, copy = filled(open_store), tmp_path / "b.db"
    copy.write_text("something dear")
    with pytest.raises(IsThere, match="--force"):
        backup(database, copy)
    assert copy.read_text() == "something dear"
    backup(database, copy, force=True)
    assert copy.stat().st_size > 1_000_000


def test_the_database_is_never_its_own_copy(open_store: OpenStore, tmp_path: Path) -> None:
    database = filled(open_store)
    (tmp_path / "link.db").symlink_to(database)
    for copy in (database, tmp_path / "link.db"):
        with pytest.raises(CannotOpen, match="the database itself"):
            backup(database, copy, force=True)
    assert open_store().opened.result().problem == ""


def test_stopping_leaves_no_copy(open_store: OpenStore, tmp_path: Path) -> None:
    def stop(copied: int, pages: int) -> None:
        raise Stopped

    database = filled(open_store)
    (tmp_path / "copies").mkdir()
    with pytest.raises(Stopped):
        backup(database, tmp_path / "copies" / "b.db", step=stop)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_copy_of_something_damaged_is_none(open_store: OpenStore, tmp_path: Path) -> None:
    database = filled(open_store)
    content = bytearray(database.read_bytes())
    content[40 * 4096 : 45 * 4096] = b"\xaa" * (5 * 4096)
    database.write_bytes(content)
    (tmp_path / "copies").mkdir()
    with pytest.raises(Damaged, match="store check"):
        backup(database, tmp_path / "copies" / "b.db")
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.parametrize("name", ["nowhere/b.db", "."])
def test_a_place_where_there_can_be_no_copy(open_store: OpenStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotOpen):
        backup(filled(open_store), tmp_path / name)


def test_without_a_database_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="no conversation kept yet"):
        backup(tmp_path / "aishtui.db", tmp_path / "b.db")

"""A disk that fills up in mid-answer and has room again."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.store.database import Store
from aishtui.store.errors import Refused
from tests.store.children import run
from tests.store.values import conversation, prompt


def _kept_all(said: dict[str, Any]) -> None:
    assert said["opened"] == ""
    assert "kept in memory and written as soon as that works" in said["while_full"]
    assert said["after"] == ""
    assert said["told"][-1] == ""
    assert said["messages"] == {"m1": [4, "complete"], "m2": [600_000, "complete"], "m3": [4, "complete"]}


def test_on_a_full_disk_nothing_is_lost_and_the_thread_lives_on(tmp_path: Path) -> None:
    mounts = 'mount -t tmpfs -o size=4m none "$0" && exec "$@"'
    if shutil.which("unshare") is None or run("this", through=("unshare", "-Urm", "true")).returncode:
        pytest.skip("no mount namespaces here")
    child = run(
        "tests.store.full_disk_child",
        str(tmp_path),
        through=("unshare", "-Urm", "sh", "-c", mounts, str(tmp_path)),
    )
    assert child.returncode == 0, child.stderr
    said = json.loads(child.stdout)
    assert all("is full" in error for error in said["errors"])
    _kept_all(said)


def test_a_start_on_a_full_disk_works_in_memory_until_there_is_room(tmp_path: Path) -> None:
    mounts = 'mount -t tmpfs -o size=2m none "$0" && exec "$@"'
    if shutil.which("unshare") is None or run("this", through=("unshare", "-Urm", "true")).returncode:
        pytest.skip("no mount namespaces here")
    through = ("unshare", "-Urm", "sh", "-c", mounts, str(tmp_path))
    child = run("tests.store.full_start_child", str(tmp_path), through=through)
    assert child.returncode == 0, child.stderr
    said = json.loads(child.stdout)
    assert "is full" in said["opened"]
    assert (said["error"], said["after"]) == ("None", "")
    assert said["found"] == [True, True]


def test_where_no_more_files_can_be_made_it_works_in_memory_and_says_so(tmp_path: Path) -> None:
    mounts = 'mount -t tmpfs -o nr_inodes=4 none "$0" && mkdir "$0/data" && touch "$0/1" "$0/2" && exec "$@"'
    if shutil.which("unshare") is None or run("this", through=("unshare", "-Urm", "true")).returncode:
        pytest.skip("no mount namespaces here")
    through = ("unshare", "-Urm", "sh", "-c", mounts, str(tmp_path))
    child = run("tests.store.child", "look", str(tmp_path / "data"), through=through)
    assert child.returncode == 0, child.stderr
    assert "is full: no space, or no room for more files" in child.stdout
    assert "in memory only" in child.stdout


def test_where_files_may_not_grow_nothing_is_lost(tmp_path: Path) -> None:
    child = run("tests.store.full_disk_child", str(tmp_path), "limit")
    assert child.returncode == 0, child.stderr
    said = json.loads(child.stdout)
    assert all("reports an error (disk I/O error)" in error for error in said["errors"])
    _kept_all(said)


def test_what_can_never_be_stored_does_not_stop_the_rest(store: Store) -> None:
    told: list[str] = []
    store.on_problem = told.append
    no_json = Catalog("http://x", "now", (CatalogEntry("m", raw={"odd": object()}),))
    assert isinstance(store.save_catalog(no_json).exception(), Refused)
    assert isinstance(store.journal("m2", 2**80, "", "").exception(), Refused)
    store.add_turn(conversation(), [prompt("m1", "goes on")]).result()
    assert "could not be stored" in store.problem, "it stays visible: that one is lost"
    assert told
    assert store.conversation("c1").result() is not None


def test_a_mistake_in_the_callback_does_no_harm(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def fails(problem: str) -> None:
        raise RuntimeError(problem)

    store.on_problem = fails
    assert isinstance(store.journal("m2", 2**80, "", "").exception(), Refused)
    store.add_turn(conversation(), [prompt("m1", "goes on")]).result()
    assert "on_problem failed" in caplog.text

"""A data folder on a file system that is mounted read-only."""

import shutil
from pathlib import Path

import pytest

from tests.store.children import run
from tests.store.conftest import OpenStore
from tests.store.values import conversation, prompt

_REMOUNT = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'


@pytest.mark.parametrize("used", [True, False])
def test_on_a_read_only_file_system_it_works_in_memory_and_says_so(
    tmp_path: Path, open_store: OpenStore, used: bool
) -> None:
    if shutil.which("unshare") is None or run("this", through=("unshare", "-Urm", "true")).returncode:
        pytest.skip("no mount namespaces here")
    folder = tmp_path / "data"
    if used:
        store = open_store(folder)
        store.add_turn(conversation(), [prompt("m1", "earlier")]).result()
        store.close()
    through = ("unshare", "-Urm", "sh", "-c", _REMOUNT, str(tmp_path))
    child = run("tests.store.child", "look", str(folder), through=through)
    assert child.returncode == 0, child.stderr
    assert "cannot be written" in child.stdout
    assert "Read-only file system" in child.stdout
    assert "in memory only" in child.stdout
    assert str(folder) in child.stdout

"""Files that are replaced whole or not at all."""

import os
import resource
import stat
from pathlib import Path

import pytest

from aishtui.store.atomic import write_atomic
from aishtui.store.errors import CannotOpen, DiskTrouble


def test_a_file_is_written_privately_and_nothing_is_left_over(tmp_path: Path) -> None:
    old_mask = os.umask(0)
    try:
        write_atomic(tmp_path / "a.md", b"one")
        write_atomic(tmp_path / "b.md", b"two", mode=0o644)
    finally:
        os.umask(old_mask)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"one", "b.md": b"two"}
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "b.md").stat().st_mode) == 0o644


def test_a_link_stays_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "presets.toml"
    target.write_text("old")
    link = tmp_path / "presets.toml"
    link.symlink_to(target)
    write_atomic(link, b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_write_that_fails_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    write_atomic(path, b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(DiskTrouble, match="File too large"):
            write_atomic(path, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    assert path.read_bytes() == b"old"


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(CannotOpen, match=r"a\.md cannot be opened"):
        write_atomic(tmp_path / "a.md", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    with pytest.raises(CannotOpen, match="No such file"):
        write_atomic(tmp_path / "nowhere" / "a.md", b"x")

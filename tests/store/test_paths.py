"""Where things lie."""

import stat
from pathlib import Path

import pytest

from aishtui.store.errors import CannotOpen, StoreError
from aishtui.store.paths import config_dir, data_dir, make_private, shipped


def test_an_override_wins_and_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert config_dir(Path("conf")) == tmp_path / "conf"
    assert data_dir(Path("~/here")) == tmp_path / "home" / "here"


def test_the_folders_follow_the_desktop_s_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    assert config_dir() == tmp_path / "c" / "aishtui"
    assert data_dir() == tmp_path / "d" / "aishtui"


def test_a_new_folder_is_private_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    new = make_private(tmp_path / "a" / "b")
    assert stat.S_IMODE(new.stat().st_mode) == 0o700
    new.chmod(0o755)
    make_private(new)
    assert stat.S_IMODE(new.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotOpen, match="file/below"):
        make_private(tmp_path / "file" / "below")
    with pytest.raises(StoreError, match="/proc/aishtui"):
        make_private(Path("/proc/aishtui"))


def test_what_ships_is_found() -> None:
    assert "[presets.fast]" in shipped("presets.toml").read_text()
    assert shipped("themes").is_dir()
    assert shipped("manual").parts[-2:] == ("aishtui", "manual")


def test_what_does_not_ship_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.toml, which ships with aishtui, is not at"):
        shipped("nothing.toml")

"""The commented default file: what is in it, and that it overwrites nothing."""

import stat
from pathlib import Path

import pytest

from aishtui.store.config import Config
from aishtui.store.config_default import default_text, write_default
from aishtui.store.config_file import load_config
from aishtui.store.errors import AlreadyThere, NotWritten


def test_it_says_nothing_as_it_is(tmp_path: Path) -> None:
    write_default(tmp_path / "config" / "config.toml")
    loaded = load_config(tmp_path / "config" / "config.toml")
    assert (loaded.config, loaded.problems) == (Config(), ())


def test_each_line_is_right_once_its_mark_is_taken_out(tmp_path: Path) -> None:
    # Lines that begin with "# " are words; a token's two ways exclude each other.
    lines = [
        line.removeprefix("#") for line in default_text().splitlines() if not line.startswith(("# ", "#token_command"))
    ]
    path = tmp_path / "config.toml"
    path.write_text("\n".join(lines), "utf-8")
    loaded = load_config(path)
    assert loaded.problems == ()
    assert [fallback.name for fallback in loaded.config.fallbacks] == ["boltzmann"]
    assert [chosen.action for chosen in loaded.config.keys] == ["answer.copy", "tab.new", "app.suspend"]
    assert (loaded.config.theme, loaded.config.secrets.headers) == ("dusk", {"X-Team": "lab"})
    assert loaded.config.cloud_prefixes == Config().cloud_prefixes


def test_no_line_is_wider_than_a_page() -> None:
    assert max(map(len, default_text().splitlines())) <= 120


def test_it_is_for_the_user_alone_and_its_folders_too(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "config.toml"
    write_default(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [it.name for it in path.parent.iterdir()] == ["config.toml"]


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mine")
    with pytest.raises(AlreadyThere):
        write_default(path)
    assert path.read_text() == "mine"


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    path = tmp_path / "config.toml"
    path.symlink_to(tmp_path / "dotfiles" / "aishtui.toml")
    write_default(path)
    assert path.is_symlink()
    assert (tmp_path / "dotfiles" / "aishtui.toml").read_text() == default_text()


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.symlink_to(tmp_path / "gone" / "aishtui.toml")
    with pytest.raises(NotWritten, match="No such file"):
        write_default(path)

"""The small file with favourites and the sidebar's shape."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aishtui.chat.often_used import OftenUsed
from aishtui.store.errors import StoreError
from aishtui.store.screen_file import NAME, ScreenFile, ScreenState

LIMIT_S = 20


def of(folder: Path) -> ScreenFile:
    found = ScreenFile(folder)
    found.read()
    return found


def test_what_is_changed_is_known_at_once_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    file = of(folder)
    assert file.state == ScreenState()
    file.change(lambda state: replace(state, sidebar_width=31, sidebar_hidden=True))
    done = file.change(
        lambda state: replace(state, often=state.often.used("model", "ä/b").marked("theme", "dusk", True))
    )
    assert file.state.sidebar_width == 31
    done.result(LIMIT_S)
    assert of(folder).state == file.state
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_two_on_one_folder_keep_each_others_changes_and_what_others_wrote(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"later": {"version": 2}}')
    one, other = of(tmp_path), of(tmp_path)
    one.change(lambda state: replace(state, often=state.often.used("model", "a"))).result(LIMIT_S)
    other.change(lambda state: replace(state, often=state.often.used("model", "b"))).result(LIMIT_S)
    assert of(tmp_path).state.often.recent["model"] == ("b", "a")
    assert json.loads((tmp_path / NAME).read_text())["later"] == {"version": 2}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"sidebar": 3, "favourites": [], "recent": {"model": 4}}',
        b'{"sidebar": {"width": true, "hidden": 1}, "recent": {"model": [1, null, ""]}}',
        b'{"sidebar": {"width": -4}}', b'{"sidebar": {"width": 1e9}}',
    ],
)  # fmt: skip
def test_rubbish_is_as_if_it_were_not_there(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    state = of(tmp_path).state
    assert replace(state, often=OftenUsed()) == ScreenState()
    assert not any(state.often.recent.values())


def test_lists_that_are_too_long_are_cut_and_names_stand_once(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(json.dumps({"recent": {"model": ["a", "a", *map(str, range(100)), "x" * 1000]}}))
    found = of(tmp_path).state.often.recent["model"]
    assert found[:3] == ("a", "0", "1")
    assert len(found) == 12


def test_where_it_cannot_be_kept_it_is_kept_for_the_run_and_said(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file where a folder should be")
    file = of(folder)
    done = file.change(lambda state: replace(state, sidebar_width=20))
    with pytest.raises(StoreError):
        done.result(LIMIT_S)
    assert file.state.sidebar_width == 20


def test_without_a_folder_nothing_is_written() -> None:
    file = ScreenFile()
    file.read()
    file.change(lambda state: replace(state, sidebar_width=20)).result(LIMIT_S)
    assert file.state.sidebar_width == 20

"""A file that is written piece by piece is there whole or not at all, and replaces only what it may."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from aishtui.store.errors import AlreadyThere, NotWritten
from aishtui.store.whole_file import whole_file


def test_the_file_is_there_when_all_of_it_is_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with whole_file(path, replace=False) as file:
        file.write(b"one")
        assert not path.exists()
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.parametrize("replace", [True, False])
def test_what_breaks_off_leaves_nothing_behind(tmp_path: Path, replace: bool) -> None:
    def interrupted() -> None:
        with whole_file(tmp_path / "a.json", replace=replace) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert os.listdir(tmp_path) == []


def test_a_file_that_is_there_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with whole_file(path, replace=True) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_or_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with pytest.raises(AlreadyThere, match="is there already"), whole_file(path, replace=False):
        pytest.fail("it must not be written")
    assert path.read_bytes() == b"old"


def test_one_that_came_meanwhile_is_left_alone_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"

    def write() -> None:
        with whole_file(path, replace=False) as file:
            file.write(b"new")
            path.write_bytes(b"theirs")

    with pytest.raises(AlreadyThere):
        write()
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to("real.json")
    with whole_file(tmp_path / "link.json", replace=True) as file:
        file.write(b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(path.read_bytes()))
    reader.start()
    with whole_file(path, replace=True) as file:
        file.write(b"through")
    reader.join()
    assert heard == [b"through"]
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_place_where_no_file_can_be_says_so(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "it is a folder"), (tmp_path / "no" / "a.json", "No such file or directory")):
        with pytest.raises(NotWritten, match=why), whole_file(path, replace=True):
            pytest.fail("it must not be written")
    assert os.listdir(tmp_path) == []


def test_a_killed_process_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal, sys; from aishtui.store.whole_file import whole_file\n"
        "with whole_file(pathlib.Path(sys.argv[1]), replace=True) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "out")], timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []

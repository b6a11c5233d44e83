"""Who is alive, with locks and on a file system that knows none."""

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aishtui.store.errors import StoreError
from aishtui.store.presence import ALIVE_S, Presence, claim, introduction, taken_over


def no_locks(_descriptor: int) -> None:
    """As on a network file system without them."""


def left_by(folder: Path, **said: object) -> str:
    """A file as a process without a lock has left it; its owner."""
    presence = claim(folder, no_locks)
    os.close(presence.descriptor)
    known = json.loads(presence.path.read_text())
    presence.path.write_text(json.dumps({**known, **said}))
    return presence.id


def is_gone(folder: Path, owner: str) -> bool:
    with taken_over(folder, owner, no_locks) as gone:
        return gone


def age(folder: Path, owner: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder / f"{owner}.lock", (then, then))


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_lock_that_is_held_is_alive_and_one_that_is_not_is_gone(tmp_path: Path) -> None:
    presence = claim(tmp_path)
    with taken_over(tmp_path, presence.id) as gone:
        assert not gone
    os.close(presence.descriptor)
    with taken_over(tmp_path, presence.id) as gone:
        assert gone
    assert not presence.path.exists()


def test_without_locks_a_process_of_this_machine_is_alive_while_it_runs(tmp_path: Path) -> None:
    presence = claim(tmp_path, no_locks)
    assert not is_gone(tmp_path, presence.id)
    assert presence.path.exists()
    assert is_gone(tmp_path, left_by(tmp_path, pid=ended_process()))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="without /proc nobody knows when a process began")
def test_without_locks_another_process_with_the_same_number_is_not_taken_for_it(tmp_path: Path) -> None:
    assert is_gone(tmp_path, left_by(tmp_path, began="1"))


def test_without_locks_a_process_of_another_machine_is_alive_for_a_day_after_its_last_prompt(tmp_path: Path) -> None:
    owner = left_by(tmp_path, host="elsewhere", pid=ended_process())
    assert not is_gone(tmp_path, owner)
    age(tmp_path, owner, ALIVE_S + 60)
    assert is_gone(tmp_path, owner)


def test_without_locks_each_prompt_makes_it_young_again(tmp_path: Path) -> None:
    presence = claim(tmp_path, no_locks)
    age(tmp_path, presence.id, ALIVE_S + 60)
    presence.still_here()
    assert time.time() - presence.path.stat().st_mtime < 60
    presence.release()


def test_without_locks_one_that_has_not_said_who_it_is_may_be_about_to(tmp_path: Path) -> None:
    owner = left_by(tmp_path)
    (tmp_path / f"{owner}.lock").write_text("")
    assert not is_gone(tmp_path, owner)
    age(tmp_path, owner, 3600)
    assert is_gone(tmp_path, owner)


def test_without_locks_one_whose_file_is_gone_has_left(tmp_path: Path) -> None:
    owner = left_by(tmp_path)
    (tmp_path / f"{owner}.lock").unlink()
    assert is_gone(tmp_path, owner)


def test_a_lock_that_fails_for_another_reason_is_told(tmp_path: Path) -> None:
    def broken(_descriptor: int) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(StoreError, match="reports an error"):
        claim(tmp_path, broken)


@pytest.mark.parametrize("text", ["", "[]", "nonsense", '{"pid": 1}'])
def test_who_does_not_say_who_it_is_is_told_as_that(tmp_path: Path, text: str) -> None:
    presence = claim(tmp_path)
    presence.path.write_text(text)
    assert introduction(tmp_path, presence.id) == "which does not say where"
    presence.release()


def test_a_presence_says_where_it_is(tmp_path: Path) -> None:
    presence: Presence = claim(tmp_path)
    assert introduction(tmp_path, presence.id).startswith(f"pid {os.getpid()}")
    presence.release()

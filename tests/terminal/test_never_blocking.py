"""The second way to the terminal takes what it can, blocks nobody, and leaves the first as it was."""

import fcntl
import os
from collections.abc import Iterator

import pytest

from aishtui.terminal.never_blocking import NeverBlocking


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """The user's end of a pseudoterminal and the program's."""
    user, program = os.openpty()
    yield user, program
    os.close(user)
    os.close(program)


def test_what_is_taken_arrives(ends: tuple[int, int]) -> None:
    terminal = NeverBlocking(ends[1])
    assert terminal.write(b"hello") == 5
    assert os.read(ends[0], 100) == b"hello"
    terminal.close()


def test_a_terminal_that_does_not_read_takes_only_so_much(ends: tuple[int, int]) -> None:
    terminal = NeverBlocking(ends[1])
    taken = [terminal.write(b"x" * 4096) for _ in range(200)]
    assert sum(taken) < 200 * 4096
    assert taken[-1] == 0
    terminal.close()


def test_the_flag_is_not_set_for_others(ends: tuple[int, int]) -> None:
    terminal = NeverBlocking(ends[1])
    assert not fcntl.fcntl(ends[1], fcntl.F_GETFL) & os.O_NONBLOCK
    terminal.close()


def test_what_is_no_terminal_takes_nothing() -> None:
    read_end, write_end = os.pipe()
    assert NeverBlocking(write_end).write(b"hello") == 0
    os.close(read_end)
    os.close(write_end)


def test_closed_it_holds_nothing_and_takes_nothing(ends: tuple[int, int]) -> None:
    before = set(os.listdir("/proc/self/fd"))
    terminal = NeverBlocking(ends[1])
    assert len(set(os.listdir("/proc/self/fd")) - before) == 1
    terminal.close()
    terminal.close()
    assert set(os.listdir("/proc/self/fd")) == before
    assert terminal.write(b"hello") == 0


def test_a_terminal_that_has_gone_takes_nothing() -> None:
    user, program = os.openpty()
    terminal = NeverBlocking(program)
    os.close(user)
    assert terminal.write(b"hello") == 0
    terminal.close()
    os.close(program)

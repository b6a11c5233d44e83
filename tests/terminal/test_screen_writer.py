"""The writer's thread, with a pipe for a terminal: it can be read, not be read, and be closed."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import TextIO

import pytest

from aishtui.terminal.screen_writer import LEAVING_STALL_S, MOST_WRITES, ScreenWriter

BIG = "x" * 100_000
"""More than a pipe holds (64 KiB)."""


class Terminal:
    def __init__(self) -> None:
        self.read_end, write_end = os.pipe()
        self.file: TextIO = os.fdopen(write_end, "w", encoding="utf-8")
        self.patience: float | None = None
        self.times_lost = 0
        self.writer = ScreenWriter(self.file, on_lost=self._count, patience=lambda: self.patience)
        self.writer.start()

    def _count(self) -> None:
        self.times_lost += 1

    def read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            data += os.read(self.read_end, count - len(data))
        return data

    def vanish(self) -> None:
        if self.read_end >= 0:
            os.close(self.read_end)
        self.read_end = -1


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.vanish()
    made.writer.give_up()
    made.writer.join()
    made.file.close()


def until(condition: Callable[[], object]) -> None:
    ends_at = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < ends_at, "waited in vain"
        time.sleep(0.005)


def test_what_is_written_arrives_in_order(terminal: Terminal) -> None:
    for number in range(100):
        terminal.writer.write(f"{number} ")
    expected = "".join(f"{number} " for number in range(100)).encode()
    assert terminal.read(len(expected)) == expected


def test_it_is_ready_only_while_the_terminal_keeps_up(terminal: Terminal) -> None:
    assert terminal.writer.ready
    terminal.writer.write(BIG)
    for _ in range(3):
        terminal.writer.write("frame")
    assert not terminal.writer.ready
    terminal.read(len(BIG) + 15)
    until(lambda: terminal.writer.ready)


def test_small_writes_do_not_wait_for_a_terminal_that_does_not_read(terminal: Terminal) -> None:
    terminal.writer.write(BIG)
    for _ in range(MOST_WRITES - 1):
        terminal.writer.write("key")  # would never come back if it waited
    assert terminal.writer.pending == MOST_WRITES


def test_large_writes_wait_until_the_terminal_reads_again(terminal: Terminal) -> None:
    done = threading.Event()

    def write() -> None:
        for _ in range(6):
            terminal.writer.write(BIG)
        done.set()

    threading.Thread(target=write, daemon=True).start()
    until(lambda: terminal.writer.pending >= 3)
    assert not done.is_set()
    terminal.read(6 * len(BIG))
    assert done.wait(20)


def test_leaving_gives_up_a_terminal_that_does_not_read(terminal: Terminal) -> None:
    terminal.patience = LEAVING_STALL_S
    for _ in range(8):
        terminal.writer.write(BIG)
    assert terminal.writer.lost
    assert terminal.times_lost == 0


def test_leaving_waits_for_a_terminal_that_reads_slowly(terminal: Terminal) -> None:
    terminal.patience = LEAVING_STALL_S
    received = bytearray()

    def read_slowly() -> None:
        while len(received) < 6 * len(BIG):
            received.extend(os.read(terminal.read_end, 30_000))
            time.sleep(0.02)

    reader = threading.Thread(target=read_slowly, daemon=True)
    reader.start()
    for _ in range(6):
        terminal.writer.write(BIG)
    terminal.writer.stop()
    reader.join()
    assert received == BIG.encode() * 6
    assert not terminal.writer.lost


def test_a_terminal_that_goes_is_told_once_and_the_rest_dropped(terminal: Terminal) -> None:
    terminal.vanish()
    terminal.writer.write("gone")
    until(lambda: terminal.times_lost)
    for _ in range(2 * MOST_WRITES):
        terminal.writer.write(BIG)
    assert terminal.times_lost == 1
    assert terminal.writer.pending <= 1


def test_stopping_writes_what_is_pending(terminal: Terminal) -> None:
    terminal.writer.write("last words")
    terminal.writer.stop()
    assert not terminal.writer.is_alive()
    assert terminal.read(10) == b"last words"


def test_stopping_gives_up_a_terminal_that_does_not_read(terminal: Terminal) -> None:
    terminal.patience = 0.1
    terminal.writer.write(BIG)
    terminal.writer.stop()
    assert terminal.writer.lost


def test_what_is_written_after_stopping_is_dropped(terminal: Terminal) -> None:
    terminal.writer.stop()
    terminal.writer.write("late")
    assert terminal.writer.pending == 0


def test_a_terminal_left_in_non_blocking_mode_is_written_to(terminal: Terminal) -> None:
    os.set_blocking(terminal.file.fileno(), False)
    terminal.writer.write(BIG)
    assert terminal.read(len(BIG)) == BIG.encode()


def test_what_cannot_be_encoded_is_marked(terminal: Terminal) -> None:
    terminal.writer.write("a\ud800b")
    assert terminal.read(3) == b"a?b"

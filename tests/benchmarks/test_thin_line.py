"""The model of a thin line: how much gets through by when, and that nothing is lost."""

import os
import sys
from collections.abc import Iterator

import pytest

from benchmarks.terminal import Terminal
from benchmarks.thin_line import Direction

ENVIRON = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
RATE, WAY = 1_000, 0.5


class Pipes:
    """A direction at 1,000 bytes a second and half a second long, and both its ends."""

    def __init__(self) -> None:
        source, self._in = os.pipe()
        self._out, target = os.pipe()
        os.set_blocking(self._out, False)
        self.line = Direction(source, target, RATE, WAY, 2_000)
        self._fds = (source, self._in, self._out, target)

    def put(self, data: bytes, now: float) -> None:
        os.write(self._in, data)
        assert self.line.take(now)

    def got(self, now: float) -> int:
        """How many bytes more have arrived by now."""
        self.line.deliver(now)
        try:
            return len(os.read(self._out, 100_000))
        except BlockingIOError:
            return 0

    def close(self) -> None:
        for fd in self._fds:
            os.close(fd)


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    made = Pipes()
    yield made
    made.close()


def test_bytes_leave_one_after_another_and_then_are_on_their_way(pipes: Pipes) -> None:
    pipes.put(b"x" * 2_000, 100.0)
    assert [pipes.got(at) for at in (100.9, 101.01, 101.51, 110.0)] == [0, 500, 500, 1_000]
    pipes.put(b"y" * 10, 110.0)
    assert [pipes.got(at) for at in (110.5, 110.52)] == [0, 10]


def test_no_more_is_read_than_the_buffer_holds(pipes: Pipes) -> None:
    pipes.put(b"x" * 2_500, 100.0)
    assert not pipes.line.has_room(100.4)
    assert pipes.line.has_room(100.6)


def test_what_a_line_that_hangs_was_given_comes_when_it_goes_on(pipes: Pipes) -> None:
    pipes.put(b"x" * 500, 100.0)  # has left by 100.5
    pipes.put(b"y" * 500, 100.6)
    pipes.put(b"z" * 500, 120.0)
    pipes.line.went_on(100.8, 130.8)
    assert [pipes.got(at) for at in (130.9, 131.01, 131.7, 131.81, 132.31)] == [0, 500, 0, 500, 500]


def test_a_program_at_its_other_end_has_a_terminal() -> None:
    program = "import os; print(os.get_terminal_size()); print(input()[::-1]); print('x' * 700)"
    line = [sys.executable, "-m", "benchmarks.thin_line", "--bytes-per-s", "100000", "--way-s", "0.01", "--"]
    with Terminal([*line, sys.executable, "-c", program], ENVIRON, size=(70, 20)) as terminal:
        terminal.shows("columns=70, lines=20")
        terminal.press("abc\r")
        terminal.shows("cba", "x" * 70)

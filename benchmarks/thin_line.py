"""A thin line between a program and its terminal: `python -m benchmarks.thin_line -- COMMAND`, in that terminal.

Modelled after a program at the other end of an ssh. In front of it is a pseudoterminal of its own, which takes what the
kernel has it take (21 kB on Linux 6.18). What is read from there waits in a buffer, as in sshd and the sockets, and
leaves it at so many bytes a second; then it is on its way for so long. Nothing more is read while the buffer is full.
The other direction is the same. At SIGUSR1 the line hangs: nothing is lost, and nothing gets through until SIGUSR2.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from collections import deque
from collections.abc import Sequence

BYTES_PER_S, WAY_S, BUFFER = 20_000, 0.3, 256_000
_PIECE = 500
"""Packets are larger, but a terminal shows what it has got."""


class Direction:
    """From `source` to `target`, both file descriptors. Times are of `time.monotonic()`."""

    def __init__(self, source: int, target: int, bytes_per_s: float, way_s: float, buffer: int) -> None:
        self.source = source
        self._target = target
        self._bytes_per_s = bytes_per_s
        self._way_s = way_s
        self._buffer = buffer
        self._free_at = 0.0
        self._on_the_way: deque[tuple[float, bytes]] = deque()

    def has_room(self, now: float) -> bool:
        return (self._free_at - now) * self._bytes_per_s < self._buffer

    @property
    def due(self) -> float | None:
        """When the next piece arrives; None: there is none."""
        return self._on_the_way[0][0] if self._on_the_way else None

    def take(self, now: float) -> bool:
        """Read some; False: nothing will come any more."""
        try:
            data = os.read(self.source, 65_536)
        except OSError:  # EIO: the program has closed its end
            data = b""
        for start in range(0, len(data), _PIECE):
            self._send(data[start : start + _PIECE], now)
        return bool(data)

    def deliver(self, now: float) -> None:
        arrived = b""
        while self._on_the_way and self._on_the_way[0][0] <= now:
            arrived += self._on_the_way.popleft()[1]
        while arrived:
            arrived = arrived[os.write(self._target, arrived) :]

    def went_on(self, since: float, now: float) -> None:
        """It has hung since then: what was on the way comes so much later, what was in the buffer begins to leave."""
        left = [(at + now - since, piece) for at, piece in self._on_the_way if at - self._way_s <= since]
        waiting = [piece for _, piece in list(self._on_the_way)[len(left) :]]
        self._on_the_way = deque(left)
        self._free_at = now
        for piece in waiting:
            self._send(piece, now)

    def _send(self, piece: bytes, now: float) -> None:
        self._free_at = max(self._free_at, now) + len(piece) / self._bytes_per_s
        self._on_the_way.append((self._free_at + self._way_s, piece))


class Line:
    """Both directions between the terminal and the pseudoterminal `inner`."""

    def __init__(self, inner: int, bytes_per_s: float, way_s: float, buffer: int) -> None:
        self._down = Direction(inner, sys.stdout.fileno(), bytes_per_s, way_s, buffer)
        self._up = Direction(sys.stdin.fileno(), inner, bytes_per_s, way_s, buffer)
        self._hangs_since: float | None = None
        signal.signal(signal.SIGUSR1, lambda *_: self._hang())
        signal.signal(signal.SIGUSR2, lambda *_: self._go_on())

    def _hang(self) -> None:
        if self._hangs_since is None:
            self._hangs_since = time.monotonic()

    def _go_on(self) -> None:
        since, self._hangs_since = self._hangs_since, None
        if since is not None:
            for direction in (self._down, self._up):
                direction.went_on(since, time.monotonic())

    def pass_on(self) -> None:
        """Until the program has ended and all of it is shown."""
        reading = [self._down, self._up]
        while self._down in reading or self._down.due is not None:
            now = time.monotonic()
            ready = self._select([direction for direction in reading if direction.has_room(now)], now)
            now = time.monotonic()
            reading = [each for each in reading if each.source not in ready or each.take(now)]
            if self._hangs_since is None:
                self._down.deliver(now)
                if self._down in reading:
                    self._up.deliver(now)

    def _select(self, reading: Sequence[Direction], now: float) -> list[int]:
        due = min((at for at in (self._down.due, self._up.due) if at is not None), default=now + 0.05)
        wait = 0.05 if self._hangs_since is not None else min(0.05, max(0.0, due - now))
        return select.select([direction.source for direction in reading], [], [], wait)[0]


def main(words: Sequence[str]) -> int:
    """The exit code of the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thin_line", description=__doc__)
    parser.add_argument("--bytes-per-s", type=float, default=BYTES_PER_S)
    parser.add_argument("--way-s", type=float, default=WAY_S, help="in each direction")
    parser.add_argument("--buffer", type=int, default=BUFFER, help="bytes in front of the line, beside the terminal's")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args(words)
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
    pid, inner = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.execvp(arguments.command[0], arguments.command)
    fcntl.ioctl(inner, termios.TIOCSWINSZ, size)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGTERM))
    signal.signal(
        signal.SIGWINCH,
        lambda *_: fcntl.ioctl(inner, termios.TIOCSWINSZ, fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)),
    )
    tty.setraw(0)
    Line(inner, arguments.bytes_per_s, arguments.way_s, arguments.buffer).pass_on()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What writes to the terminal: at once what it takes at once, the rest in a thread, which holds nobody up for long and
knows when the terminal has gone."""

import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

from aishtui.terminal.never_blocking import NeverBlocking
from aishtui.terminal.plain_letters import ERRORS
from aishtui.terminal.textual_private import StockWriter

MOST_WRITES = 512
MOST_BYTES = 256_000
"""Beyond either the app waits until the terminal has read some. Small writes (a typed key, a clock) never get there
during a stall of a minute; large ones (whole screens) soon do, and would be out of date when they are shown."""

STALL_S = 3.0
"""A terminal that reads nothing for this long while it is being put back in order is given up."""

LEAVING_STALL_S = 0.5
"""The same when aishtui has been told to leave: then the terminal is probably gone."""


class ScreenWriter(StockWriter):
    """Drops what is written once the terminal is lost. `on_lost` is called once, from the writer's thread;
    `patience()` is how many seconds a terminal that reads nothing is waited for at the moment, None: for ever."""

    def __init__(self, file: TextIO, *, on_lost: Callable[[], None], patience: Callable[[], float | None]) -> None:
        super().__init__(file)
        self._fd = file.fileno()
        self._encoding = file.encoding or "utf-8"
        self._on_lost = on_lost
        self._patience = patience
        # Reentrant (its lock is an RLock), since signal handlers write too.
        self._changed = threading.Condition()
        self._at_once = NeverBlocking(self._fd)
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._in_flight = 0
        self._ending = False
        self._moved_at = time.monotonic()
        self.lost = False

    @property
    def pending(self) -> int:
        """Writes the terminal has not taken yet."""
        return len(self._waiting) + self._in_flight

    @property
    def ready(self) -> bool:
        """Whether the terminal has taken all of it; on its way to be shown it may still be."""
        return not self.pending

    @property
    def stopped(self) -> bool:
        return self._ending or self.lost

    def give_up(self) -> None:
        """From now on everything is dropped."""
        with self._changed:
            self.lost = True
            self._waiting.clear()
            self._at_once.close()
            self._changed.notify_all()

    def write(self, text: str) -> None:
        with self._changed:
            while self._full and not self.stopped:
                self._changed.wait(0.05)
                self._give_up_after(self._patience())
            if self.stopped or not text:
                return
            data = text.encode(self._encoding, ERRORS)
            # Waking the thread for each frame costs more than writing it.
            rest = data[0 if self.pending else self._at_once.write(data) :]
            if rest:
                self._waiting.append(rest)
                self._bytes += len(rest)
                self._changed.notify_all()
            else:
                self._moved_at = time.monotonic()

    def stop(self) -> None:
        """Has what is pending written, as long as the terminal goes on reading."""
        with self._changed:
            self._ending = True
            self._moved_at = time.monotonic()
            self._at_once.close()
            self._changed.notify_all()
        while self.is_alive() and not self.lost:
            self.join(0.05)
            self._give_up_after(self._patience() or STALL_S)

    def run(self) -> None:
        while (data := self._next()) is not None:
            try:
                self._put(data)
            except OSError:
                self.give_up()
                self._on_lost()
                return
            with self._changed:
                self._in_flight = 0
                self._bytes -= len(data)
                self._changed.notify_all()

    @property
    def _full(self) -> bool:
        return self.pending >= MOST_WRITES or self._bytes >= MOST_BYTES

    def _give_up_after(self, seconds: float | None) -> None:
        if seconds is not None and self.pending and time.monotonic() - self._moved_at > seconds:
            self.give_up()

    def _next(self) -> bytes | None:
        """All that is waiting, as one piece; None when there will be no more."""
        with self._changed:
            while not self._waiting:
                if self.stopped:
                    return None
                self._changed.wait()
            self._moved_at = time.monotonic()
            data = b"".join(self._waiting)
            self._in_flight = len(self._waiting)
            self._waiting.clear()
            return data

    def _put(self, data: bytes) -> None:
        """Not through the file: its buffer and its lock would outlive a write that fails or never returns."""
        rest = memoryview(data)
        while rest and not self.lost:
            try:
                rest = rest[os.write(self._fd, rest[:4096]) :]
                self._moved_at = time.monotonic()
            except BlockingIOError:  # another program has left the terminal in non-blocking mode
                select.select([], [self._fd], [], 0.1)

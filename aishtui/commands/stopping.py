"""Work that takes a while and can be stopped with Ctrl+C, and what is said of it meanwhile."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import TextIO

from aishtui.store.errors import Stopped

SIGNAL_S = 0.25
"""The kernel may give a signal to another thread, and then the waiting main thread sees it only when it looks."""
_EVERY_S = 0.2
_QUIET_S = 0.5
"""What is done sooner needs no progress."""


@contextmanager
def stoppable(*, at_once: bool = False) -> Iterator[Event]:
    """The event is set by SIGINT, SIGTERM and SIGHUP while the body runs; what `nohup` has ignored stays so. To be used
    in the main thread. `at_once`: a second Ctrl+C raises KeyboardInterrupt."""
    asked = Event()

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (what signal wants)
        if at_once and asked.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.set()

    hang_up = (signal.SIGHUP,) if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN else ()
    signals = (signal.SIGINT, signal.SIGTERM, *hang_up)
    before = {number: signal.signal(number, ask) for number in signals}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def in_steps(notes: TextIO) -> Iterator[Callable[[str], None]]:
    """Work that calls `step(words)` between its steps: they are shown, and Stopped is raised where that is asked."""
    progress = Progress(notes)
    try:
        with stoppable() as asked:

            def step(words: str) -> None:
                progress.say(f"{words} (Ctrl+C stops)")
                if asked.is_set():
                    raise Stopped

            yield step
    finally:
        progress.end()


class Progress:
    """One line on a terminal that changes, and is gone when it ends; nothing where `out` is no terminal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out if out.isatty() else None
        self._next_s = time.monotonic() + _QUIET_S
        self._shown = False

    def say(self, words: str, at_once: bool = False) -> None:
        """`at_once`: what follows may take long without saying anything."""
        now = time.monotonic()
        if self._out is None or (now < self._next_s and not at_once):
            return
        self._next_s = now + _EVERY_S
        self._write(f"\r{words}\x1b[K")  # in this order nothing flickers
        self._shown = True

    def end(self) -> None:
        """Take the line away; what is said next is shown at once."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False
            self._next_s = 0.0

    def _write(self, text: str) -> None:
        assert self._out is not None
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            self._out = None  # nobody reads it any more; the work goes on
            self._shown = False

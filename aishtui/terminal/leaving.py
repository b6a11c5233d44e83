"""The order of leaving: who asks aishtui to end, in which order its parts go, and that nothing can hold it up.

1. Somebody asks: the user, a signal, or the driver that found the terminal gone.
2. The listeners hear it once per reason; the driver's takes the app out of its loop.
3. `App.run()` returns, the terminal is in order or given up, and the *rest* runs: the engine, the store.
4. The process ends by `os._exit`: a name look-up in a worker thread would hold a normal exit for seconds.

If step 3 does not come in time (a terminal that nobody reads), another thread goes on from there.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Literal, NoReturn

from aishtui.terminal.signal_pipe import SignalPipe

logger = logging.getLogger(__name__)

PATIENCE_S = 2.0
"""For the app's loop to hear that it is time to leave."""

SHUTDOWN_S = 6.0
"""For `App.run()` to return, if the loop has heard it."""

RESTORE_S = 0.3
"""For the terminal to take the last bytes when the app itself cannot restore it."""


class Reason(StrEnum):
    """Why aishtui leaves."""

    QUIT = "quit"
    CRASH = "crash"
    HANGUP = "hangup"
    """The terminal has gone: SIGHUP, end of its input, or an input/output error on it."""
    TERMINATE = "terminate"
    """SIGTERM."""

    @property
    def exit_code(self) -> int:
        return {Reason.QUIT: 0, Reason.CRASH: 1, Reason.HANGUP: 129, Reason.TERMINATE: 143}[self]


_SIGNALS = {signal.SIGHUP: Reason.HANGUP, signal.SIGTERM: Reason.TERMINATE}

Listener = Callable[[Reason], object]
Rest = Callable[[Reason], int]


class Leaving:
    """One per process. `rest` does what comes after the screen and returns the exit code."""

    def __init__(
        self, rest: Rest | None = None, *, patience_s: float = PATIENCE_S, shutdown_s: float = SHUTDOWN_S
    ) -> None:
        self._rest = rest
        self._patience_s = patience_s
        self._shutdown_s = shutdown_s
        self._asked = SignalPipe(_SIGNALS)
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._restore: Callable[[], object] = _nothing
        self._wake: Callable[[], object] = _nothing
        self._attending = False
        self._reason: Reason | None = None
        self._loop_heard = threading.Event()
        self._screen_ended = threading.Event()
        self._taken_over = False

    @property
    def reason(self) -> Reason | None:
        """None while nobody has asked. A hang-up or a quit may still turn into `terminate`."""
        return self._reason

    @property
    def under_way(self) -> bool:
        """Whether a signal or a lost terminal has asked."""
        return self._reason in (Reason.HANGUP, Reason.TERMINATE)

    # -- before App.run()

    def install(self) -> None:
        """Takes SIGHUP and SIGTERM for good, in the main thread. Not through asyncio: its handlers vanish with its
        loop, and a shell sends SIGHUP twice."""
        self._attend()
        self._asked.install()

    def then(self, rest: Rest) -> None:
        """Sets what comes after the screen, where it was not known at the start."""
        self._rest = rest

    def when_gone(self, listener: Listener) -> None:
        """`listener(reason)` is called in another thread, once for `hangup` and once for `terminate`, also for one
        that comes after the other or after the screen has ended; at once if it has come already. Once for `crash`, if
        that is the first."""
        with self._lock:
            self._listeners.append(listener)
            reason = self._reason if self.under_way else None
        if reason is not None:
            self._tell(listener, reason)

    # -- for the driver

    def gone(self, reason: Literal[Reason.HANGUP, Reason.TERMINATE] = Reason.HANGUP) -> None:
        """The terminal has gone. From any thread, any number of times."""
        self._attend()
        self._asked.tell(signal.SIGHUP if reason is Reason.HANGUP else signal.SIGTERM)

    def loop_heard(self) -> None:
        """The app's loop is alive and has been asked to exit."""
        self._loop_heard.set()

    def wake_with(self, wake: Callable[[], object]) -> None:
        """How to have the main thread run the handler of a signal that is none of ours (SIGCONT, SIGWINCH)."""
        self._wake = wake

    def restore_with(self, restore: Callable[[], object]) -> None:
        """How to put the terminal in order in one go, for an end without the app."""
        self._restore = restore

    def crashed(self) -> None:
        """A thread that aishtui cannot do without has ended with an error: the screen is to end as after an error of
        its own. From any thread."""
        self._take(Reason.CRASH)

    # -- after App.run()

    def screen_ended(self, *, crashed: bool = False) -> Reason:
        """To be called in the main thread when `App.run()` has returned or raised. Gives the screen up unless the user
        or a crash ended it. Does not return if another thread has gone on meanwhile."""
        self._screen_ended.set()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            signal.signal(number, signal.SIG_DFL)  # Textual never gives them back
        with self._lock:
            taken_over = self._taken_over
            if self._reason is None:
                self._reason = Reason.CRASH if crashed else Reason.QUIT
            reason = self._reason
        if taken_over:
            _wait_for_the_end()
        if self.under_way:
            self.screen_gone()
        return reason

    def leave(self, *, crashed: bool = False) -> NoReturn:
        """All that comes after `App.run()`: the screen, the rest, the end."""
        self._finish(self.screen_ended(crashed=crashed))

    @staticmethod
    def screen_gone() -> None:
        """Standard input, output and error lead nowhere from now on."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(nowhere, fd)
        if nowhere > 2:
            os.close(nowhere)

    @staticmethod
    def end(code: int) -> NoReturn:
        """Ends the process, whatever other threads are doing."""
        flush = threading.Thread(target=_flush, name="last-flush", daemon=True)
        flush.start()
        flush.join(1.0)  # a log or a terminal that takes nothing does not hold the end up
        os._exit(code)

    # -- inside

    def _attend(self) -> None:
        with self._lock:
            if self._attending:
                return
            self._attending = True
        threading.Thread(target=self._hear, name="leaving", daemon=True).start()

    def _hear(self) -> None:
        for number in self._asked:
            if number is None:
                self._wake()
            else:
                self._take(_SIGNALS[number])

    def _take(self, asked: Reason) -> None:
        with self._lock:
            before = self._reason
            if asked is before is Reason.TERMINATE:
                self._end_at_once()
            if asked is not Reason.TERMINATE and before is not None:
                if asked is Reason.HANGUP and self._screen_ended.is_set():
                    self.screen_gone()  # after the user has quit: what is printed now must not fail
                return
            self._reason = asked
            listeners = tuple(self._listeners)
        for listener in listeners:
            self._tell(listener, asked)
        if before is None:
            threading.Thread(target=self._watch, name="leaving-watch", daemon=True).start()

    @staticmethod
    def _tell(listener: Listener, reason: Reason) -> None:
        try:
            listener(reason)
        except Exception:
            logger.exception("Leaving (%s): a listener failed.", reason)

    def _watch(self) -> None:
        """Goes on without the main thread if that is stuck."""
        asked_at = time.monotonic()
        if self._screen_ended.wait(self._patience_s):
            return
        if self._loop_heard.is_set() and self._screen_ended.wait(self._shutdown_s - (time.monotonic() - asked_at)):
            return
        with self._lock:
            if self._screen_ended.is_set():
                return
            self._taken_over = self._rest is not None
            reason = self._reason or Reason.HANGUP
        self._restore_in_time()
        self.screen_gone()
        logger.warning("Leaving (%s): the screen did not end in time and was given up.", reason)
        if self._taken_over:
            self._finish(reason)

    def _finish(self, reason: Reason) -> NoReturn:
        code = reason.exit_code
        try:
            if self._rest is not None:
                code = self._rest(reason)
        except Exception:
            logger.exception("Leaving (%s): what comes after the screen failed.", reason)
            code = 1
        self.end(code)

    def _end_at_once(self) -> NoReturn:
        self._restore_in_time()
        os._exit(Reason.TERMINATE.exit_code)

    def _restore_in_time(self) -> None:
        restoring = threading.Thread(target=self._restore, name="restore-terminal", daemon=True)
        restoring.start()
        restoring.join(RESTORE_S)


def _nothing() -> None:
    pass


def _flush() -> None:
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the terminal has gone; the stream is closed
            pass


def _wait_for_the_end() -> NoReturn:
    while True:
        time.sleep(3600)

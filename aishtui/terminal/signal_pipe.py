"""Signals as numbers in a pipe, for a thread that waits for them."""

import os
import signal
import threading
from collections.abc import Collection, Iterator
from types import FrameType


class SignalPipe:
    """Not by what a signal handler does: Python runs it in the main thread, which hears nothing while it waits for a
    lock if the kernel gave the signal to another thread (seen with two signals at once). The wake-up descriptor is
    written to at once, in whatever thread."""

    def __init__(self, numbers: Collection[signal.Signals]) -> None:
        self._numbers = frozenset(numbers)
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._write_end, False)

    def install(self) -> None:
        """Takes the signals for good. In the main thread, once per process."""
        for number in self._numbers:
            signal.signal(number, _heard_elsewhere)
        signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._leave_children_alone()

    def tell(self, number: signal.Signals) -> None:
        """As if the signal had come; from any thread."""
        os.write(self._write_end, bytes([number]))

    def __iter__(self) -> Iterator[signal.Signals | None]:
        """The signals as they come, for ever; None for one that others handle. The main thread has to be woken for
        that: an event loop's own wake-up descriptor is not set any more, and the kernel may have given the signal to
        another thread."""
        while True:
            for number in os.read(self._read_end, 64):
                yield signal.Signals(number) if number in self._numbers else None

    def _leave_children_alone(self) -> None:
        """A forked child has the pipe too: a signal to it must not be taken for one to us, from the first moment on."""
        before = threading.local()

        def block() -> None:
            before.mask = signal.pthread_sigmask(signal.SIG_BLOCK, self._numbers)

        def unblock() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before.mask)

        def become_a_child() -> None:
            signal.set_wakeup_fd(-1)
            for number in self._numbers:
                signal.signal(number, signal.SIG_DFL)
            unblock()

        os.register_at_fork(before=block, after_in_parent=unblock, after_in_child=become_a_child)


def _heard_elsewhere(_number: int, _frame: FrameType | None) -> None:
    pass

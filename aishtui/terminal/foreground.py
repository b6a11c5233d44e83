"""Runs another program on our terminal, as a shell would, while our own event loop goes on."""

import asyncio
import os
import signal
import subprocess
import termios
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from aishtui.terminal.reset import reset_terminal


async def run_in_foreground(command: Sequence[str], left_behind: Callable[[], object]) -> int:
    """The program's exit status, negative for a signal. Raises OSError where it cannot be started.

    To be called in the main thread while the screen is given back (`App.suspend`). It stays in our process group:
    Ctrl+Z stops both, and the shell's `fg` has both go on. Cancelled, it tells the program that its terminal has gone,
    and calls `left_behind` from another thread when the program has ended all the same.
    """
    terminal = _terminal()
    with _its_own_interrupts(), _settings_kept(terminal):
        process = subprocess.Popen(command, stdin=0, stdout=terminal, stderr=terminal)  # noqa: ASYNC220 - starts it
        try:
            status = await _end_of(process, left_behind)
        except asyncio.CancelledError:
            process.send_signal(signal.SIGHUP)
            raise
        if status < 0 or status > 128:
            _put_right(terminal)
        return status


def _terminal() -> int:
    """Where the program is to write: one of ours may have been sent elsewhere."""
    return next((fd for fd in (1, 2) if os.isatty(fd)), 1)


async def _end_of(process: "subprocess.Popen[bytes]", left_behind: Callable[[], object]) -> int:
    loop = asyncio.get_running_loop()
    ended = loop.create_future()

    def tell(status: int) -> None:
        if ended.cancelled():
            left_behind()
        else:
            ended.set_result(status)

    def wait() -> None:
        status = process.wait()
        try:
            loop.call_soon_threadsafe(tell, status)
        except RuntimeError:  # the loop has ended meanwhile
            left_behind()

    # In a thread of its own, not the loop's: a program that does not end must not keep the loop from ending.
    threading.Thread(target=wait, name="foreground-program", daemon=True).start()
    return int(await ended)


@contextmanager
def _its_own_interrupts() -> Iterator[None]:
    """Ctrl+C and Ctrl+\\ are for the program in front. With a handler, not ignored: the program would inherit that."""
    before = {number: signal.signal(number, _not_ours) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _settings_kept(terminal: int) -> Iterator[None]:
    """Whatever the program has made of the terminal: taken as we find them, its settings would become the shell's."""
    try:
        before = termios.tcgetattr(terminal)
    except termios.error:  # it has gone, as the program will notice
        yield
        return
    yield
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    except termios.error:
        return


def _put_right(terminal: int) -> None:
    """A program that was killed has had no chance to."""
    try:
        reset_terminal(terminal)
    except OSError:
        return


def _not_ours(_number: int, _frame: FrameType | None) -> None:
    pass

"""The print view: a text on the usual screen, outside of the full one, where the terminal itself can select and scroll.

The app goes on meanwhile, unseen: what it draws is dropped, and a hang-up or SIGTERM makes it leave as always.
"""

import asyncio
import os
import select
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App

from aishtui.terminal.driver import terminal_driver

HINT = "(aishtui: Enter goes back)"

_BEGIN = "\r\x1b[0m\x1b[J"
"""Where there is no other screen (GNU screen as it comes, the Linux console) the full one still stands here."""

_PIECE = 1024
_STOP_S = 0.5
"""For a terminal that reads nothing to take the piece that is being written."""

_BACK = frozenset((b"\x1b", b"\x03", b"\x04"))
"""Esc, Ctrl+C and Ctrl+D, as keys by themselves."""


class NoPrintView(Exception):
    """There is no terminal to print on; the message is a sentence."""


async def print_view(app: App[Any], text: str) -> None:
    """Prints `text`, which may hold nothing that a terminal acts on, and waits for Enter. Raises NoPrintView."""
    driver = terminal_driver(app)
    if driver is None:
        raise NoPrintView("There is no terminal here to print on.")
    if not driver.has_screen:
        raise NoPrintView("The terminal was busy with something else; nothing was printed.")
    with app.suspend(), _keys_at_once(driver.fileno):
        words = f"{_BEGIN}{text.rstrip()}\n\n{HINT}\n"
        printing = _Printing(driver.output.fileno(), words.encode(errors="replace"))
        printing.start()
        try:
            await _told_to_go_back(driver.fileno)
        finally:
            printing.stop()
    # The screen is empty now, and Textual (8.2.8) by itself draws only what changes from here on.
    app.refresh(layout=True)


@contextmanager
def _keys_at_once(fd: int) -> Iterator[None]:
    """Keys come one by one, unseen, and none of them is a signal: Ctrl+C would end the app."""
    try:
        before, during = termios.tcgetattr(fd), termios.tcgetattr(fd)
    except termios.error:  # it has gone, as who reads its keys finds out
        yield
        return
    during[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
    during[6][termios.VMIN], during[6][termios.VTIME] = 1, 0
    _set(fd, during)
    try:
        yield
    finally:
        _set(fd, before)


def _set(fd: int, attributes: list[Any]) -> None:
    try:
        termios.tcsetattr(fd, termios.TCSANOW, attributes)
    except termios.error:  # it has gone, so there is nothing to put in order
        pass


async def _told_to_go_back(fd: int) -> None:
    loop = asyncio.get_running_loop()
    back = asyncio.Event()

    def read() -> None:
        try:
            data = os.read(fd, 4096)
        except BlockingIOError:
            return
        except OSError:  # EIO after a hang-up
            data = b""
        # Nothing: the terminal has gone, which the driver finds out too.
        if not data or data in _BACK or b"\r" in data or b"\n" in data:
            back.set()

    loop.add_reader(fd, read)
    try:
        await back.wait()
    finally:
        loop.remove_reader(fd)


class _Printing(threading.Thread):
    """Writes as fast as the terminal reads, and holds nobody up."""

    def __init__(self, fd: int, data: bytes) -> None:
        super().__init__(name="print-view", daemon=True)
        self._fd = fd
        self._data = data
        self._stopped = threading.Event()

    def run(self) -> None:
        rest = memoryview(self._data)
        try:
            while rest and not self._stopped.is_set():
                if select.select([], [self._fd], [], 0.1)[1]:
                    rest = rest[os.write(self._fd, rest[:_PIECE]) :]
        except OSError:  # the terminal has gone, and whoever reads it hears of it
            pass

    def stop(self) -> None:
        self._stopped.set()
        self.join(_STOP_S)

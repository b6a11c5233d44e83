"""Runs the broker as a process of its own, until it is told to end."""

import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.broker.broker import Broker
from aishtui.broker.config import BrokerConfig
from aishtui.broker.errors import CannotListen

_STDIN = 0
_STDERR = 2


def run_broker(
    config: BrokerConfig, manual: Path, until_eof: bool = False, announce: Callable[[str], object] = print
) -> int:
    """Serves until SIGTERM or Ctrl+C, with `until_eof` also until standard input ends; returns the exit status.

    The address is the first line of output. With `until_eof` nothing else is ever written: the parent's screen may
    be where standard error goes.
    """
    with _signals() as told:
        try:
            broker = Broker(manual, config, log=_no_log if until_eof else _log)
        except CannotListen as error:
            _log(str(error))
            return 1
        with broker:
            try:
                announce(broker.url)
                sys.stdout.flush()
            except OSError as error:
                _log(f"aishtui's broker could not say its address: {error.strerror}.")
                return 1
            if not broker.loopback_only and not until_eof:
                paid = ", and cloud models are paid for with your key" if config.cloud.key else ""
                _log(f"{broker.url} is open to everyone who can reach this machine: there is no password{paid}.")
            return _wait(told, until_eof)


def _wait(told: socket.socket, until_eof: bool) -> int:
    """Until a signal has come, whose number is a byte in `told`, or standard input has ended."""
    while True:
        ready = _readable([told.fileno(), *([_STDIN] if until_eof else [])])
        if told.fileno() in ready:
            return 130 if told.recv(1)[0] == signal.SIGINT else 0
        if _STDIN in ready and not _more_input():
            return 0


def _readable(sources: list[int]) -> list[int]:
    try:
        return select.select(sources, [], [])[0]
    except OSError:
        return [_STDIN]  # closed before we began


def _more_input() -> bool:
    try:
        return os.read(_STDIN, 65536) != b""
    except OSError:
        return False


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """SIGTERM and SIGINT as bytes in a socket: nothing is interrupted at a place of their choosing."""
    told, tell = socket.socketpair()
    tell.setblocking(False)
    with told, tell:
        before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
        fd_before = signal.set_wakeup_fd(tell.fileno())
        try:
            yield told
        finally:
            signal.set_wakeup_fd(fd_before)
            for number, handler in before.items():
                signal.signal(number, handler)


def _log(line: str) -> None:
    # Not through sys.stderr: a thread that holds its lock while the interpreter ends would abort the process.
    try:
        os.write(_STDERR, f"{line}\n".encode("utf-8", "replace"))
    except OSError:
        pass  # nobody reads the log any more; that is no reason to end


def _no_log(line: str) -> None:
    pass

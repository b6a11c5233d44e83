"""Notices that a client has closed its connection while nothing is being written to it."""

import selectors
import socket
from collections.abc import Callable
from threading import Lock, Thread


class SocketWatch:
    """A thread of its own, started only where it is asked for, that sleeps until the client leaves or `end`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = Lock()
        self._gone = False
        self._act: Callable[[], None] = _nothing
        self._wake: socket.socket | None = None
        self._thread: Thread | None = None

    @property
    def gone(self) -> bool:
        return self._gone

    def on_leaving(self, act: Callable[[], None]) -> None:
        """`act` takes the place of the one before it; it is called at once if the client has left already."""
        with self._lock:
            self._act = act
            gone = self._gone
        if gone:
            act()
        elif self._thread is None:
            self._wake, sleeper = socket.socketpair()
            self._thread = Thread(target=self._sleep, args=(sleeper,), name="client watch", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """After this nothing is called any more."""
        if self._wake is not None and self._thread is not None:
            self._wake.close()
            self._thread.join()

    def _sleep(self, sleeper: socket.socket) -> None:
        with sleeper, selectors.DefaultSelector() as selector:
            selector.register(sleeper, selectors.EVENT_READ)
            selector.register(self._connection, selectors.EVENT_READ)
            ready = [key.fileobj for key, _ in selector.select()]
            if sleeper in ready or not self._closed():
                return
        with self._lock:
            self._gone = True
            act = self._act
        act()

    def _closed(self) -> bool:
        # A byte here is the client's next request, sent early: it is still there.
        try:
            return self._connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True


def _nothing() -> None:
    pass

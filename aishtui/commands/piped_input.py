"""Reading what was piped in, in a thread that nobody waits for: the screen is there before the pipe has ended."""

import os
import threading
from concurrent.futures import Future

from aishtui.chat.piped import MOST_BYTES, Piped, piped

_PIECE = 1 << 16


def read_piped(descriptor: int) -> "Future[Piped]":
    """All of it, as soon as whoever writes it has ended; no more than can be sent. The descriptor is closed then."""
    future: Future[Piped] = Future()
    threading.Thread(target=_read, args=(descriptor, future), name="piped", daemon=True).start()
    return future


def _read(descriptor: int, future: "Future[Piped]") -> None:
    try:
        found = _read_all(descriptor)
    except OSError as error:
        found = Piped(said=f"What was piped in cannot be read ({error.strerror or error}).")
    finally:
        os.close(descriptor)
    if future.set_running_or_notify_cancel():
        future.set_result(found)


def _read_all(descriptor: int) -> Piped:
    pieces: list[bytes] = []
    length = 0
    while piece := os.read(descriptor, _PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_BYTES:
            return piped(b"".join(pieces), whole=False)
    return piped(b"".join(pieces))

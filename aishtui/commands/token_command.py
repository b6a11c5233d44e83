"""The token that a command prints: a password manager's, or whatever mints short-lived ones."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from aishtui.chat.clean import clean_line
from aishtui.endpoint.errors import BadToken

LIMIT_S = 30.0
"""A password manager may have to ask for its own password first, in a window of its own."""
FRESH_S = 60.0
"""So long a token is used before the command is run again: some are valid for minutes."""
_MOST_BYTES = 65_536


class TokenCommand:
    """Runs the command, without a shell and without our terminal, when a token is needed and the last one is old."""

    def __init__(self, words: Sequence[str], limit_s: float = LIMIT_S, fresh_s: float = FRESH_S) -> None:
        self._words = tuple(words)
        self._limit_s = limit_s
        self._fresh_s = fresh_s
        self._lock = threading.Lock()
        self._token = ""
        self._read_at = float("-inf")

    def __call__(self) -> str:
        """Raises BadToken, which never repeats what the command printed."""
        with self._lock:
            if time.monotonic() - self._read_at > self._fresh_s:
                self._token = self._run()
                self._read_at = time.monotonic()
            return self._token

    def _run(self) -> str:
        name = clean_line(self._words[0], 100)
        try:
            process = subprocess.Popen(
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it would stand in the middle of the screen
                start_new_session=True,
            )
        except OSError as error:
            raise BadToken(
                f"The token_command `{name}` cannot be run: {(error.strerror or str(error)).lower()}."
            ) from None
        printed, in_time = _printed(process, self._limit_s)
        if not in_time:
            raise BadToken(f"The token_command `{name}` did not end within {self._limit_s:.0f} s.")
        if len(printed) > _MOST_BYTES:
            raise BadToken(f"The token_command `{name}` printed more than any token has.")
        if process.returncode:
            raise BadToken(
                f"The token_command `{name}` failed (exit status {process.returncode}). Run it by hand to see why."
            )
        token = printed.decode("ascii", "replace").strip()
        if not token:
            raise BadToken(f"The token_command `{name}` printed nothing.")
        if not token.isprintable() or " " in token or not token.isascii():
            raise BadToken(
                f"The token_command `{name}` must print the token alone: one word of plain ASCII characters."
            )
        return token


def _printed(process: subprocess.Popen[bytes], limit_s: float) -> tuple[bytes, bool]:
    """What the command printed, and whether it ended in time. Where it did not, or prints without end, it is ended
    with all that it has started."""
    too_late = threading.Event()

    def give_up() -> None:
        too_late.set()
        _end_all(process)

    timer = threading.Timer(limit_s, give_up)
    timer.daemon = True
    timer.start()
    try:
        assert process.stdout is not None
        with process.stdout as out:
            printed = out.read(_MOST_BYTES + 1)
        if len(printed) > _MOST_BYTES:
            _end_all(process)
        process.wait()
    finally:
        timer.cancel()
    return printed, not too_late.is_set()


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """The command's session is its own, and its process group has the same number."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)

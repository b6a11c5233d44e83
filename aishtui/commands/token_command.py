"""The token that a command prints: a password manager's, or whatever mints short-lived ones."""

import subprocess
import threading
import time
from collections.abc import Sequence

from aishtui.chat.clean import clean_line
from aishtui.endpoint.errors import BadToken

LIMIT_S = 30.0
"""A password manager may have to ask for its own password first, in a window of its own."""
FRESH_S = 60.0
"""So long a token is used before the command is run again: some are valid for minutes."""


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
            done = subprocess.run(
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it would stand in the middle of the screen
                timeout=self._limit_s,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BadToken(f"The token_command `{name}` did not end within {self._limit_s:.0f} s.") from None
        except OSError as error:
            raise BadToken(
                f"The token_command `{name}` cannot be run: {(error.strerror or str(error)).lower()}."
            ) from None
        if done.returncode:
            raise BadToken(
                f"The token_command `{name}` failed (exit status {done.returncode}). Run it by hand to see why."
            )
        token = done.stdout.decode("ascii", "replace").strip()
        if not token:
            raise BadToken(f"The token_command `{name}` printed nothing.")
        return token

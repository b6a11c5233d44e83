"""A second way to the terminal that never blocks: what it does not take at once is for the writer's thread."""

import os


class NeverBlocking:
    """The terminal behind `fd`, opened once more: non-blocking by itself, since a flag on `fd` would also hold for
    the shell and every other program that shares it."""

    def __init__(self, fd: int) -> None:
        self._fd = _opened_again(fd)

    def write(self, data: bytes) -> int:
        """How many bytes were taken, perhaps none. Any trouble is left to the next ordinary write."""
        if self._fd is None:
            return 0
        try:
            return os.write(self._fd, data)
        except OSError:
            return 0

    def close(self) -> None:
        """Let go of the terminal: whoever waits for its last user must not wait for us."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)


def _opened_again(fd: int) -> int | None:
    """None for what is no terminal, or one without a name here (another mount namespace)."""
    try:
        again = os.open(os.ttyname(fd), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return None
    if os.fstat(again).st_rdev != os.fstat(fd).st_rdev:
        os.close(again)
        return None
    return again

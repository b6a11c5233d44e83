"""Ctrl+Z: going to sleep in favour of the shell, where there is one that can wake us up."""

import os
import signal


def has_shell() -> bool:
    """Whether a shell with job control runs this: such a one gives every job a process group of its own."""
    return os.getpgrp() != os.getsid(0)


def suspend() -> None:
    """As the terminal's own Ctrl+Z: whoever started us and waits (a script, uvx) sleeps too. Comes back with `fg`."""
    os.killpg(os.getpgrp(), signal.SIGTSTP)

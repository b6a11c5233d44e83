"""Standard input that is not the terminal: what is piped in is put aside, and the terminal itself takes its place."""

import os

_TERMINAL = "/dev/tty"


def put_aside() -> int | None:
    """A descriptor of what is piped in, after which standard input is the terminal that this process belongs to. None,
    and nothing changed, where standard input is a terminal or closed, or where there is no terminal to take instead."""
    try:
        if os.isatty(0):
            return None
        terminal = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None
    try:
        piped = os.dup(0)
        os.dup2(terminal, 0)
    except OSError:  # it was closed: nothing is piped in
        return None
    finally:
        os.close(terminal)
    return piped

"""`aishtui --reset-terminal`: undoes what a dropped line has left in the user's terminal. It needs nothing else."""

from typing import TextIO

from aishtui.terminal.reset import reset_terminal


def run_reset_terminal(out: int, notes: TextIO) -> int:
    """Returns the exit status; `out` is the terminal, if it is one."""
    try:
        done = reset_terminal(out)
    except OSError as error:
        print(f"aishtui: the terminal does not take it ({error.strerror or error}).", file=notes)
        return 1
    if not done:
        print(
            "aishtui: there is no terminal to put in order: standard output is none, and /dev/tty neither.", file=notes
        )
        return 1
    return 0

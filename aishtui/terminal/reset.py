"""What puts a terminal back to how a shell expects it, whoever left it otherwise."""

import os
import signal
import termios
from pathlib import Path

MOUSE_OFF = "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
USUAL_KEYS = "\x1b[>4;0m"
"""Ends xterm's other keyboard protocol."""

_BEFORE = "".join(
    (
        "\x18\x1b\\",  # ends a sequence that was cut off in the middle
        "\x1b[?2026l",  # synchronized output
        "\x1b[<u",  # kitty keyboard protocol; the alternate screen has its own, so before leaving that
        USUAL_KEYS,
        MOUSE_OFF,
        "\x1b[?2004l",  # bracketed paste
        "\x1b[?1004l",  # focus reports
        "\x1b[?2048l",  # reports of the window's size
        "\x1b[?7h",  # line wrap
    )
)
_AFTER = "".join(
    (
        "\x1b[?1049l",  # alternate screen
        "\x1b[0m",  # colours
        "\x1b[?25h\x1b[0 q",  # cursor seen, in its usual shape
    )
)

RESET = f"{_BEFORE}\x1b[r{_AFTER}"
"""Written as one piece, on the screen that was taken. Each part is ignored by terminals that do not know it or are not
in that mode; that all rows scroll again takes the cursor to the top of that screen, which is left then."""

RESET_LATER = "".join(
    (
        "\x1b7",  # leaving the alternate screen goes to the place that was saved; on the usual one it is to stay here
        _BEFORE,
        _AFTER,
        "\x1b[=0u",  # kitty keyboard protocol of the usual screen, where the alternate one has none of its own
        "\x1b[?1l\x1b>",  # arrow keys and keypad as usual
        "\x1b[4l",  # nothing is inserted
        "\x1b(B\x0f",  # letters, not lines
        "\x1b7\x1b[r\x1b8",  # the whole screen scrolls; saying so would take the cursor to the top
    )
)
"""The same, for a terminal that was left some time ago by a program that cannot be asked."""

_TERMINAL = Path("/dev/tty")


def reset_terminal(fd: int) -> bool:
    """Puts the terminal that a dropped line, or a kill, has left in disorder right again: `fd` if it is one, else the
    one that this process was started from. False where there is none. Raises OSError."""
    if os.isatty(fd):
        _reset(fd)
        return True
    try:
        terminal = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return False
    try:
        _reset(terminal)
    finally:
        os.close(terminal)
    return True


def _reset(fd: int) -> None:
    # A process in the background would be stopped for changing the terminal's settings.
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        _edit_lines(fd)
    except termios.error as error:
        raise OSError(*error.args) from error
    finally:
        signal.signal(signal.SIGTTOU, before)
    rest = RESET_LATER.encode()
    while rest:
        rest = rest[os.write(fd, rest) :]


def _edit_lines(fd: int) -> None:
    """As `stty sane` has it, in what a full screen changes: lines are edited and echoed, Ctrl+C interrupts."""
    input_, output, control, local, *speeds_and_characters = termios.tcgetattr(fd)
    input_ |= termios.ICRNL | termios.IXON
    output |= termios.OPOST | termios.ONLCR
    local |= termios.ICANON | termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ISIG | termios.IEXTEN
    termios.tcsetattr(fd, termios.TCSADRAIN, [input_, output, control, local, *speeds_and_characters])

"""The clipboard of this computer itself, through pyperclip in a process of its own.

In a process, because the programs behind it (xclip and its kin) may block on a display that does not answer, write
to the screen, or stay behind and hold it: a process can be ended, and has no screen.
"""

import os
import signal
import subprocess
import sys

_COPY = "import sys, pyperclip; pyperclip.copy(sys.stdin.buffer.read().decode())"


_LOOK = "import sys, pyperclip; sys.exit(not pyperclip.determine_clipboard()[0])"


class DesktopError(Exception):
    """The clipboard of this computer was not reached; `str()` says why."""


def has_program(limit_s: float) -> bool:
    """Whether there is a program (or library) for the clipboard of this computer, as pyperclip looks for them."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _LOOK],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def desktop_copy(data: bytes, limit_s: float) -> None:
    """Puts `data` (UTF-8) into the clipboard of this computer. Raises DesktopError."""
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _COPY],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what keeps serving the clipboard does not go with our terminal
        )
    except OSError as error:
        raise DesktopError(f"no process for this computer's clipboard: {error.strerror}") from error
    with process:
        try:
            process.communicate(data, timeout=limit_s)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise DesktopError(f"this computer's clipboard did not answer within {limit_s:.0f} s") from error
    if process.returncode:
        raise DesktopError("no program for this computer's clipboard was found (xclip, xsel or wl-copy)")

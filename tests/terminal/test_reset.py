"""The bytes that put a terminal back, and the command that sends them."""

import subprocess
import sys
from pathlib import Path

import pytest

from aishtui.terminal.reset import RESET, RESET_LATER
from tests.terminal.pty_program import PtyProgram

COMMAND = (sys.executable, "-m", "aishtui", "--reset-terminal")


def test_every_mode_that_the_driver_turns_on_is_turned_off() -> None:
    for mode in (1000, 1003, 1006, 1015, 1016, 1004, 1049, 2004, 2048):
        assert f"\x1b[?{mode}l" in RESET
    for mode in (7, 25):
        assert f"\x1b[?{mode}h" in RESET


def test_the_keyboard_is_restored_before_the_alternate_screen_is_left() -> None:
    assert RESET.index("\x1b[<u") < RESET.index("\x1b[?1049l")


def left_in_disorder(folder: Path, shell_line: str) -> PtyProgram:
    """Runs `shell_line` in a terminal as a killed program leaves it: keys are neither echoed nor edited."""
    raw = f"import os, tty; tty.setraw(0); os.execv('/bin/sh', ['sh', '-c', {shell_line!r}])"
    return PtyProgram([sys.executable, "-c", raw], folder / "unused.log")


@pytest.mark.parametrize("redirected", ["", " >/dev/null"])
def test_a_terminal_that_was_left_in_disorder_is_put_right(tmp_path: Path, redirected: str) -> None:
    with left_in_disorder(tmp_path, " ".join(COMMAND) + redirected) as program:
        assert program.ended() == 0
        assert bytes(program.received) == RESET_LATER.encode()
        assert program.terminal_attributes == program.attributes


def test_without_a_terminal_it_says_so() -> None:
    done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no terminal" in done.stderr


def test_it_leaves_no_folder_and_asks_nobody(tmp_path: Path) -> None:
    with PtyProgram(COMMAND, tmp_path / "unused.log", environ={"HOME": str(tmp_path)}) as program:
        assert program.ended() == 0
    assert list(tmp_path.iterdir()) == []

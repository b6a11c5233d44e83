"""The bytes that put a terminal back, and the command that sends them."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from aishtui.terminal.reset import RESET, RESET_LATER
from tests.terminal.pty_program import PtyProgram
from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server

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


def in_tmux(tmux: TmuxServer, *lines: str) -> None:
    """Run these lines of shell one after the other in a pane of tmux's, and wait for their end."""
    tmux("respawn-pane", "-k", "-t", tmux.pane, "; ".join((*lines, "tmux wait-for -S ran", "exec sleep 3600")))
    tmux("wait-for", "ran")


@needs_tmux
def test_a_real_terminal_is_put_in_order_and_on_one_in_order_nothing_moves() -> None:
    with tmux_server() as tmux:
        in_tmux(tmux, "echo one", shlex.join(COMMAND), "echo two")
        assert tmux("capture-pane", "-p", "-t", tmux.pane).decode().split("\n")[:2] == ["one", "two"]
        modes = ("?1049", "?1000", "?1003", "?1006", "?2004", "?1004")
        disorder = "".join(f"\\033[{mode}h" for mode in modes) + "\\033[?25l\\033[2;5r\\033[4h"
        in_tmux(tmux, "echo one", f"printf '{disorder}left'", shlex.join(COMMAND), "echo two")
        assert tmux("capture-pane", "-p", "-t", tmux.pane).decode().split("\n")[:2] == ["one", "two"]
        asked = "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{insert_flag} #{scroll_region_upper}"
        assert tmux("display-message", "-p", "-t", tmux.pane, asked).decode().split() == ["0", "0", "1", "0", "0"]


def test_without_a_terminal_it_says_so() -> None:
    done = subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no terminal" in done.stderr


def test_it_leaves_no_folder_and_asks_nobody(tmp_path: Path) -> None:
    with PtyProgram(COMMAND, tmp_path / "unused.log", environ={"HOME": str(tmp_path)}) as program:
        assert program.ended() == 0
    assert list(tmp_path.iterdir()) == []

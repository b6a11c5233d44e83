"""Keys on their way through tmux: what the outer terminal sends, and what our driver makes of what tmux makes of it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server

pytestmark = needs_tmux

SENT = {
    "\n": "ctrl+j",
    "\x1b\r": "alt+enter",
    "\x1bm": "alt+m",
    "\x1b1": "alt+1",
    "\x1b.": "alt+full_stop",
    "\x1b[1;3D": "alt+left",
    "\x1b[1;5A": "ctrl+up",
    "\x1b[5;3~": "alt+pageup",
    "\x1b[24~": "f12",
    "\x1b[17;2~": "shift+f6",
    "\x19": "ctrl+y",
}
"""What terminals without a keyboard protocol send."""
EXTENDED = {"\x1b[13;2u": "shift+enter", "\x1b[13;5u": "ctrl+enter", "\x1b[49;5u": "ctrl+1"}
"""What tmux gets from a terminal that it has asked for more."""


@pytest.fixture(scope="module")
def tmux() -> Iterator[TmuxServer]:
    with tmux_server() as server:
        yield server


def arrive(tmux: TmuxServer, folder: Path, keys: dict[str, str]) -> list[str]:
    """The names of the keys that the small app gets, in a window of its own with a terminal attached."""
    log = folder / "log"
    with tmux.attached(folder, "xterm-256color") as terminal:
        tmux("new-window", "-c", str(Path.cwd()), f"exec {sys.executable} -m tests.terminal.small_app {log}")
        terminal.log = log
        terminal.until_line("ready")
        for sequence in keys:
            count = len(terminal.lines)
            terminal.press(sequence)
            terminal.until(lambda count=count: len(terminal.lines) > count)
        names = [line.split()[1] for line in terminal.lines if line.startswith("key ")]
        terminal.press("q")
        terminal.until(lambda: b"rest done quit" in log.read_bytes())
    return names


def test_with_tmux_as_it_comes_the_keys_of_the_table_arrive(tmux: TmuxServer, tmp_path: Path) -> None:
    assert arrive(tmux, tmp_path, SENT) == [*SENT.values()]


def test_with_extended_keys_the_others_do_too(tmux: TmuxServer, tmp_path: Path) -> None:
    tmux("set-option", "-s", "extended-keys", "on")
    both = {**EXTENDED, **SENT}
    assert arrive(tmux, tmp_path, both) == [*both.values()]

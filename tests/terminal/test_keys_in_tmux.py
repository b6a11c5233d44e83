"""Keys on their way through tmux: what the outer terminal sends, and what our driver makes of what tmux makes of it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.keys_sent import ESCAPE, EXTENDED, SENT, names_of
from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server

pytestmark = needs_tmux


@pytest.fixture(scope="module")
def tmux() -> Iterator[TmuxServer]:
    with tmux_server() as server:
        yield server


def arrive(tmux: TmuxServer, folder: Path, keys: dict[str, str]) -> list[str]:
    """The names of the keys that the small app gets, in a window of its own with a terminal attached."""
    log = folder / "log"
    with tmux.attached(folder, "xterm-256color") as terminal:
        tmux("new-window", "-c", str(Path.cwd()), f"exec {sys.executable} -m tests.terminal.small_app {log}")
        return names_of(terminal, log, keys)


def test_with_tmux_as_it_comes_the_keys_of_the_table_arrive(tmux: TmuxServer, tmp_path: Path) -> None:
    both = {**SENT, **ESCAPE}
    assert arrive(tmux, tmp_path, both) == [*both.values()]


def test_with_extended_keys_the_others_do_too(tmux: TmuxServer, tmp_path: Path) -> None:
    tmux("set-option", "-s", "extended-keys", "on")
    both = {**EXTENDED, "\x1b[105;5u": "tab", **SENT}  # tmux 3.3a makes the old key of Ctrl+I
    assert arrive(tmux, tmp_path, both) == [*both.values()]

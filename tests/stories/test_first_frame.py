"""The first frame of the real program: all of it is there at once, and nothing that it does without has been loaded."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import Aishtui, aishtui
from tests.terminal.pty_program import PtyProgram

SLOW = (
    "httpx", "markdown_it", "pygments",
    "aishtui.endpoint.client", "aishtui.pane.markdown", "aishtui.chat.differences",
)  # fmt: skip
NOT_YET_WANTED = (
    "comparison_choice", "comparison_menu", "comparison_words", "details", "difference", "help", "history", "menu",
    "message_choices", "message_menu", "palette", "prompt_search", "reader",
)  # fmt: skip
"""Screens that lie over the workbench, and what they are made of."""


class Looking(Aishtui):
    """The program of `looking_program.py`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.note = folder / "note"
        command = [
            sys.executable, "-m", "tests.stories.looking_program", str(self.note),
            "--data-dir", str(folder / "data"), "--config-dir", str(folder / "config"), *options,
        ]  # fmt: skip
        PtyProgram.__init__(self, command, folder / "unused.log", size=(120, 36))


@contextmanager
def looking(folder: Path, *options: str) -> Iterator[tuple[list[str], list[str]]]:
    """The rows of the first frame, and the names of what was loaded then."""
    with Looking(folder, *options) as program:
        program.sees("Ask something")
        note = json.loads(program.note.read_text())
        yield note["rows"], note["loaded"]


def test_the_first_frame_is_whole_and_nothing_slow_is_loaded_for_it(lab: Homelab, tmp_path: Path) -> None:
    with looking(tmp_path, "--endpoint", lab.url) as (rows, loaded):
        frame = "\n".join(rows)
        assert "─ 1 fast" in frame
        assert all(name in frame for name in ("Presets", "fast", "chat", "deep"))
        assert "Ask something" in frame
        assert "F1 help" in rows[-1]
        assert [name for name in SLOW if name in loaded] == []
        assert [name for name in NOT_YET_WANTED if f"aishtui.screens.{name}" in loaded] == []


def test_what_was_kept_is_in_the_first_frame(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("Models")
        program.type("7×8")
        program.sees("7 × 8 = 56", "complete")
        program.quit()
    with looking(tmp_path, "--endpoint", lab.url) as (rows, loaded):
        frame = "\n".join(rows)
        assert "7 × 8 = 56" in frame
        assert "Ask something" in frame
        assert "Models" in frame  # of the list that was kept
        assert [name for name in SLOW if name in loaded] == []


def test_keys_that_come_before_the_first_frame_are_not_lost(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press("typed while it starts")
        program.sees("> typed while it starts")


def test_in_a_terminal_that_is_looked_away_from_while_it_starts_keys_still_arrive(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press("\x1b[O")
        program.sees("Ask something", "11 models")
        program.press("\x1b[I")
        program.press("seen again")
        program.sees("> seen again")
        program.press("\x1b[O and typed into from elsewhere")
        program.sees("and typed into from elsewhere")

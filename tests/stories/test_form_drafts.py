"""What is typed into a preset's form and not saved outlives every end of the program."""

import signal
import time
from pathlib import Path

import pytest

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import Aishtui, aishtui

F5, F7, CTRL_Q, DOWN = "\x1b[15~", "\x1b[18~", "\x11", "\x1b[B"
KEPT_WITHIN_S = 1.0


def open_form(program: Aishtui) -> None:
    program.press(F5)
    program.sees("Preset fast", "shipped presets.toml")


def type_description(program: Aishtui, text: str) -> None:
    for key in (DOWN, DOWN, text):
        program.press(key)
        program.pause()
    program.sees(text, "1 change, not saved")
    ends_at = time.monotonic() + KEPT_WITHIN_S  # what is newer may be lost
    while time.monotonic() < ends_at:
        program.read(0.05)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, None], ids=str)
def test_a_form_that_was_not_saved_is_there_again_until_it_is_discarded(
    lab: Homelab, tmp_path: Path, how: signal.Signals | None
) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        open_form(program)
        type_description(program, " and kind")
        if how is None:
            program.press(CTRL_Q)
        else:
            program.signal(how)
        program.ended()
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        open_form(program)
        program.sees("snappy questions and kind", "Unsaved changes from", "F7 discards them")
        program.press(F7)
        program.no_longer_sees("and kind")
        program.until(lambda: not list((tmp_path / "data" / "forms").iterdir()))

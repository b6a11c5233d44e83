"""aishtui in a GNU screen as it comes."""

import threading
from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ESCAPE, Aishtui
from tests.terminal.screen_server import needs_screen, screen_server


@needs_screen
def test_a_lone_esc_stops_an_answer(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="so far and further", hold_after=2, release=threading.Event()))
    with (
        screen_server() as screen,
        Aishtui(tmp_path, "--endpoint", lab.url, environ=screen.environ, within=screen.command) as program,
    ):
        program.sees("11 models", "Ask something")
        program.type("go on")
        program.sees("so far")
        program.press(ESCAPE)
        program.sees("stopped")


@needs_screen
def test_colours_are_those_that_screen_understands(lab: Homelab, tmp_path: Path) -> None:
    with (
        screen_server() as screen,
        Aishtui(
            tmp_path,
            "--endpoint",
            lab.url,
            environ={**screen.environ, "COLORTERM": "truecolor"},
            within=screen.command,
        ) as program,
    ):
        program.sees("11 models", "Ask something")
        assert b"\x1b[5m" not in program.received  # what it makes of 48;2;26;24;5 is blinking
        assert b"38;5;" in program.received

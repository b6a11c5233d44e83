"""Keys on their way through GNU screen: what our driver makes of what comes of what the outer terminal sends."""

import sys
from pathlib import Path

from tests.terminal.keys_sent import EXTENDED, SENT, names_of
from tests.terminal.pty_program import PtyProgram
from tests.terminal.screen_server import needs_screen, screen_server


@needs_screen
def test_the_keys_of_the_table_arrive_and_what_a_terminal_sends_unasked_too(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with screen_server() as screen:
        command = [*screen.command, sys.executable, "-m", "tests.terminal.small_app", str(log)]
        with PtyProgram(command, log, screen.environ) as terminal:
            both = {**SENT, **EXTENDED}
            assert names_of(terminal, log, both) == [*both.values()]

"""Read on where one was, after everything."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import PAGE_UP, Aishtui, aishtui

LONG = "\n\n".join(f"paragraph {number} of the long answer" for number in range(80))


def top(program: Aishtui) -> str:
    """The first row of the answer in view, without what stands beside it."""
    return next(
        line.split("┃")[-1].split("│")[-1].strip() for line in program.screen.splitlines() if "paragraph" in line
    )


def place(folder: Path) -> str:
    """Where the tab is being read, as it is on disk."""
    with closing(sqlite3.connect(f"{(folder / 'data' / 'aishtui.db').as_uri()}?mode=ro", uri=True)) as database:
        return str(database.execute("SELECT place FROM tabs").fetchone()[0])


def test_after_kill_9_the_next_start_is_at_the_same_line(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=LONG))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("tell me")
        program.sees("paragraph 79", "complete")
        assert place(tmp_path) == ""
        program.press(PAGE_UP)
        program.no_longer_sees("paragraph 79")
        program.until(lambda: place(tmp_path) != "")
        before = top(program)
        program.kill()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("paragraph")
        program.until(lambda: top(program) == before)
        assert before != "paragraph 0 of the long answer"

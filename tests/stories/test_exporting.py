"""A conversation leaves one computer as a file and goes on on another."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.commands.program import run
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, ESCAPE, F6, aishtui


@pytest.fixture
def out() -> Iterator[Path]:
    """A folder whose name fits into a line of the prompt."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_conversation_moves_to_another_computer_and_goes_on_there(lab: Homelab, tmp_path: Path, out: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    path = out / "talk.json"
    lab.script(
        lan.FAST, Behaviour(text="Rayleigh, of course."), Behaviour(text="Mie, at times."), Behaviour(text="Yes.")
    )
    with aishtui(here, "--endpoint", lab.url) as program:
        program.type("Why is the sky blue?")
        program.sees("Rayleigh, of course.", "complete")
        program.press(F6)
        program.sees("Mie, at times.", "‹2/2›")
        program.until(lambda: "complete" in program.status_line)
        program.type(f":export {path}")
        program.sees("Exported to")
        program.type(f":export {path}")
        program.sees("there already")
        assert program.quit() == 0
    assert run(there, "import", str(path)).returncode == 0
    assert run(there, "export", "--all").stdout == path.read_text()
    with aishtui(there, "--endpoint", lab.url, "--preset", "fast") as program:
        program.type(":history rayleigh")
        program.sees("Why is the sky blue?", "Rayleigh, of course.")
        program.press(ENTER)
        program.sees("‹1/2›", "find: rayleigh")
        program.press(ESCAPE)
        program.no_longer_sees("find:")
        program.type("Is that so?")
        program.sees("Yes.")
        assert program.quit() == 0
    (moved,) = json.loads(run(there, "export", "--all").stdout)["conversations"]
    assert [message["text"] for message in moved["messages"]] == [
        "Why is the sky blue?", "Rayleigh, of course.", "Mie, at times.", "Is that so?", "Yes.",
    ]  # fmt: skip
    assert moved["messages"][3]["parent_id"] == moved["messages"][1]["id"]

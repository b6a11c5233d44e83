"""A comparison of the last time: found in the history, in columns again, written out, and taken in elsewhere."""

from pathlib import Path

from tests.commands.program import run
from tests.screens.past_talks import Past
from tests.screens.test_reopening import Compared
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_T, ENTER, ESCAPE, aishtui

F3 = "\x1bOR"


def test_a_comparison_of_the_last_time_opens_in_columns_and_is_written_out(lab: Homelab, tmp_path: Path) -> None:
    past = Past(tmp_path / "data")
    names = ("fast", "chat", "deep")
    compared = Compared(past)
    compared.next_round(compared.one(*names, text="Why is it blue?", title="Blue"), names)
    past.store.close()
    file = tmp_path / "blue.json"
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press(F3)
        program.sees("compare fast · chat · deep · 2 rounds", "Enter opens the columns")
        program.press(ENTER)
        program.sees("fast|chat|deep", *(f"{name} says in round 2" for name in names))
        program.press(F3 + "chat")
        program.sees("search: chat", "chat says in round 2")
        program.press(ENTER)
        program.sees("find: chat")
        program.press(ESCAPE)
        program.no_longer_sees("find:")
        program.type(f":export {file}")
        program.sees("Exported to")
        assert program.quit() == 0
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("fast|chat|deep", *(f"{name} says in round 2" for name in names))
        program.press(F3)
        program.sees("History 1 conversation")
        program.press(CTRL_T)
        program.sees("‹3/3›")
        program.no_longer_sees("chat says in round 2")
        assert program.quit() == 0
    other = tmp_path / "other"
    assert "1 conversation imported (10 new messages)" in run(other, "import", str(file)).stderr
    assert run(other, "export", "--comparison", "--format", "json").stdout == file.read_text()

"""Looking for words in a long answer, over a real terminal's bytes."""

from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, ESCAPE, UP, aishtui

CTRL_F, ALT_PAGE_UP, ALT_PAGE_DOWN = "\x06", "\x1b[5;3~", "\x1b[6;3~"
ANSWER = "first **needle** here\n\n" + "\n".join(f"- item {n}" for n in range(120)) + "\n\nlast needle\nhere, the end"


def test_a_word_is_found_far_above_and_the_line_closes(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=ANSWER))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("go")
        program.sees("here, the end", "complete")
        program.press(ALT_PAGE_UP)
        program.no_longer_sees("here, the end")
        program.press(ALT_PAGE_DOWN)
        program.sees("here, the end")
        program.press(CTRL_F + "needle here")
        program.sees("find: needle here", "2 of 2", "last needle")
        program.press(UP)
        program.sees("1 of 2", "first needle here", "item 3")
        program.press(UP)
        program.sees("2 of 2, from the end again", "here, the end")
        program.press(ENTER)
        program.sees("1 of 2, from the top again")
        program.press(ESCAPE)
        program.no_longer_sees("find:")
        program.type(":find item 77")
        program.sees("find: item 77", "1 of 1", "item 78")
        program.press(ESCAPE)
        program.no_longer_sees("find:")
        assert program.quit() == 0

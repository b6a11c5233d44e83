"""What a hostile evening at the keyboard found."""

import signal
from pathlib import Path

from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_C, aishtui

STORY = " ".join(f"word{number}" for number in range(60))


def test_an_answer_that_a_hung_up_aishtui_finishes_reaches_the_next_screen(tmp_path: Path) -> None:
    with Homelab() as lab:
        lab.script("case/story", Behaviour(text=STORY, tokens_per_s=8.0))
        with aishtui(tmp_path, "--endpoint", lab.url, "--model", "case/story") as first:
            first.type("tell me")
            first.sees("word5")
            first.signal(signal.SIGHUP)
            with aishtui(tmp_path, "--endpoint", lab.url) as second:
                second.sees("word5")
                lab.wait_for(lambda log: any(e.model == "case/story" and e.ended for e in log), 30.0)
                second.sees("word59", "complete")


def test_a_paste_whose_end_never_comes_does_not_take_the_keyboard_away(tmp_path: Path) -> None:
    with Homelab() as lab, aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press("\x1b[200~half a paste")
        for _ in range(40):
            program.pause()
        program.press(CTRL_C)
        program.sees("Draft cleared")


def test_each_preset_on_the_command_line_opens_one_tab(tmp_path: Path) -> None:
    with (
        Homelab() as lab,
        aishtui(tmp_path, "--endpoint", lab.url, "--preset", "fast", "--preset", "fast") as program,
    ):
        program.sees("1 fast ─ 2 fast")

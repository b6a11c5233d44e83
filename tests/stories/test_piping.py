"""Something piped into the full screen: the terminal is taken all the same, and nothing is sent by itself."""

import os
from pathlib import Path

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, Aishtui

PIPED = ("sh", "-c", 'seq 1 300 | "$@"', "sh")
CTRL_Q = "\x11"


def test_a_text_stands_folded_in_the_prompt_and_is_sent_with_the_question(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url, within=PIPED) as program:
        program.sees("[piped 301 lines, 1.1 kB]", "nothing is sent before you press Enter")
        assert lab.chats == []
        program.type("what is missing?")
        program.sees("complete")
        said = lab.chats[0].messages[-1]["content"]
        assert said.startswith("1\n2\n3\n")
        assert said.endswith("300\nwhat is missing?")
        assert program.quit() == 0


def test_the_screen_is_there_before_the_pipe_has_ended(lab: Homelab, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    within = ("sh", "-c", '{ cat "$0"; echo late; } | "$@"', str(gate))
    with Aishtui(tmp_path, "--endpoint", lab.url, within=within) as program:
        program.sees("Ask something", "Reading what is piped in")
        program.press("before it")
        program.sees("> before it")
        gate.write_text("early\n")
        program.sees("early late")
        program.pause()
        program.press(ENTER)
        program.sees("complete")
        assert lab.chats[0].messages[-1]["content"] == "before it\n\nearly\nlate\n"


def test_a_draft_of_the_last_time_stays_in_its_tab(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("Ask something")
        program.press("half a thought")
        program.sees("half a thought")
        program.press(CTRL_Q)
        assert program.ended() == 0
    with Aishtui(tmp_path, "--endpoint", lab.url, within=PIPED) as program:
        program.sees("[piped 301 lines")
        assert "half a thought" not in program.plain
        program.press("\x1b[19~")
        program.sees("half a thought")
        program.press(CTRL_Q)
        assert program.ended() == 0


def test_what_is_no_text_says_so_and_the_screen_opens(lab: Homelab, tmp_path: Path) -> None:
    within = ("sh", "-c", 'head -c 100 /dev/zero | "$@"', "sh")
    with Aishtui(tmp_path, "--endpoint", lab.url, within=within) as program:
        program.sees("What was piped in is not text", "Ask something")
        program.press(CTRL_Q)
        assert program.ended() == 0

"""What others write over the picture is put right, and a terminal that stalls gets the last frame."""

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, PAGE_UP, UP, Aishtui, aishtui
from tests.stories.stored import newest_answer
from tests.stories.test_painting import ANSWER, different, quiet

CTRL_L, CTRL_END = "\x0c", "\x1b[1;5F"


def ended(program: Aishtui) -> None:
    """Until the answer stands there as it will stay."""
    program.until(lambda: "complete" in program.status_line and "answering" not in program.screen)
    quiet(program)


def write_over(program: Aishtui) -> None:
    """As `wall` does: another program has the same terminal."""
    with open(f"/proc/{program.pid}/fd/1", "wb", buffering=0) as terminal:
        terminal.write(b"\x1b[5;10HBroadcast message\x1b[31;41m from root\x1b[m\x1b[20;1H\x1b[J")
    program.until(lambda: "Broadcast message from root" in program.screen)


@pytest.fixture
def answered(lab: Homelab, tmp_path: Path) -> Aishtui:
    lab.script(lan.FAST, Behaviour(text=ANSWER))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        ended(program)
        yield program  # type: ignore[misc]


@pytest.mark.parametrize("keys", [[CTRL_L], [":redraw", ENTER]], ids=["key", "command"])
def test_what_another_program_has_written_goes_when_asked_for(answered: Aishtui, keys: list[str]) -> None:
    before = answered.cells
    write_over(answered)
    for key in keys:
        answered.press(key)
        answered.pause()
    answered.until(lambda: different(before, answered.cells) == [])


def test_modes_that_another_program_has_set_go_with_it(answered: Aishtui) -> None:
    before = answered.cells
    with open(f"/proc/{answered.pid}/fd/1", "wb", buffering=0) as terminal:
        terminal.write(b"\x1b[5;9r\x1b[4h\x1b[?6h\x1b[Hwritten in between")
    answered.until(lambda: "written in between" in answered.screen)
    answered.press(CTRL_L)
    answered.until(lambda: different(before, answered.cells) == [])
    answered.press(PAGE_UP)
    answered.until(lambda: different(before, answered.cells) != [])
    answered.press(CTRL_END)
    answered.until(lambda: different(before, answered.cells) == [])


def test_after_a_stop_the_whole_screen_is_sent_again(answered: Aishtui) -> None:
    before = answered.cells
    answered.signal(signal.SIGSTOP)
    answered.until(answered.stopped, reading=False)
    write_over(answered)
    answered.signal(signal.SIGCONT)
    answered.until(lambda: different(before, answered.cells) == [])


def test_a_size_that_is_soon_the_old_one_leaves_nothing_missing(answered: Aishtui) -> None:
    before = answered.cells
    answered.resize(1, 1)
    answered.resize(120, 36)
    answered.until(lambda: different(before, answered.cells) == [])


def newest_status(folder: Path) -> str:
    """Of the newest answer on disk; empty while there is none."""
    try:
        return newest_answer(folder)[0]
    except (IndexError, sqlite3.OperationalError):
        return ""


def test_a_terminal_that_stalls_gets_one_frame_when_it_reads_again(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=ANSWER * 20))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press("hello")
        program.sees("hello")
        program.pause()
        program.press(ENTER)
        program.until(lambda: newest_status(tmp_path) == "complete", reading=False)
        program.press("typed meanwhile")
        program.until(lambda: "complete" in program.status_line and "typed meanwhile" in program.screen)
        quiet(program)
        stalled = program.cells
        program.press(CTRL_L)
        quiet(program)
        assert program.cells == stalled
        os.kill(program.pid, 0)


def test_up_and_down_the_list_of_prompts_leaves_nothing_behind(answered: Aishtui) -> None:
    before = answered.cells
    answered.press(UP)
    answered.sees("hello")
    answered.press("\x1b[B")
    answered.until(lambda: different(before, answered.cells) == [])

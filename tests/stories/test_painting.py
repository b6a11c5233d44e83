"""What is painted straight to the terminal is what Textual would have drawn."""

import threading
from pathlib import Path

import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_J, CTRL_T, ENTER, ESCAPE, F1, F2, F8, Aishtui, aishtui
from tests.stories.stored import newest_answer
from tests.terminal.pty_program import Cell

ANSWER = (Path(__file__).parents[1] / "pane" / "rich_answer.md").read_text()
BAR = " ▁▂▃▄▅▆▇█"
CTRL_F, CTRL_P, CTRL_UP, ALT_UP = "\x06", "\x10", "\x1b[1;5A", "\x1b[1;3A"
WHOLE_FRAMES = "\x1b[?2026;2$y"
"""What a terminal says that can show whole frames only."""


def quiet(program: Aishtui, looks: int = 15) -> None:
    """Until so many looks in a row have brought nothing."""
    silent = 0
    while silent < looks:
        before = len(program.received)
        program.read(0.04)
        silent = silent + 1 if len(program.received) == before else 0


def different(painted: list[list[Cell]], drawn: list[list[Cell]]) -> list[tuple[int, int, Cell, Cell]]:
    """Where two pictures differ: row, column, and both cells. The scroll bar's column counts only where text is: with
    another width the heights of what is out of view are guessed anew."""
    return [
        (y, x, was, now)
        for y, rows in enumerate(zip(painted, drawn, strict=True))
        for x, (was, now) in enumerate(zip(*rows, strict=True))
        if was != now and not (x == len(rows[0]) - 1 and {was.text, now.text} <= set(BAR))
    ]


def drawn_anew(program: Aishtui) -> None:
    """Have the whole screen drawn, from its first row on: narrower, and again as wide as it was."""
    columns, lines = program.size
    for width in (columns - 1, columns):
        mark = len(program.received)
        program.resize(width, lines)
        program.until(lambda mark=mark: b"\x1b[1H" in program.received[mark:])


def stays(program: Aishtui, besides: str = "") -> None:
    """What is shown is shown when all is drawn anew, too; `besides` stands in a row that is no matter."""
    looks = 10 if besides else 15  # what blinks there does so each half second
    quiet(program, looks)
    painted = program.cells
    drawn_anew(program)
    quiet(program, looks)
    drawn = program.cells
    row = next((y for y, cells in enumerate(drawn) if besides and besides in "".join(c.text for c in cells)), -1)
    assert [spot for spot in different(painted, drawn) if spot[0] != row] == []


@pytest.mark.parametrize("reply", ["", WHOLE_FRAMES], ids=["plain", "whole frames"])
@pytest.mark.parametrize("theme", ["dusk", "terminal", "mono"])
def test_a_streamed_answer_looks_as_if_textual_had_drawn_it(
    lab: Homelab, tmp_path: Path, theme: str, reply: str
) -> None:
    lab.script(lan.FAST, Behaviour(text=ANSWER))
    with aishtui(tmp_path, "--endpoint", lab.url, "--theme", theme) as program:
        if reply:
            program.press(reply)
        program.type("hello")
        program.until(lambda: "complete" in program.status_line and "answering" not in program.plain)
        stays(program)
        assert (b"\x1b[?2026h" in program.received) == bool(reply)


def test_reading_above_while_it_grows_looks_the_same_too(lab: Homelab, tmp_path: Path) -> None:
    release = threading.Event()
    lab.script(lan.FAST, Behaviour(text=ANSWER, hold_after=200, release=release))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("emoji")
        for _ in range(9):
            program.press(CTRL_UP)
            program.pause()
        release.set()
        program.until(lambda: "complete" in program.status_line and "answering" not in program.plain)
        program.sees("End to follow")
        stays(program)


def test_a_dialog_is_not_painted_over(lab: Homelab, tmp_path: Path) -> None:
    release = threading.Event()
    lab.script(lan.FAST, Behaviour(text=ANSWER, hold_after=3, release=release))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("Why the")
        program.press(CTRL_P)
        program.sees("Unfold a paste")
        release.set()
        program.until(lambda: newest_answer(tmp_path)[0] == "complete")  # the list lies over all of the screen
        stays(program, besides=" do:")  # its cursor blinks


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([F2], id="sidebar away"),
        pytest.param([F2, F2], id="sidebar away and back"),
        pytest.param([CTRL_F, "the"], id="search"),
        pytest.param([CTRL_F, "the", ESCAPE], id="search ended"),
        pytest.param(["one", CTRL_J, "two", CTRL_J, "three"], id="a prompt of three lines"),
        pytest.param([":theme paper", ENTER], id="another theme"),
        pytest.param([CTRL_T, F8], id="another tab and back"),
        pytest.param([ALT_UP, ENTER, ESCAPE], id="menu opened and closed"),
        pytest.param([F1, ESCAPE], id="help opened and closed"),
    ],
)
def test_whatever_else_changes_meanwhile_nothing_stale_is_left(lab: Homelab, tmp_path: Path, keys: list[str]) -> None:
    release = threading.Event()
    lab.script(lan.FAST, Behaviour(text=ANSWER, hold_after=60, release=release))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("one of them may write")
        for key in keys:
            program.press(key)
            program.pause()
        release.set()
        program.until(lambda: "answering" not in program.plain)
        stays(program)

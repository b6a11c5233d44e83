"""A thin line that hangs in the middle of an answer: nothing is lost, and one frame brings all that was missed."""

import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from tests.servers.recording import Answer, Recording, recording
from tests.stories.aishtui_program import Aishtui
from tests.stories.stored import newest_answer
from tests.stories.test_display_layer import CTRL_L
from tests.stories.test_painting import WHOLE_FRAMES, different, quiet
from tests.terminal.pty_program import Cell

PIECES = [f"word{number} " + "\n\n" * (number % 10 == 9) for number in range(150)]
LAST = "word149"
LINE = [sys.executable, "-m", "benchmarks.thin_line", "--bytes-per-s", "200000", "--way-s", "0.05", "--"]
OVER_SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
QUESTION = re.compile(rb"\x1b\[(?:5n|c)")
FRAMES = re.compile(QUESTION.pattern + rb"|\x1b\[\?2026h")
"""What stands behind a frame, or in front of a large one."""


class OverThinLine(Aishtui):
    """aishtui at the other end of a thin line, as over ssh, and a terminal that says how far it has got."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._answered = 0
        super().__init__(folder, *options, environ=OVER_SSH, within=LINE)

    def read(self, wait_s: float = 0.05) -> None:
        super().read(wait_s)
        for question in QUESTION.finditer(self.received, self._answered):
            self._answered = question.end()
            self.press(b"\x1b[0n" if question[0].endswith(b"n") else b"\x1b[?62;22c")

    def hang(self) -> None:
        self.signal(signal.SIGUSR1)

    def go_on(self) -> None:
        self.signal(signal.SIGUSR2)


@contextmanager
def over_thin_line(folder: Path, *options: str) -> Iterator[OverThinLine]:
    with OverThinLine(folder, *options) as program:
        program.sees("Ask something")
        program.press(WHOLE_FRAMES)
        yield program


def newest_word(picture: str) -> int:
    return max((int(number) for number in re.findall(r"word(\d+)\b", picture)), default=-1)


def hung_until_it_was_answered(program: OverThinLine, server: Recording, folder: Path) -> list[int]:
    """The line hangs in mid-answer until all of it has come and is on disk. The newest word that was shown meanwhile,
    and in each frame that came when it went on."""
    program.type("a hundred and fifty words")
    program.sees("word20 ")
    program.hang()
    quiet(program)
    program.press("typed while it hung")
    program.until(lambda: newest_answer(folder)[0] == "complete")
    assert len(server.sent) == len(PIECES)
    assert newest_answer(folder)[1] == "".join(PIECES)
    stood = newest_word(program.screen)
    assert stood < 100, "it hangs"
    mark = len(program.received)
    program.go_on()
    program.until(lambda: "complete" in program.status_line and "> typed while it hung" in program.plain)
    quiet(program)
    words = [newest_word(frame.decode(errors="replace")) for frame in FRAMES.split(program.received[mark:])]
    return [stood, *(word for word in words if word >= 0)]


def drawn_by_a_redraw(program: OverThinLine) -> list[list[Cell]]:
    mark = len(program.received)
    program.press(CTRL_L)
    program.until(lambda: re.search(rb"\x1b\[1(?:;1)?H", program.received[mark:]))
    quiet(program)
    return program.cells


def test_a_line_that_hangs_in_mid_answer_loses_nothing_and_catches_up(tmp_path: Path) -> None:
    with recording(Answer(PIECES, 0.03)) as server, over_thin_line(tmp_path, "--endpoint", server.url) as program:
        shown = hung_until_it_was_answered(program, server, tmp_path)
        cells = program.cells
        assert LAST in program.plain
        assert different(cells, drawn_by_a_redraw(program)) == []
    steps = [later - sooner for sooner, later in pairwise(shown)]
    assert len([step for step in steps if step > 20]) == 1, f"all that was missed came with one frame: {shown}"
    assert max(shown) == len(PIECES) - 1


def test_without_the_display_layer_it_loses_nothing_either(tmp_path: Path) -> None:
    with (
        recording(Answer(PIECES, 0.03)) as server,
        over_thin_line(tmp_path, "--endpoint", server.url, "--plain-output") as program,
    ):
        hung_until_it_was_answered(program, server, tmp_path)
        cells = program.cells
        assert LAST in program.plain
        assert different(cells, drawn_by_a_redraw(program)) == []

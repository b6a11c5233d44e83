"""Rubbish on standard input while an answer is being written: it does no harm, and what is typed behind it arrives."""

import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, Aishtui, aishtui
from tests.stories.stored import newest_answer
from tests.stories.test_display_layer import CTRL_L
from tests.stories.test_painting import different, quiet
from tests.terminal.pty_program import PtyProgram

CTRL_Z = "\x1a"
STORY = " ".join(f"word{number}" for number in range(120))
HALVES = ("\x1b[", "\x1b[1;5", "\x1b[<35;10", "\x1bO", "\x1b]52;c;", "\x1b[?2026", "\x1b[200", "\x1b[0", "\x1b[?62;2")


def invalid_bytes(program: Aishtui) -> None:
    program.press(b"\xff\xfe\xc3\x28\xed\xa0\x80\xf8\x88\x80\x80\x80" + bytes(range(0x80, 0x100)))


def half_sequences(program: Aishtui) -> None:
    for half in HALVES:
        program.press(half)
        program.pause()


def floods_of_the_mouse(program: Aishtui) -> None:
    chosen = random.Random(1)
    for buttons in ("64", "65", "32", "35"):
        for _ in range(40):
            reports = (f"\x1b[<{buttons};{chosen.randint(1, 120)};{chosen.randint(1, 30)}M" for _ in range(250))
            program.press("".join(reports))
            program.read(0.001)


def storms_of_sizes(program: Aishtui) -> None:
    for number in range(100):
        program.resize(1 + number % 150, 1 + number % 50)
        program.read(0.002)
    program.resize(1, 1)
    program.read(0.2)
    program.resize(120, 36)


def stops(program: Aishtui) -> None:
    for _ in range(8):
        program.signal(signal.SIGSTOP)
        program.until(program.stopped)
        program.press("\x1b[<64;9;9M\x1b[")
        program.signal(signal.SIGCONT)
        program.pause()


RUBBISH = [invalid_bytes, half_sequences, floods_of_the_mouse, storms_of_sizes, stops]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=[each.__name__ for each in RUBBISH])
def test_in_mid_answer_it_does_no_harm(tmp_path: Path, rubbish: Callable[[Aishtui], None]) -> None:
    release = threading.Event()
    with Homelab() as lab:
        lab.script(lan.FAST, Behaviour(text=STORY, hold_after=40, release=release))
        with aishtui(tmp_path, "--endpoint", lab.url, "--preset", "fast") as program:
            program.type("tell me")
            program.sees("word39")
            rubbish(program)
            program.press("aaa typed behind it")  # half a sequence may have taken the first letters for its own
            program.sees("typed behind it")
            release.set()
            program.sees("word119", "complete")
            quiet(program)
            shown = program.cells
            program.press(CTRL_L)
            quiet(program)
            assert different(shown, program.cells) == []
        assert newest_answer(tmp_path) == ("complete", STORY, "")


def test_ctrl_z_in_mid_answer_and_fg_lose_nothing(tmp_path: Path) -> None:
    release = threading.Event()
    with Homelab() as lab:
        lab.script(lan.FAST, Behaviour(text=STORY, hold_after=40, release=release))
        folders = f"--data-dir {tmp_path}/data --config-dir {tmp_path}/config"
        command = f"{sys.executable} -m aishtui {folders} --endpoint {lab.url} --preset fast\n"
        shell = ["bash", "--norc", "--noprofile", "-i"]
        with PtyProgram(shell, tmp_path / "log", {"PS1": "shell$ "}, size=(120, 36)) as bash:
            bash.press(command)
            bash.until(lambda: "Ask something" in bash.screen)
            bash.press("tell me")
            bash.until(lambda: "> tell me" in bash.screen)
            for _ in range(3):  # a person's pause: keys closer together than 30 ms count as a paste
                bash.read(0.03)
            bash.press(ENTER)
            bash.until(lambda: "word39" in bash.screen)
            bash.press("half a question")
            bash.until(lambda: "half a question" in bash.screen)
            bash.press(CTRL_Z)
            bash.until(lambda: "Stopped" in bash.screen)
            release.set()
            bash.press("fg\n")
            bash.until(lambda: "word119" in bash.screen and "complete" in bash.screen.splitlines()[-1])
            bash.press("!")
            bash.until(lambda: "> half a question!" in bash.screen)
            assert newest_answer(tmp_path) == ("complete", STORY, "")
            bash.press("\x11")
            bash.until(lambda: "half a question!shell$" in bash.screen)

"""What a terminal says of itself, and what it means that it says nothing."""

import os
import pty
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.terminal.probing import TerminalAnswers, ask_terminal, read_answers

MODERN = b"\x1bP>|kitty(0.35.2)\x1b\\\x1b[?2026;2$y\x1b[?0u\x1b[?62;22c"
TMUX = b"\x1bP>|tmux 3.3a\x1b\\\x1b[?2026;0$y\x1b[?1;2;4c"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (MODERN, TerminalAnswers(True, "kitty(0.35.2)", True, True)), (TMUX, TerminalAnswers(True, "tmux 3.3a")),
        (b"\x1b[?6c", TerminalAnswers(True)), (b"", TerminalAnswers()),
        (b"\x1b[?2026;4$y\x1b[?62c", TerminalAnswers(True)), (b"ls\r\x1b[?2026;1$y", TerminalAnswers(True, "", True)),
    ],
)  # fmt: skip
def test_answers_are_read_wherever_they_stand(said: bytes, meant: TerminalAnswers) -> None:
    assert read_answers(said) == meant


@given(st.binary(max_size=60))
def test_whatever_comes_is_read(said: bytes) -> None:
    read_answers(said)


ASK = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from aishtui.terminal.probing import ask_terminal
answers = ask_terminal(float(sys.argv[1]))
Path(sys.argv[2]).write_text(json.dumps(asdict(answers)) if answers else "none")
"""
TAKE = "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); exec(sys.argv.pop(1))"


def asked(tmp_path: Path, answer: Callable[[bytes], bytes], limit_s: float) -> tuple[str, bytes, bool]:
    """What a process in a terminal learned of it; what it was asked; whether the terminal was left as it was."""
    terminal, other = pty.openpty()
    before = termios.tcgetattr(other)
    seen = bytearray()

    def play() -> None:
        try:
            while piece := os.read(terminal, 4096):
                seen.extend(piece)
                if piece.endswith(b"\x1b[c"):
                    os.write(terminal, answer(piece))
        except OSError:
            return  # EIO: nobody has it open any more

    playing = threading.Thread(target=play)
    playing.start()
    command = [sys.executable, "-c", TAKE, ASK, str(limit_s), str(tmp_path / "said")]
    subprocess.run(command, stdin=other, stdout=other, stderr=other, start_new_session=True, timeout=60, check=True)
    same = termios.tcgetattr(other) == before
    os.close(other)
    playing.join()
    os.close(terminal)
    return (tmp_path / "said").read_text(), bytes(seen), same


def test_a_terminal_is_asked_and_left_as_it_was(tmp_path: Path) -> None:
    said, questions, same = asked(tmp_path, lambda _: MODERN, 20.0)
    assert '"name": "kitty(0.35.2)"' in said
    assert '"synchronized_output": true' in said
    assert questions.endswith(b"\x1b[c")
    assert same


def test_a_terminal_that_is_silent_holds_nobody_up(tmp_path: Path) -> None:
    said, _, same = asked(tmp_path, lambda _: b"", 0.2)
    assert '"answered": false' in said
    assert same


def test_without_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    assert ask_terminal(0.1, tmp_path / "none") is None
    (tmp_path / "file").write_text("")
    assert ask_terminal(0.1, tmp_path / "file") is None

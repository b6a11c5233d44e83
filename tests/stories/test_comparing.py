"""A comparison in a tmux with default options: begun from the command line, one column failing, the winner kept."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import Aishtui
from tests.stories.test_in_tmux import SESSION, InTmux, until
from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server


@pytest.fixture
def tmux() -> Iterator[TmuxServer]:
    with tmux_server() as server:
        yield server


@needs_tmux
def test_two_rounds_with_a_failing_column_and_the_winner_goes_on(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path
) -> None:
    lab.script(lan.CHAT, refuses(500, "CUDA error: out of memory"), Behaviour())
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url, "--compare", "fast,chat,deep")
    program.sees("11 models", "to 3 columns", "fast|chat|deep")
    program.ask("7×8")
    until(lambda: len(lab.chats) == 3, lambda: "three requests")
    program.sees("7 × 8 = 56", "CUDA error: out of memory")
    program.ask("×2")
    program.sees("112", "round 2 ·")  # all have ended: until then it counts those that have
    program.send_keys("M-Right")
    program.sees("▌2 chat")
    program.send_keys("M-.")
    program.sees("▌3 deep")
    program.send_keys("M-k")
    program.sees("deep's answer goes on here; the other 2 are")
    program.ask("×2")
    program.sees("112 × 2 = 224")
    assert [turn["content"] for turn in lab.chats[-1].messages][::2] == ["7×8", "×2", "×2"]
    program.quit()
    assert program.last_answer() == (Status.COMPLETE, "112 × 2 = 224")


@needs_tmux
def test_killed_in_mid_comparison_it_is_shown_again_and_asked_on(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path
) -> None:
    lab.script(lan.CHAT, Behaviour(text="one two", hold_after=1, release=threading.Event()), Behaviour())
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url, "--compare", "fast,chat")
    program.sees("11 models", "to 2 columns")
    program.ask("7×8")
    program.sees("7 × 8 = 56", "1 of 2 has ended")
    os.kill(program.pid, signal.SIGKILL)
    program.has_ended()
    until(lambda: SESSION.encode() not in tmux("list-sessions"), lambda: "the end of the window")
    again = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    again.sees("11 models", "to 2 columns", "7 × 8 = 56", "1 answer was interrupted")
    again.ask("×2")
    again.sees("112")
    until(lambda: len(lab.chats) == 4, lambda: "the second round")
    sent = [[turn["content"] for turn in chat.messages] for chat in lab.chats[-2:]]
    assert ["7×8", "7 × 8 = 56", "×2"] in sent  # the columns are asked at the same time
    again.quit()


@needs_tmux
def test_with_the_broker_gone_each_column_fails_by_itself(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path, closed_port: int
) -> None:
    program = InTmux(tmux, tmp_path, "--endpoint", f"127.0.0.1:{closed_port}", "--compare", "fast,deep")
    program.sees("to 2 columns", "down")
    program.ask("7×8")
    program.sees("─ 1 fast")
    program.sees("failed")
    program.ask(f":connect {lab.url}")
    program.sees("11 models")
    program.send_keys("F6")
    program.sees("7 × 8 = 56")
    program.quit()


def test_an_unknown_preset_is_refused_with_the_nearest_and_opens_nothing(tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--compare", "fast,depe") as program:
        assert program.ended() == 2
        assert "There is no preset “depe”. Did you mean deep" in program.plain
    with Aishtui(tmp_path, "--compare", "fast") as program:
        assert program.ended() == 2
        assert "A comparison takes at least two" in program.plain

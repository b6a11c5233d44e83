"""The order of leaving, with a real program in a pseudoterminal."""

import os
import signal
import time
from pathlib import Path

import pytest

from aishtui.terminal.reset import RESET
from tests.terminal.pty_program import PtyProgram, small_app

STALLED = "writing 7"
"""By then the writer's queue is full: the next write waits for a terminal that does not read."""


def after_the_keys(program: PtyProgram) -> list[str]:
    return [line for line in program.lines if not line.startswith(("pid", "ready", "key", "writing"))]


def test_quitting_runs_the_rest_after_the_screen(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("q")
        assert program.ended() == 0
        assert after_the_keys(program) == ["returned", "rest quit", "rest done quit"]


def test_a_hang_up_ends_the_screen_and_lets_the_work_finish(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.hang_up()
        assert program.ended() == 129
        assert after_the_keys(program) == ["heard hangup", "returned", "rest hangup", "rest done hangup"]


def test_further_hang_ups_change_nothing_and_terminate_still_stops(tmp_path: Path) -> None:
    with small_app(tmp_path, "work") as program:
        program.hang_up()
        program.signal(signal.SIGHUP)
        program.until_line("rest hangup")
        program.signal(signal.SIGHUP)
        program.signal(signal.SIGTERM)  # at once: the kernel may give it to another thread than the first
        assert program.ended() == 129
        assert program.lines.count("heard hangup") == 1
        assert program.lines[-2:] == ["heard terminate", "rest done terminate"]


def test_a_hang_up_while_the_work_finishes_after_quitting_changes_nothing(tmp_path: Path) -> None:
    with small_app(tmp_path, "work") as program:
        program.press("q")
        program.until_line("rest quit")
        program.hang_up()
        program.until(lambda: os.readlink(f"/proc/{program.pid}/fd/1") == os.devnull)
        program.signal(signal.SIGTERM)
        assert program.ended() == 0  # and printing has not failed
        assert program.lines[-2:] == ["heard terminate", "rest done terminate"]


def test_stopping_and_continuing_after_quitting_changes_nothing(tmp_path: Path) -> None:
    with small_app(tmp_path, "work") as program:
        program.press("q")
        program.until_line("rest quit")
        for _ in range(2):
            program.signal(signal.SIGSTOP)
            program.until(program.stopped)
            program.signal(signal.SIGCONT)
            program.until(lambda: not program.stopped())
        program.signal(signal.SIGTERM)
        assert program.ended() == 0
        assert program.lines[-1] == "rest done terminate"


def test_a_program_that_does_not_control_its_terminal_sees_it_go_too(tmp_path: Path) -> None:
    with small_app(tmp_path, controlling=False) as program:
        program.hang_up()
        assert program.ended() == 129
        assert "rest done hangup" in program.lines


def test_waiting_for_the_work_without_a_screen_uses_no_processor(tmp_path: Path) -> None:
    with small_app(tmp_path, "work", controlling=False) as program:
        program.hang_up()
        program.until_line("rest hangup")
        used = program.cpu_s()
        looked_until = time.monotonic() + 1.0
        program.until(lambda: time.monotonic() > looked_until)
        assert program.cpu_s() - used < 0.3


def test_terminate_leaves_the_terminal_clean(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.signal(signal.SIGTERM)
        assert program.ended() == 143
        assert after_the_keys(program) == ["heard terminate", "returned", "rest terminate", "rest done terminate"]
        assert program.terminal_attributes == program.attributes


def test_a_second_terminate_ends_at_once_and_still_restores_the_terminal(tmp_path: Path) -> None:
    with small_app(tmp_path, "patient") as program:
        program.press("h")
        program.until_line("hung")
        program.signal(signal.SIGTERM)
        program.until_line("heard terminate")
        program.signal(signal.SIGTERM)
        assert program.ended() == 143
        assert program.received.endswith(RESET.encode())
        assert program.terminal_attributes == program.attributes
        assert "rest terminate" not in program.lines


def test_a_second_terminate_ends_a_rest_that_hangs(tmp_path: Path) -> None:
    with small_app(tmp_path, "stubborn") as program:
        program.signal(signal.SIGTERM)
        program.until_line("rest terminate")
        program.signal(signal.SIGTERM)
        assert program.ended() == 143


def test_a_second_terminate_ends_also_with_a_terminal_that_nobody_reads(tmp_path: Path) -> None:
    with small_app(tmp_path, "patient") as program:
        program.press("fh")
        program.until_line(STALLED, reading=False)
        program.signal(signal.SIGTERM)
        program.until_line("heard terminate", reading=False)
        program.signal(signal.SIGTERM)
        assert program.ended(reading=False) == 143


def test_a_loop_that_hangs_is_given_up_and_the_rest_still_runs(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("h")
        program.until_line("hung")
        program.signal(signal.SIGTERM)
        assert program.ended() == 143
        assert after_the_keys(program)[-3:] == ["heard terminate", "rest terminate", "rest done terminate"]
        assert program.received.endswith(RESET.encode())
        assert program.terminal_attributes == program.attributes


@pytest.mark.parametrize("controlling", [True, False])
def test_terminate_with_a_terminal_that_nobody_reads(tmp_path: Path, controlling: bool) -> None:
    with small_app(tmp_path, "patient", controlling=controlling) as program:
        program.press("f")
        program.until_line(STALLED, reading=False)
        program.signal(signal.SIGTERM)
        assert program.ended(reading=False) == 143
        assert program.lines[-3:] == ["returned", "rest terminate", "rest done terminate"]


def test_a_hang_up_of_a_terminal_that_nobody_reads(tmp_path: Path) -> None:
    with small_app(tmp_path, controlling=False) as program:
        program.press("f")
        program.until_line(STALLED, reading=False)
        program.hang_up()
        assert program.ended() == 129
        assert program.lines[-1] == "rest done hangup"


def test_a_terminal_that_reads_again_gets_everything(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("f")
        program.until_line(STALLED, reading=False)
        program.until_line("written")
        program.press("q")
        assert program.ended() == 0
        assert program.received.count(b" " * 50_000) == 20


def test_ending_a_forked_child_does_not_end_aishtui(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("c")
        program.until_line("child ended by 15")
        program.press("q")
        assert program.ended() == 0
        assert "heard terminate" not in program.lines


def test_a_crash_is_told_in_a_clean_terminal(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("x")
        assert program.ended() == 1
        assert program.lines[-1] == "rest done crash"
        assert b"a crash in the app" in program.received[program.received.rindex(b"\x1b[?1049l") :]
        assert program.terminal_attributes == program.attributes


def test_without_an_order_of_leaving_a_lost_terminal_ends_the_app(tmp_path: Path) -> None:
    with small_app(tmp_path, "plain", controlling=False) as program:
        program.hang_up()
        program.ended()
        assert program.lines[-1] == "returned"

"""Nothing is lost: leaving, killing, hanging up."""

import signal
import threading
from pathlib import Path

from aishtui.chat.answers import Status
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import BACKSPACE, F8, Aishtui, aishtui
from tests.stories.stored import last_answers


def talk_in_two_tabs(program: Aishtui) -> None:
    program.type("7×8")
    program.sees("= 56", "complete")
    program.type(":new chat")
    program.sees("─ 2 chat")
    program.type("6×7")
    program.sees("= 42", "complete")
    program.press("half a thou")
    program.sees("half a thou")


def check_both_tabs(program: Aishtui) -> None:
    program.sees("─ 1 fast", "─ 2 chat", "6×7", "= 42", "half a thou")
    program.press(F8)
    program.sees("7×8", "= 56")
    program.no_longer_sees("6×7")


def test_after_quitting_the_next_start_shows_the_same(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        talk_in_two_tabs(program)
        program.press(BACKSPACE + "u\x11")
        assert program.ended() == 0
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        check_both_tabs(program)


def test_after_kill_9_the_next_start_shows_the_same(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        talk_in_two_tabs(program)
        store = tmp_path / "data" / "aishtui.db"
        program.until(lambda: b"half a thou" in store.with_name("aishtui.db-wal").read_bytes())
        program.kill()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        check_both_tabs(program)


def test_a_killed_answer_keeps_what_was_journalled(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=3, release=threading.Event()))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("one two three")
        wal = tmp_path / "data" / "aishtui.db-wal"
        program.until(lambda: b"one two three" in wal.read_bytes())
        program.kill()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("one two three", "cut off", "interrupted")


def test_a_hang_up_lets_the_answer_complete(lab: Homelab, tmp_path: Path) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=hold))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("one two")
        program.hang_up()
        program.until(lambda: not program.running or hold.is_set() or hold.set() is None)
        program.ended()
    assert last_answers(tmp_path) == [(Status.COMPLETE, "one two three four")]


def test_terminating_stops_and_keeps(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=threading.Event()))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.sees("one two")
        program.signal(signal.SIGTERM)
        assert program.ended() == 143
    ((status, text),) = last_answers(tmp_path)
    assert status is Status.STOPPED
    assert text.startswith("one two")


def test_leaving_leaves_the_terminal_clean(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.quit()
        assert bytes(program.received).rstrip().rfind(b"\x1b[?1049l") > bytes(program.received).rfind(b"\x1b[?1049h")
        assert program.terminal_attributes == program.attributes

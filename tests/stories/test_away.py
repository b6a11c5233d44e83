"""The line drops in mid-answer, and somebody comes back later."""

import signal
import threading
import time
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.store.database import Store
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.servers.recording import Answer, recording
from tests.stories.aishtui_program import F6, F8, Aishtui, aishtui
from tests.stories.stored import last_answers, newest_answer


def unseen(folder: Path) -> int:
    store = Store(folder / "data", with_tabs=False)
    store.start()
    found = store.unseen().result(10)
    store.close()
    return len(found)


def two_answers_and_a_hang_up(folder: Path, lab: Homelab, first: Behaviour, second: Behaviour) -> None:
    """Two tabs are answering when the line drops; the second one is in front. Waits for the end of the program."""
    holds = [behaviour.release for behaviour in (first, second)]
    lab.script(lan.FAST, first)
    lab.script(lan.CHAT, second)
    with aishtui(folder, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("one two")
        program.type(":new chat")
        program.type("name some birds")
        program.sees("wren robin")
        program.hang_up()
        for hold in holds:
            assert hold is not None
            hold.set()
        program.ended()


def holding(text: str, **more: int) -> Behaviour:
    return Behaviour(text=text, hold_after=2, release=threading.Event(), **more)  # type: ignore[arg-type]


def test_the_next_start_says_what_finished_shows_where_and_leads_there(lab: Homelab, tmp_path: Path) -> None:
    two_answers_and_a_hang_up(tmp_path, lab, holding("one two three four"), holding("wren robin finch"))
    assert unseen(tmp_path) == 2
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("2 answers finished while you were away. :away goes to the next of them.", "wren robin finch")
        assert "1 fast ok" in program.tab_line
        program.until(lambda: unseen(tmp_path) == 1)
        program.type(":away")
        program.sees("one two three four")
        program.until(lambda: unseen(tmp_path) == 0)
        program.type(":away")
        program.sees("Nothing has ended that you have not seen.")
        program.quit()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("one two three four")
        assert "while you were away" not in program.plain


def test_an_answer_that_broke_off_meanwhile_is_told_and_shown_as_that(lab: Homelab, tmp_path: Path) -> None:
    two_answers_and_a_hang_up(tmp_path, lab, holding("one two three four", die_after=3), holding("wren robin finch"))
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("2 answers ended while you were away: 1 finished, 1 was cut off.")
        assert "1 fast cut off" in program.tab_line


def test_an_answer_whose_tab_is_closed_opens_in_a_tab_of_its_own(lab: Homelab, tmp_path: Path) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=hold))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("one two")
        program.type(":close")
        program.sees("Ask something")
        program.hang_up()
        hold.set()
        program.ended()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("1 answer finished while you were away. :away goes to it.")
        program.type(":away")
        program.sees("count to four", "one two three four", "2 fast")
        program.until(lambda: unseen(tmp_path) == 0)


def test_an_aishtui_that_was_started_meanwhile_sees_it_grow_and_end_and_it_is_not_told_again(
    lab: Homelab, tmp_path: Path
) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=hold))
    with aishtui(tmp_path, "--endpoint", lab.url) as away:
        away.type("count to four")
        away.sees("one two")
        away.hang_up()
        with Aishtui(tmp_path, "--endpoint", lab.url) as here:
            here.sees("count to four", "one two", "1 fast *")
            hold.set()
            here.sees("one two three four", "complete")
            here.until(lambda: not away.running)
            here.until(lambda: unseen(tmp_path) == 0)
            here.quit()
    with Aishtui(tmp_path, "--endpoint", lab.url) as again:
        again.sees("one two three four")
        assert "while you were away" not in again.plain


def test_also_what_grows_in_a_tab_behind_the_one_in_front_is_seen(lab: Homelab, tmp_path: Path) -> None:
    first, second = holding("one two three four"), holding("wren robin finch")
    lab.script(lan.FAST, first)
    lab.script(lan.CHAT, second)
    with aishtui(tmp_path, "--endpoint", lab.url) as away:
        away.type("count to four")
        away.sees("one two")
        away.type(":new chat")
        away.type("name some birds")
        away.sees("wren robin")
        away.hang_up()
        with Aishtui(tmp_path, "--endpoint", lab.url) as here:
            here.sees("1 fast *", "2 chat *", "wren robin")
            assert first.release is not None
            first.release.set()
            here.sees("1 fast ok", "2 chat *")
            here.press(F8)
            here.sees("one two three four")


def test_the_tabs_are_given_up_at_once_with_their_drafts(lab: Homelab, tmp_path: Path) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=hold))
    with aishtui(tmp_path, "--endpoint", lab.url) as away:
        away.type("count to four")
        away.sees("one two")
        away.press("a draft")
        away.sees("a draft")
        away.signal(signal.SIGHUP)
        with Aishtui(tmp_path, "--endpoint", lab.url) as here:
            here.until(lambda: "count to four" in here.plain and "a draft" in here.plain)
            assert "another aishtui" not in here.plain
            hold.set()
            here.sees("one two three four")


FLOOD = Answer([f"line {number} of the flood\n\n" for number in range(1500)], 0.001)


def test_a_terminal_that_nobody_reads_holds_nothing_up_when_its_line_drops(tmp_path: Path) -> None:
    with recording(FLOOD) as server, aishtui(tmp_path, "--endpoint", server.url) as away:
        away.type("a flood, please")
        away.until(lambda: len(server.sent) > 700, reading=False)
        away.signal(signal.SIGHUP)
        with Aishtui(tmp_path, "--endpoint", server.url) as here:
            here.sees("line 1499 of the flood", "complete")
            assert "another aishtui" not in here.plain
        assert away.ended(reading=False) == 129
    assert newest_answer(tmp_path) == ("complete", "".join(FLOOD.pieces), "")


CONFIG = """
[engine]
on_hangup = "stop"
"""


@pytest.mark.parametrize("stalled", [False, True])
def test_on_hangup_stop_saves_and_is_gone_within_two_seconds(lab: Homelab, tmp_path: Path, stalled: bool) -> None:
    configure(tmp_path, CONFIG)
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=threading.Event()))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("one two")
        began = time.monotonic()
        if stalled:
            program.signal(signal.SIGHUP)
            program.ended(reading=False)
        else:
            program.hang_up()
            program.ended()
        took = time.monotonic() - began
    ((status, text),) = last_answers(tmp_path)
    assert (status, text.strip()) == (Status.STOPPED, "one two")
    assert took < 2.0
    with Aishtui(tmp_path, "--endpoint", lab.url) as again:
        again.sees("1 answer was stopped while you were away.", "The line had dropped")


def test_the_limit_ends_what_nobody_answers(lab: Homelab, tmp_path: Path) -> None:
    configure(tmp_path, "[engine]\nhangup_limit_minutes = 0.02\n")
    lab.script(lan.FAST, Behaviour(headers_after_s=100_000))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("sent")
        program.hang_up()
        assert program.ended() == 129
    with Aishtui(tmp_path, "--endpoint", lab.url) as again:
        again.sees("1 answer failed while you were away.", "0.02 minutes later aishtui ended it")


def test_waiting_for_an_answer_without_a_screen_uses_no_processor(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=threading.Event()))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("one two")
        program.hang_up()
        stdin = Path(f"/proc/{program.pid}/fd/0")
        program.until(lambda: str(stdin.readlink()) == "/dev/null")
        used = program.cpu_s()
        looked_until = time.monotonic() + 2.0
        program.until(lambda: time.monotonic() > looked_until)
        assert program.cpu_s() - used < 0.1
        program.signal(signal.SIGTERM)
        assert program.ended() == 129
    ((status, text),) = last_answers(tmp_path)
    assert (status, text.strip()) == (Status.STOPPED, "one two")


def test_what_was_killed_while_it_waited_to_be_sent_again_is_not_said_to_be_kept(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(status=503, body=b"{}", headers={"Retry-After": "100"}))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("again in")
        program.kill()
    with Aishtui(tmp_path, "--endpoint", lab.url) as again:
        again.sees("1 answer was interrupted before anything had come. F6 asks again.")
        assert "kept" not in again.plain


def test_a_killed_answer_offers_to_go_on_to_ask_again_and_to_stay(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=threading.Event()))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("count to four")
        program.sees("one two")
        wal = tmp_path / "data" / "aishtui.db-wal"
        program.until(lambda: b"one two" in wal.read_bytes())
        program.kill()
    lab.script(lan.FAST, Behaviour(text="five six"), Behaviour(text="seven eight"))
    with Aishtui(tmp_path, "--endpoint", lab.url) as again:
        again.sees("1 answer was interrupted; what came is kept. F7 continues it, F6 asks again.")
        again.sees("one two", "cut off F7 or :continue goes on, F6 or :retry asks again")
        again.press("\x0f")
        again.sees("c Have it continued", "k Keep it as it is", "r Ask again")
        again.press("k")
        again.sees("It stays as it is")
        again.press("\x1b[18~")
        again.sees("Go on exactly where you stopped", "five six", "complete")
        again.press(F6)
        again.sees("seven eight")


def configure(folder: Path, text: str) -> None:
    path = folder / "config" / "config.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)

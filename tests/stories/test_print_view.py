"""The print view: text on the usual screen, with everything going on behind it."""

import json
import signal
import termios
import threading
from pathlib import Path

import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour, sends
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_C, ENTER, ESCAPE, Aishtui
from tests.stories.stored import newest_answer

LEFT, TAKEN = b"\x1b[?1049l", b"\x1b[?1049h"
HINT = "(aishtui: Enter goes back)"
LONG_LINE = "word " * 60 + "end"
TEXT = f"Grüße 日本語\n\n```sh\n\tls -l\n```\n\n{LONG_LINE}\n"


def asked(lab: Homelab, program: Aishtui, text: str) -> None:
    whole = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
    lab.script(lan.FAST, sends(json.dumps(whole).encode(), content_type="application/json"))
    program.sees("11 models", "Ask something")
    program.type("hello")
    program.sees("complete")


def printed(program: Aishtui, command: str = ":print") -> bytes:
    """Leaves the full screen; what was written outside of it."""
    times = program.received.count(HINT.encode())
    program.press(command)
    program.sees(command)
    program.pause()
    program.press(ENTER)
    program.until(lambda: program.received.count(HINT.encode()) > times)
    return bytes(program.received.rpartition(LEFT)[2])


def comes_back(program: Aishtui, key: str) -> None:
    taken = program.received.count(TAKEN)
    program.pause()
    program.press(key)
    program.until(lambda: program.received.count(TAKEN) == taken + 1)
    program.until(lambda: b"llama-3.1-8b" in program.received.rpartition(TAKEN)[2])  # all of it is drawn anew
    program.sees("aishtui", "Ask something", "complete")


@pytest.mark.parametrize(
    "key", [ENTER, "\n", ESCAPE, CTRL_C, "\x04"], ids=["enter", "line feed", "esc", "ctrl+c", "ctrl+d"]
)
def test_the_source_is_printed_outside_the_full_screen_until_a_key(lab: Homelab, tmp_path: Path, key: str) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        asked(lab, program, TEXT)
        outside = printed(program)
        assert TEXT.replace("\n", "\r\n").encode() in outside
        program.press("x")  # anything else is for nobody
        program.pause()
        assert TAKEN not in program.received.rpartition(LEFT)[2]
        comes_back(program, key)
        program.type("and again")
        program.until(lambda: len(lab.chats) == 2)
        program.sees("complete")
        assert program.quit() == 0
        assert program.terminal_attributes == program.attributes


def test_all_of_the_conversation_can_be_printed(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        asked(lab, program, TEXT)
        outside = printed(program, ":print all").decode()
        assert outside.index("hello") < outside.index(LONG_LINE) < outside.index(HINT)


def test_what_a_terminal_would_act_on_is_not_printed(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        asked(lab, program, "a\x1b]0;title\x07b\x1b[2Jc\x9b31m")
        outside = printed(program)
        outside = outside[outside.index(b"\x1b[J") + 3 : outside.index(HINT.encode())]
        assert b"]0;title" in outside
        assert not any(sign in outside for sign in (b"\x1b", b"\x07", b"\xc2\x9b"))


def test_answers_arrive_and_are_saved_behind_it(lab: Homelab, tmp_path: Path) -> None:
    released = threading.Event()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        asked(lab, program, TEXT)
        lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=released))
        program.type("count")
        program.sees("one two", "writing")
        printed(program)
        released.set()
        program.until(lambda: newest_answer(tmp_path)[:2] == ("complete", "one two three four"))
        assert TAKEN not in program.received.rpartition(LEFT)[2]
        comes_back(program, ENTER)
        program.sees("one two three four")


@pytest.mark.parametrize("controlling", [True, False], ids=["hung up", "closed"])
def test_a_terminal_that_goes_away_meanwhile_lets_answers_complete(
    lab: Homelab, tmp_path: Path, controlling: bool
) -> None:
    released = threading.Event()
    with Aishtui(tmp_path, "--endpoint", lab.url, controlling=controlling) as program:
        asked(lab, program, TEXT)
        lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=released))
        program.type("count")
        program.sees("one two", "writing")
        printed(program)
        program.hang_up()
        standard_output = Path(f"/proc/{program.pid}/fd/1")
        program.until(lambda: standard_output.readlink() == Path("/dev/null"))
        released.set()
        assert program.ended() == 129
        assert newest_answer(tmp_path)[:2] == ("complete", "one two three four")


def test_sigterm_meanwhile_leaves_a_terminal_in_order(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        asked(lab, program, TEXT)
        printed(program)
        during = program.terminal_attributes
        assert isinstance(during[3], int)
        assert not during[3] & termios.ISIG
        program.signal(signal.SIGTERM)
        assert program.ended() == 143
        assert program.terminal_attributes == program.attributes
        assert TAKEN not in program.received.rpartition(LEFT)[2]


def test_a_terminal_that_reads_nothing_holds_nobody_up(lab: Homelab, tmp_path: Path) -> None:
    released = threading.Event()
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        asked(lab, program, f"{LONG_LINE}\n\n" * 2000)
        lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=released))
        program.type("count")
        program.sees("Send it anyway")  # what stands above is more than the model's context
        program.press("s")
        program.sees("one two", "writing")
        left = program.received.count(LEFT)
        program.press(":print all")
        program.sees(":print all")
        program.pause()
        program.press(ENTER)
        program.until(lambda: program.received.count(LEFT) > left)
        released.set()
        program.until(lambda: newest_answer(tmp_path)[:2] == ("complete", "one two three four"), reading=False)
        program.press(ENTER)
        program.until(lambda: TAKEN in program.received.rpartition(LEFT)[2])
        assert HINT.encode() not in program.received.rpartition(LEFT)[2]
        program.sees("one two three four", "complete")
        assert program.quit() == 0

"""A mistake in aishtui itself: the terminal is clean, nothing is lost, and a report says where it was."""

import re
import sys
import threading
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import Aishtui
from tests.stories.breaking_program import SAID, SECRET
from tests.stories.stored import last_answers
from tests.terminal.pty_program import PtyProgram

TOKEN = "a-token-of-no-known-shape"


class Breakable(Aishtui):
    """The program of `breaking_program.py`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.orders = folder / "orders"
        command = [
            sys.executable, "-m", "tests.stories.breaking_program", str(self.orders),
            "--data-dir", str(folder / "data"), "--config-dir", str(folder / "config"), *options,
        ]  # fmt: skip
        PtyProgram.__init__(self, command, folder / "unused.log", {"AISHTUI_TOKEN": TOKEN}, size=(120, 36))


@pytest.mark.parametrize("what", ["app", "loop", "engine"])
def test_a_crash_leaves_a_clean_terminal_a_report_and_everything_as_it_was(
    lab: Homelab, tmp_path: Path, what: str
) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=3, release=threading.Event()))
    with Breakable(tmp_path, "--endpoint", lab.url) as program:
        program.sees("Ask something")
        program.type("count to four")
        program.sees("one two three")
        program.press(SAID)
        program.sees(SAID)
        program.orders.write_text(what)
        program.press("!")  # a thread that sleeps breaks when it wakes
        assert program.ended() == 1
        assert program.terminal_attributes == program.attributes
        after = bytes(program.received).rpartition(b"\x1b[?1049l")[2].decode()
    check_sentence(after, tmp_path)
    (report,) = (tmp_path / "data").glob("crash-*.txt")
    check_report(report, what)
    ((status, text),) = last_answers(tmp_path)
    assert (status, text.strip()) == (Status.STOPPED, "one two three")
    with Aishtui(tmp_path, "--endpoint", lab.url) as again:
        again.sees("count to four", "one two three", SAID)


def check_sentence(printed: str, folder: Path) -> None:
    assert "Nothing is lost: start aishtui again." in printed
    assert "Traceback" not in printed
    assert SAID not in printed
    assert re.sub(r"\s", "", str(folder / "data" / "crash-")) in re.sub(r"\s", "", printed)


def check_report(report: Path, what: str) -> None:
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text()
    assert "tests.stories.breaking_program.Broken" in text or "__main__.Broken" in text
    assert f"thread “{'engine' if what == 'engine' else 'screen'}”" in text
    assert "- aishtui-store" in text
    assert "TERM=xterm-256color" in text
    for hidden in (SAID, SECRET, TOKEN, "count to four", "one two three"):
        assert hidden not in text
    if what == "app":
        assert "in fail" in text

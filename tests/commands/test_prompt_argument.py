"""A prompt that is piped into a command without a screen: no more of it is read, and nothing else sent, than the full
screen would take."""

import io
from pathlib import Path

import pytest

from aishtui.chat.piped import MOST_BYTES
from tests.commands.program import run
from tests.servers.homelab import Homelab

ASKING = [("ask", "-p", "fast", "-"), ("ask", "-p", "fast"), ("compare", "-p", "fast,chat", "-")]
_READ_AHEAD = 1 << 20


class Endless(io.RawIOBase):
    """What `yes` writes. It breaks off not far behind what may be read: no test is to fill the memory."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        assert self.given <= MOST_BYTES + _READ_AHEAD, "more is read than can be sent"
        length = min(len(buffer), _READ_AHEAD // 2)
        buffer[:length] = b"y\n" * (length // 2) + b"y" * (length % 2)
        self.given += length
        return length


@pytest.mark.parametrize("arguments", ASKING)
def test_what_never_ends_is_not_sent_and_no_further_read(
    lab: Homelab, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    endless = Endless()
    done = run(tmp_path, "--endpoint", lab.url, *arguments, stdin=io.BufferedReader(endless))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "aishtui: More than 8.0 MB were piped in, too much for a prompt; nothing is sent. "
        "`head -c 100k` in the pipe takes the beginning.\n"
    )
    assert MOST_BYTES < endless.given <= MOST_BYTES + _READ_AHEAD
    assert not lab.chats


@pytest.mark.parametrize("arguments", ASKING)
def test_what_is_not_text_is_not_sent(lab: Homelab, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, "--endpoint", lab.url, *arguments, stdin=b"\x7fELF\0\1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "aishtui: What was piped in is not text; nothing is sent.\n"
    assert not lab.chats


def test_signs_that_are_not_utf_8_are_told_of_and_a_mark_at_the_beginning_is_left_out(
    lab: Homelab, tmp_path: Path
) -> None:
    done = run(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "-", stdin=b"\xef\xbb\xbf7\xff8 \xef\xbf\xbd")
    assert done.stderr.startswith("aishtui: 1 sign of what was piped in is not UTF-8, and sent as \ufffd.\n")
    assert [exchange.messages[-1]["content"] for exchange in lab.chats] == ["7\ufffd8 \ufffd"]

"""Asking for a paste: whatever the terminal makes of it, it is read whole and shown nowhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal.clipboard_terminal import ClipboardTerminal

ASK = """
import sys
from pathlib import Path
from aishtui.terminal.paste_asking import paste_terminal
with paste_terminal() as terminal:
    terminal.send("\x1b[0m")
    terminal.say("ready ")
    try:
        said = repr(terminal.pasted(lambda text: "mark" in text))
    except KeyboardInterrupt:
        said = "stopped"
Path(sys.argv[1]).write_text(said + "\\n")
"""


@contextmanager
def asking(folder: Path) -> Iterator[ClipboardTerminal]:
    with ClipboardTerminal([sys.executable, "-c", ASK, str(folder / "unused.log")], folder) as terminal:
        terminal.sees("ready")
        assert terminal.marks_pastes
        yield terminal


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        pytest.param([b"\x1b[200~old\nmark\n\x1b[201~"], "'old\\nmark'", id="marked"),
        pytest.param([b"\x1b[200~old\n", b"ma", b"rk\x1b[20", b"1~"], "'old\\nmark'", id="marked, in pieces"),
        pytest.param([b"old\nand ", b"more\n"], "'old\\nand more'", id="unmarked"),
        pytest.param([b"the mark"], "'the mark'", id="unmarked, without a line end"),
        pytest.param([b"\r"], "''", id="Enter"),
        pytest.param([b"\x1b[?62c", b"\r"], "''", id="Enter, after a late answer"),
        pytest.param([b"\x16"], "'\\x16'", id="Ctrl+V"),
        pytest.param([b"\x03"], "stopped", id="Ctrl+C"),
        pytest.param(["grüße mark".encode()], "'grüße mark'", id="unicode"),
    ],
)
def test_what_is_pasted_is_read_whole(tmp_path: Path, pieces: list[bytes], said: str) -> None:
    with asking(tmp_path) as terminal:
        for piece in pieces:
            terminal.press(piece)
        terminal.ended()
        assert terminal.lines == [said]
        assert b"mark" not in terminal.received
        assert not terminal.marks_pastes
        assert terminal.terminal_attributes == terminal.attributes


def test_a_terminal_that_has_gone_ends_it(tmp_path: Path) -> None:
    ignoring = ASK.replace("import sys\n", "import signal, sys\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n", 1)
    command = [sys.executable, "-c", ignoring, str(tmp_path / "unused.log")]
    with ClipboardTerminal(command, tmp_path) as terminal:
        terminal.sees("ready")
        terminal.hang_up()
        terminal.until(lambda: not terminal.running)
        assert terminal.lines == ["''"]

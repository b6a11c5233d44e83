"""What reaches the terminal of texts that were made to steer it, byte by byte."""

import re
from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import aishtui

HOSTILE = (
    "title \x1b]0;taken\x07 colour \x1b[31;5mred clear \x1b[2J c1 \x9b2J \x9d0;taken\x9c bell \x07 null \x00 del \x7f "
    "down \x0b back \x08 "
    "right to left \u202eevil\u2066 half \x1b\n\n"
    "| \x1b[5m | [a](http://e.org/\x1b]8;;x) |\n|---|---|\n| \x9b5m | \x07 |\n\n"
    "```\x1b[5m\n\x1b[5m code \x9b5m\n```\n\n"
    "&#27;[5m &#x9b;5m [\x1b[5m](http://e.org/a?b=c;d) [/] [bold]markup[/bold] \x1b["
)
_OURS = re.compile(
    rb"\x1b\[[<>=?]?[0-9;:]*\$?[A-Za-z]"  # CSI: the cursor, colours, modes
    rb"|[\x08\x0b]"  # one cell to the left, one row down
    rb"|\x1b\]8;[^\x00-\x1f\x7f]*\x1b\\"  # a link
    rb"|\x1b\]22;[a-z]*(?:\x1b\\|\x07)"  # the mouse pointer
    rb"|\x1b\]2;[^\x00-\x1f\x7f]*(?:\x1b\\|\x07)"  # the title
)


def test_no_control_sequence_of_a_text_reaches_the_terminal_and_links_do(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="warm"), Behaviour(text=HOSTILE, thinking=HOSTILE))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("hello")
        program.until(lambda: "complete" in program.status_line)
        mark = len(program.received)
        program.type("again")
        program.sees("[bold]markup[/bold]", "␛[31;5mred", "␛[2J", "down ␋ back ␈", "[/]")
        program.until(lambda: "complete" in program.status_line)
        program.press("\t")
        program.sees("Enter opens")
        program.pause()
        program.press("o")
        program.sees("[-] thought")
        # Up to the last sequence, which may be only half read.
        written = bytes(program.received[mark : program.received.rfind(b"\x1b")])
    assert b"\x1b]8;" in written
    assert b";http://e.org/a?b=c;d\x1b\\" in written
    rest = _OURS.sub(b"", written)
    assert re.findall(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", rest) == []
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069]", written.decode())
    for sequence in (b"\x1b]0;", b"\x1b[31;5m", b"\x1b[2J", b"\x1b[5m", b"\x1b]8;;x"):
        assert sequence not in written

"""Pastes into the real program, as terminals send them: none sends itself, and what is sent is what was pasted."""

import threading
from pathlib import Path

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, Aishtui, aishtui

LINES = "".join(f"line {number} of a paste\twith a tab\r" for number in range(400))


def pour(program: Aishtui, text: str) -> threading.Thread:
    """Type `text` as fast as the terminal takes it, while somebody else reads what comes."""

    def pouring() -> None:
        for at in range(0, len(text), 1000):
            program.press(text[at : at + 1000])

    thread = threading.Thread(target=pouring)
    thread.start()
    return thread


def sent(lab: Homelab) -> list[str]:
    return [entry.body["messages"][-1]["content"] for entry in lab.log if entry.body]


def test_a_megabyte_in_one_line_costs_no_time_and_is_sent_whole(lab: Homelab, tmp_path: Path) -> None:
    text = "x" * 1_000_000
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        before = program.cpu_s()
        poured = pour(program, f"\x1b[200~{text}\x1b[201~")
        program.sees("[pasted 1 line, 1.0 MB]")
        poured.join()
        program.press("!")
        program.sees("1.0 MB]!")
        assert program.cpu_s() - before < 1.0
        program.pause()
        program.sees("11 models")  # only the catalogue knows how much the model takes
        program.press(ENTER)
        program.sees("Send it anyway")  # it is more than the model's context
        program.press("s")
        program.sees("complete")
        assert sent(lab) == [text + "!"]


def test_a_paste_that_does_not_say_it_is_one_is_folded_and_waits(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        poured = pour(program, LINES)
        program.sees("> [pasted 401 lines")
        poured.join()
        program.press("That was it.")
        program.sees("That was it.")
        program.pause()
        assert sent(lab) == []
        program.press(ENTER)
        program.sees("complete")
        assert sent(lab) == [LINES.replace("\r", "\n") + "That was it."]


def test_what_looks_like_keys_in_a_paste_presses_none(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press("\x1b[200~one\x1b\r\x1b[13u\x1b[201\x11\x03\x1bOP two\x1b[201~")
        program.sees("with control characters]")
        program.pause()
        assert sent(lab) == []
        assert "─ 2 " not in program.tab_line
        program.press(ENTER)
        program.sees("complete")
        assert sent(lab) == ["one␛\n␛[13u␛[201\x11\x03␛OP two"]

"""The print view of a small app: one at a time, and its screen whole afterwards."""

from pathlib import Path

from tests.terminal.pty_program import small_app


def test_a_second_view_while_one_is_open_is_refused_and_the_first_comes_back(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("p")
        program.until_line("not printed 2: The terminal was busy with something else; nothing was printed.")
        program.until(lambda: b"printed 1\r\n" in program.received)
        assert b"printed 2" not in program.received
        program.press("\r")
        program.until_line("printed 1")
        program.until_line("resumed")
        program.until(lambda: b"The small app" in program.received.rpartition(b"\x1b[?1049h")[2])
        program.press("q")
        assert program.ended() == 0
        assert program.terminal_attributes == program.attributes

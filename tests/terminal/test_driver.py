"""Our driver under a real app in a pseudoterminal: what is typed, and how the screen is taken and given back."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.pty_program import PtyProgram, small_app


def keys(program: PtyProgram) -> list[str]:
    return [line.removeprefix("key ") for line in program.lines if line.startswith("key ")]


class Keyboard:
    """A keyboard on an app that is shared by the tests of what is typed."""

    def __init__(self, program: PtyProgram) -> None:
        self._program = program

    def __call__(self, *typed: bytes | str) -> list[str]:
        """What the app has got, up to a full stop that is typed after it."""
        before = len(self._program.lines)
        for piece in typed:
            self._program.press(piece)
        self._program.press(".")
        full_stop = "key full_stop '.'"
        self._program.until(lambda: full_stop in self._program.lines[before:])
        return self._program.lines[before:-1]


@pytest.fixture(scope="module")
def keyboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyboard]:
    with small_app(tmp_path_factory.mktemp("keyboard")) as program:
        yield Keyboard(program)


def test_escape_and_a_digit_are_alt_and_the_digit(keyboard: Keyboard) -> None:
    typed = "".join(f"\x1b{digit}" for digit in "123456789")
    assert keyboard(typed) == [f"key alt+{digit} None" for digit in "123456789"]


def test_typed_signs_are_signs(keyboard: Keyboard) -> None:
    assert [line[-3:] for line in keyboard("¡£§")] == ["'¡'", "'£'", "'§'"]


def test_invalid_bytes_are_marked_and_what_follows_still_arrives(keyboard: Keyboard) -> None:
    assert [line[-3:] for line in keyboard(b"a\xff\xc3b")] == ["'a'", "'�'", "'�'", "'b'"]


def test_a_paste_is_one_piece_whatever_is_in_it(keyboard: Keyboard) -> None:
    got = keyboard("\x1b[200~one\rtwo \x1b[A\x1b", "\r q\x1b[20", "1~")
    assert got == ["paste " + repr("one\rtwo ␛[A␛\r q")]


def test_a_lone_escape_is_a_key_without_waiting_for_another(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("\x1b")
        program.until(lambda: keys(program) == [r"escape '\x1b'"])


def test_a_character_may_come_in_two_pieces(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press(b"a\xc3")
        program.until_line("key a 'a'")
        program.press(b"\xa4")
        program.until(lambda: len(keys(program)) == 2)
        assert keys(program)[1].endswith("'ä'")


def test_quitting_gives_the_terminal_back_clean(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("q")
        assert program.ended() == 0
        assert program.terminal_attributes == program.attributes
        for mode in (b"?1049", b"?1000", b"?1002", b"?1006", b"?1015", b"?2004", b"?1004"):
            assert program.received.rindex(b"\x1b[" + mode + b"l") > program.received.rindex(b"\x1b[" + mode + b"h")
        assert b"\x1b[?1016l" in program.received
        assert program.received.rindex(b"\x1b[?25h") > program.received.rindex(b"\x1b[?25l")
        assert program.received.rindex(b"\x1b[<u") > program.received.rindex(b"\x1b[>")


def test_only_drags_of_the_mouse_are_asked_for(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("\x1b[?2048;2$y\x1b[48;24;80;480;800t")
        program.press("q")
        assert program.ended() == 0
        assert b"\x1b[?1002h" in program.received
        assert b"\x1b[?1003h" not in program.received
        assert b"\x1b[?1016h" not in program.received


def test_the_driver_asks_whether_the_terminal_speaks_the_kitty_protocol(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.until(lambda: b"\x1b[?u" in program.received)
        assert program.received.index(b"\x1b[?u") > program.received.index(b"\x1b[>25u")


def test_half_a_sequence_is_let_go_and_what_follows_arrives(keyboard: Keyboard) -> None:
    for half in ("\x1b[", "\x1b[1;5", "\x1b[<35;10", "\x1bO", "\x1b]52;c;", "\x1b[?2026"):
        before = keyboard(half)
        assert keyboard("a")[-1] == "key a 'a'", (half, before)


def test_a_storm_of_sizes_ends_with_the_last_one(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        for number in range(200):
            program.resize(1 + number % 150, 1 + number % 60)
        program.resize(70, 20)
        program.received.clear()
        program.press("w")
        program.until_line("size 70x20")
        program.until(lambda: "The small app" in program.screen)


def test_a_terminal_of_one_cell_is_survived(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.resize(1, 1)
        program.until(lambda: (program.press("w"), program.read(), "size 1x1" in program.lines)[-1])
        program.press("a")
        program.until_line("key a 'a'")
        program.resize(80, 24)
        program.until(lambda: "The small app" in program.screen)
        program.press("q")
        assert program.ended() == 0


def test_the_screen_is_drawn_on_the_terminal_when_errors_go_to_a_file(tmp_path: Path) -> None:
    with (tmp_path / "errors").open("wb") as errors, small_app(tmp_path, errors=errors) as program:
        program.press("q")
        assert program.ended() == 0
        assert (tmp_path / "errors").read_bytes() == b""


def test_the_driver_knows_whether_the_terminal_keeps_up(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("o")
        program.until_line("output ready False", reading=False)
        assert "output ready True" in program.lines
        program.press("a")
        program.until_line("key a 'a'", reading=False)


def test_another_program_may_have_the_screen_for_a_while(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("s")
        program.until_line("resumed")
        program.until(lambda: b"The small app" in program.received.partition(b"somebody else's screen")[2])
        program.press("a")
        program.until_line("key a 'a'")


def test_the_app_can_be_suspended_and_continued(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        for times in (1, 2):
            program.press("z")
            program.until(program.stopped)
            program.until(lambda: program.terminal_attributes == program.attributes)
            program.received.clear()
            program.signal(signal.SIGCONT)
            program.until(lambda: b"The small app" in program.received)
            program.until_line("resumed", times=times)
        program.press("a")
        program.until_line("key a 'a'")
        assert keys(program).count("a 'a'") == 1


def test_a_stop_that_comes_from_outside_is_survived(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.signal(signal.SIGSTOP)
        program.until(program.stopped)
        program.received.clear()
        program.signal(signal.SIGCONT)
        program.until(lambda: b"The small app" in program.received)
        for digit in "1234567":
            program.press(digit)
        program.until_line("key 7 '7'")
        assert [line[0] for line in keys(program)] == list("1234567")
        program.press("q")
        assert program.ended() == 0
        assert program.terminal_attributes == program.attributes


def test_a_suspended_program_whose_terminal_goes_can_still_leave(tmp_path: Path) -> None:
    with small_app(tmp_path) as program:
        program.press("z")
        program.until(program.stopped)
        program.hang_up()
        if program.running and program.stopped():
            os.kill(program.pid, signal.SIGCONT)
        assert program.ended() == 129
        assert program.lines[-1] == "rest done hangup"


# Under a shell that knows jobs, the app can be in the background.


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[PtyProgram]:
    """A shell in which the app has been started and suspended."""
    log = tmp_path / "log"
    with PtyProgram(["bash", "--norc", "--noprofile", "-i"], log, {"PS1": "$ "}) as bash:
        bash.press(f"{sys.executable} -m tests.terminal.small_app {log}\n")
        bash.until_line("ready")
        bash.press("z")
        bash.until(lambda: state(bash) == "T")
        yield bash
        bash.press("kill -9 %1\n")
        bash.until(lambda: state(bash) == "gone")


def state(bash: PtyProgram) -> str:
    """Of the app: as /proc has it (`T` stopped, `S` waiting), or `gone`."""
    pid = next(line.removeprefix("pid ") for line in bash.lines if line.startswith("pid "))
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0].replace("Z", "gone")
    except FileNotFoundError:
        return "gone"


def test_a_suspended_app_can_be_ended_by_its_shell(shell: PtyProgram) -> None:
    shell.press("kill %1\n")
    shell.until(lambda: state(shell) == "gone")
    assert shell.lines[-1] == "rest done terminate"


def test_in_the_background_the_app_goes_on_without_a_screen(shell: PtyProgram) -> None:
    shell.press("bg\n")
    shell.until_line("working in the background")
    shell.received.clear()
    shell.press("fg\n")
    shell.until(lambda: b"The small app" in shell.received)
    shell.press("a")
    shell.until_line("key a 'a'")
    shell.press("q")
    shell.until_line("rest done quit")

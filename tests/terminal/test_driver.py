"""Our driver under a real app in a pseudoterminal: what is typed, and how the screen is taken and given back."""

import os
import re
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


# Over a thin line the terminal is asked, behind each frame, whether it has got so far.

QUESTION = re.compile(rb"\x1b\[(?:5n|c)")
ANSWERS = {b"\x1b[5n": b"\x1b[0n", b"\x1b[c": b"\x1b[?62;22c"}
THIN = ("thin", "layer")


class Answering:
    """A terminal that answers when the test has it answer."""

    def __init__(self, program: PtyProgram) -> None:
        self._program = program
        self._answered = 0

    @property
    def asked(self) -> list[bytes]:
        return QUESTION.findall(self._program.received)

    def answer(self, more: bytes = b"") -> None:
        """Everything that has been asked, and `more` in the same piece."""
        open_ = self.asked[self._answered :]
        self._answered += len(open_)
        self._program.press(b"".join(ANSWERS[question] for question in open_) + more)

    def see_a_frame(self) -> None:
        """Have one sent, with a question behind it."""
        self._program.until(lambda: self.asked)
        self.answer(b"t")
        self._program.until(lambda: "pressed t" in self._program.screen and len(self.asked) > self._answered)


@pytest.mark.parametrize("options", [THIN, (*THIN, "plain-output")], ids=["layer", "plain"])
def test_over_a_thin_line_frames_wait_for_a_terminal_that_says_it_is_behind(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    with small_app(tmp_path, *options) as program:
        terminal = Answering(program)
        assert len(terminal.asked) == 1, "who has never answered is not asked again"
        terminal.see_a_frame()
        program.until(lambda: (program.press("r"), program.read(), "ready now False" in program.lines)[-1])
        terminal.answer()
        program.until(lambda: (program.press("r"), program.read(), program.lines[-1] == "ready now True")[-1])


def test_answers_are_no_keys_wherever_they_come(tmp_path: Path) -> None:
    with small_app(tmp_path, *THIN) as program:
        Answering(program).answer(b"a")
        for answer in ANSWERS.values():
            program.press(answer + b"b" + answer)
            program.press(answer[:3])
            program.press(answer[3:] + b"c")
        program.until(lambda: keys(program).count("c 'c'") == 2)
        assert "".join(key.split()[0] for key in keys(program)) == "abcbc"


def test_an_answer_in_the_middle_of_a_paste_is_no_part_of_it(tmp_path: Path) -> None:
    with small_app(tmp_path, *THIN) as program:
        terminal = Answering(program)
        program.press("\x1b[200~of a ")
        terminal.answer(b"paste\x1b[201~")
        program.until_line("paste 'of a paste'")


def test_on_another_line_nothing_is_asked_until_the_terminal_has_been_behind(tmp_path: Path) -> None:
    with small_app(tmp_path, "layer") as program:
        terminal = Answering(program)
        program.press("t")
        program.until(lambda: "pressed t" in program.screen)
        assert terminal.asked == []
        program.press("o")
        program.until_line("output ready False", reading=False)
        program.until(lambda: (program.press("v"), program.resize(80, 25 - len(program.lines) % 2), terminal.asked)[-1])


def test_whoever_gets_the_terminal_next_does_not_get_the_answer(tmp_path: Path) -> None:
    with small_app(tmp_path, *THIN) as program:
        terminal = Answering(program)
        terminal.see_a_frame()
        began = len(program.received)
        program.press("q")
        program.until_line("key q 'q'")
        terminal.answer()
        assert program.ended() == 0
        assert QUESTION.search(program.received, program.received.index(b"\x1b[?1049l", began)) is None


@pytest.mark.parametrize("has_answered", [True, False])
def test_a_terminal_that_does_not_say_how_far_it_is_is_left_all_the_same(tmp_path: Path, has_answered: bool) -> None:
    with small_app(tmp_path, *THIN) as program:
        if has_answered:
            Answering(program).see_a_frame()
        program.press("q")
        assert program.ended() == 0

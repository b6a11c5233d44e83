"""The real program with keys of the user's own, and with the mouse left to the terminal."""

import re
import sys
from pathlib import Path

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_J, CTRL_T, ENTER, Aishtui, aishtui
from tests.terminal.pty_program import PtyProgram

F5, F12, ALT_M, CTRL_Z = "\x1b[15~", "\x1b[24~", "\x1bm", "\x1a"
KITTY_FLAGS = "\x1b[?25u"
"""What a terminal says that speaks the kitty protocol."""
MOUSE = re.compile(rb"\x1b\[\?(1000|1002|1003|1006)([hl])")


def configure(folder: Path, text: str) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "config.toml").write_text(text)


def mouse_modes(program: PtyProgram) -> set[bytes]:
    """What of the mouse the terminal has been told to report, and not to stop reporting."""
    modes: set[bytes] = set()
    for mode, how in MOUSE.findall(program.received):
        (modes.add if how == b"h" else modes.discard)(mode)
    return modes


def test_keys_of_the_config_file_act_and_are_shown(lab: Homelab, tmp_path: Path) -> None:
    configure(tmp_path, '[keys]\n"tab.new" = "F12"\n"help.show" = ["F5", "F1"]\n"answer.copy" = "Alt+C"\n')
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("F5 help")
        program.press(CTRL_T)
        program.press(F12)
        program.until(lambda: "2 " in program.tab_line)
        assert "3 " not in program.tab_line
        program.press(F5)
        program.sees("Alt+C Copy")
        program.press(F5)
        program.no_longer_sees("Alt+C Copy")


def test_mistakes_in_the_keys_are_named_with_their_line_and_the_others_act(lab: Homelab, tmp_path: Path) -> None:
    configure(tmp_path, '[keys]\n"tab.new" = "F12"\n"answer.cpoy" = "F5"\n"tab.close" = "ctrl-w"\n')
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("line 3", "answer.cpoy", "did you mean answer.copy", "line 4", "ctrl-w")
        program.press(F12)
        program.until(lambda: "2 " in program.tab_line)


def test_where_enter_makes_a_new_line_ctrl_j_sends(lab: Homelab, tmp_path: Path) -> None:
    configure(tmp_path, '[prompt]\nenter = "newline"\n')
    with aishtui(tmp_path, "--endpoint", lab.url, "--new") as program:
        program.sees("Ask something. Ctrl+J sends")
        program.press("first line")
        program.sees("first line")
        program.pause()
        program.press(ENTER)
        program.pause()
        program.press("second line")
        program.sees("> first line", "second line")
        program.pause()
        program.press(CTRL_J)
        program.sees("complete")
        assert lab.log[-1].body["messages"][-1]["content"] == "first line\nsecond line"


def test_the_empty_prompt_names_shift_enter_once_the_terminal_has_said_that_it_sends_it(
    lab: Homelab, tmp_path: Path
) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("Ctrl+J makes a new line")
        assert b"\x1b[?u" in program.received
        program.press(KITTY_FLAGS)
        program.sees("Shift+Enter makes a new line")
        program.press("a\x1b[13;2ub")
        program.sees("> a b")


def test_the_mouse_can_be_left_to_the_terminal_and_taken_back(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.until(lambda: mouse_modes(program) == {b"1000", b"1002", b"1006"})
        assert b"\x1b[?1003h" not in program.received
        program.press(ALT_M)
        program.sees("The mouse is the terminal's", "Alt+M takes it back")
        assert mouse_modes(program) == set()
        program.type(":mouse on")
        program.sees("Alt+M leaves it to the terminal")
        assert mouse_modes(program) == {b"1000", b"1002", b"1006"}
        program.type(":mouse perhaps")
        program.sees(":mouse off to the terminal")


def test_the_mouse_can_be_the_terminals_from_the_start(lab: Homelab, tmp_path: Path) -> None:
    configure(tmp_path, "[terminal]\nmouse = false\n")
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        assert not re.search(rb"\x1b\[\?100[0236]h", program.received)
        program.press(ALT_M)
        program.sees("The mouse scrolls and selects here")
        assert mouse_modes(program) == {b"1000", b"1002", b"1006"}


def test_ctrl_z_goes_back_to_the_shell_and_fg_comes_here_again(lab: Homelab, tmp_path: Path) -> None:
    folders = f"--data-dir {tmp_path}/data --config-dir {tmp_path}/config"
    with PtyProgram(
        ["bash", "--norc", "--noprofile", "-i"], tmp_path / "log", {"PS1": "shell$ "}, size=(120, 36)
    ) as bash:
        bash.press(f"{sys.executable} -m aishtui {folders} --endpoint {lab.url}\n")
        bash.until(lambda: "Ask something" in bash.screen)
        bash.press("half a question")
        bash.until(lambda: "half a question" in bash.screen)
        bash.press(CTRL_Z)
        bash.until(lambda: "Stopped" in bash.screen)
        assert mouse_modes(bash) == set()
        bash.received.clear()
        bash.press("fg\n")
        bash.until(lambda: b"half a question" in bash.received)
        assert mouse_modes(bash) == {b"1000", b"1002", b"1006"}
        bash.press("!")
        bash.until(lambda: "half a question!" in bash.screen)
        bash.press("\x11")
        bash.until(lambda: "half a question!shell$" in bash.screen)


def test_without_a_shell_that_could_wake_it_up_it_stays_awake(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.press(CTRL_Z)
        program.sees("no shell here that could wake aishtui up")
        assert not program.stopped()
        program.type(":suspend")
        program.sees("it stays awake")
        assert isinstance(program, Aishtui)

"""What the terminal around aishtui is told: its title, and a signal when a long answer ends while nobody looks."""

import re
import threading
from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import Aishtui, aishtui
from tests.stories.test_in_tmux import InTmux, until
from tests.terminal.tmux_server import needs_tmux, tmux_server

FOCUS_LOST, FOCUS_GAINED = "\x1b[O", "\x1b[I"
TAKEN, GIVEN_BACK = b"\x1b[22;2t", b"\x1b]2;\x07\x1b[23;2t"
_OSC = re.compile(rb"\x1b\](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)")


def titles(program: Aishtui) -> list[str]:
    return [title.decode() for title in re.findall(rb"\x1b\]2;([^\x07]*)\x07", program.received)]


def bells(program: Aishtui) -> int:
    return _OSC.sub(b"", bytes(program.received)).count(b"\x07")


def configured(folder: Path, text: str) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "config.toml").write_text(text)


def test_the_title_says_how_the_tabs_stand_and_is_given_back(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("11 models")
        program.type("7×8")
        program.sees("complete")
        program.until(lambda: titles(program)[-1] == "aishtui: fast ok")
        assert titles(program)[0] == "aishtui"
        assert program.quit() == 0
        assert program.received.count(TAKEN) == program.received.count(GIVEN_BACK) == 1
        assert program.received.index(TAKEN) < program.received.index(b"\x1b]2;aishtui\x07")


def test_the_title_can_be_left_alone_and_consoles_have_none(lab: Homelab, tmp_path: Path) -> None:
    configured(tmp_path, "[terminal]\ntitle = false\n")
    for number, environ in enumerate(({}, {"TERM": "linux", "COLORTERM": ""})):
        with aishtui(tmp_path / str(number) if number else tmp_path, "--endpoint", lab.url, environ=environ) as program:
            program.sees("11 models")
            assert program.quit() == 0
            assert b"\x1b]2;" not in program.received
            assert b";2t" not in program.received


def loses_focus(program: Aishtui) -> None:
    """And it is seen: the prompt has no cursor then."""
    before = program.cells[-2]
    program.press(FOCUS_LOST)
    program.until(lambda: program.cells[-2] != before)


def test_a_bell_rings_once_when_an_answer_ends_while_the_terminal_has_lost_the_focus(
    lab: Homelab, tmp_path: Path
) -> None:
    configured(tmp_path, "[notice]\nafter_seconds = 0.05\n")
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("11 models")
        for number, away in enumerate((False, True, False), start=1):
            released = threading.Event()
            lab.script(lan.FAST, Behaviour(text=f"one two {number}th\n", hold_after=2, release=released))
            program.type(f"question {number}")
            program.sees("writing")
            if away:
                loses_focus(program)
            program.pause()
            released.set()
            program.sees(f"{number}th", "complete")
            program.until(lambda: titles(program)[-1] == "aishtui: fast ok")
            expected = 1 if number > 1 else 0
            program.until(lambda expected=expected: bells(program) == expected)
            program.press(FOCUS_GAINED)
        assert program.quit() == 0
        assert bells(program) == 1


def test_a_note_names_the_comparison_once_for_its_whole_round(lab: Homelab, tmp_path: Path) -> None:
    configured(tmp_path, '[notice]\nafter_seconds = 0.05\nwhen_done = "osc777"\n')
    released = threading.Event()
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, Behaviour(text="one two three\n", hold_after=2, release=released))
    with aishtui(tmp_path, "--compare", "fast,chat", "--endpoint", lab.url) as program:
        program.sees("11 models")
        program.type("both of you")
        program.sees("one two")
        loses_focus(program)
        program.pause()
        released.set()
        program.until(lambda: b"\x1b]777;notify;aishtui;fast|chat: ok\x07" in program.received)
        assert program.quit() == 0
        assert program.received.count(b"\x1b]777") == 1


@needs_tmux
def test_inside_tmux_the_pane_has_the_title_until_aishtui_leaves(lab: Homelab, tmp_path: Path) -> None:
    with tmux_server() as tmux:
        before = tmux("display-message", "-p", "#{pane_title}").decode().strip()
        program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
        tmux("set-option", "-w", "-t", "aishtui", "remain-on-exit", "on")

        def title() -> str:
            return tmux("display-message", "-p", "-t", "aishtui", "#{pane_title}").decode().strip()

        program.sees("11 models", "Ask something")
        program.ask("7×8")
        until(lambda: title() == "aishtui: fast ok", title)
        program.ask(":quit")
        until(lambda: title() == before, title)


def test_over_ssh_the_theme_with_fewer_bytes_is_offered_once_to_those_who_chose_none(
    lab: Homelab, tmp_path: Path
) -> None:
    offer, ssh = ":theme terminal", {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    with aishtui(tmp_path, "--theme", "dusk", "--endpoint", lab.url, environ=ssh) as program:
        program.sees("11 models")
        assert offer not in program.plain
        program.quit()
    for seen in (True, False):
        with aishtui(tmp_path, "--endpoint", lab.url, environ=ssh) as program:
            program.sees("11 models")
            program.pause()
            assert (offer in program.plain) is seen
            program.quit()

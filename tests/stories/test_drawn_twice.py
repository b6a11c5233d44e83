"""What the display layer has a terminal show is what the stock path would show: each frame, each cell, the cursor."""

import os
import signal
from pathlib import Path

import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_C, CTRL_J, CTRL_T, ENTER, ESCAPE, F1, F2, F8, PAGE_UP, UP
from tests.stories.drawn_twice import HAS_MARGINS, HAS_WHOLE_FRAMES, DrawnTwice, Kind, drawn_twice
from tests.stories.scripted_editor import ScriptedEditor

RICH = (Path(__file__).parents[1] / "pane" / "rich_answer.md").read_text().replace("👩\u200d💻", "🙂")
TOGETHER = "👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽 1\ufe0f\u20e3 ᄒ\u1161ᆫ"
"""Where a dialog's edge cuts such a one in two, Textual leaves what no terminal can show."""
WIDE = (
    "漢字かな交じり文と emoji 🙂🚀 und Umlaute äöü, cafe\u0301, ا\u064eلع\u064eر\u064eب, नमस्ते.\n\n"
    f"Family {TOGETHER} flag 🇩🇪 heart and then some.\n\n"
) * 8 + "| a | 漢 |\n|---|---|\n| 🙂 | 字字 |\n\n```python\nprint('終わり')\n```\n"
F3, F4, ALT_K, ALT_V, ALT_W, ALT_UP, ALT_RIGHT = "\x1bOR", "\x1bOS", "\x1bk", "\x1bv", "\x1bw", "\x1b[1;3A", "\x1b[1;3C"
CTRL_F, CTRL_G, CTRL_L, CTRL_O, CTRL_P, CTRL_R, CTRL_Z = "\x06", "\x07", "\x0c", "\x0f", "\x10", "\x12", "\x1a"
CTRL_UP, CTRL_DOWN, CTRL_HOME, CTRL_END = "\x1b[1;5A", "\x1b[1;5B", "\x1b[1;5H", "\x1b[1;5F"
DOWN, PAGE_DOWN = "\x1b[B", "\x1b[6~"
PASTE = "\x1b[200~" + "a line of a paste\r" * 30 + "\x1b[201~"
END_OF_RICH, END_OF_WIDE = "Rustonomicon", "print('終わり')"
THEMES = ("dusk", "paper", "contrast", "mono", "plain", "terminal")

XTERM = Kind()
MODERN = Kind(answers=HAS_MARGINS + HAS_WHOLE_FRAMES)
TMUX = Kind({"TERM": "tmux-256color", "COLORTERM": ""})
SCREEN = Kind({"TERM": "screen", "COLORTERM": ""}, fills=False)
LINUX = Kind({"TERM": "linux", "COLORTERM": ""})
VT100 = Kind({"TERM": "vt100", "COLORTERM": ""}, fills=False)
WITHOUT_COLOUR = Kind({"NO_COLOR": "1"}, answers=HAS_MARGINS)


def wheel(up: bool) -> str:
    return f"\x1b[<{64 if up else 65};50;5M"


def drag(*places: tuple[int, int]) -> list[str]:
    (x, y), *others = places
    moves = [f"\x1b[<32;{x};{y}M" for x, y in others]
    return [f"\x1b[<0;{x};{y}M", *moves, f"\x1b[<0;{others[-1][0]};{others[-1][1]}m"]


def answered(program: DrawnTwice, *ends: str) -> None:
    """Ask once for each end of an answer that is to come."""
    program.until(lambda: "Ask" in program.screen and "11 models" in program.screen)
    for end in ends:
        program.type("漢字 🙂?")
        program.until(lambda end=end: end in program.screen and "complete" in program.status_line)
        program.is_the_same("an answer")


@pytest.mark.parametrize(
    ("size", "theme", "kind"),
    [
        pytest.param((200, 50), "paper", MODERN, id="200x50, paper, margins and whole frames"),
        pytest.param((120, 36), "dusk", XTERM, id="120x36, dusk"),
        pytest.param((80, 24), "terminal", TMUX, id="80x24, terminal, tmux"),
        pytest.param((80, 24), None, SCREEN, id="80x24, screen"),
        pytest.param((60, 15), "mono", LINUX, id="60x15, mono, linux"),
        pytest.param((80, 24), None, VT100, id="80x24, vt100"),
        pytest.param((120, 36), None, WITHOUT_COLOUR, id="120x36, NO_COLOR, margins"),
    ],
)
def test_a_conversation_and_what_is_opened_over_it(
    lab: Homelab, tmp_path: Path, size: tuple[int, int], theme: str | None, kind: Kind
) -> None:
    lab.script(lan.FAST, Behaviour(text=RICH), Behaviour(text=WIDE.replace(TOGETHER, "")))
    options = ["--endpoint", lab.url, *(["--theme", theme] if theme else [])]
    with drawn_twice(tmp_path / "here", *options, kind=kind, size=size) as program:
        answered(program, END_OF_RICH, END_OF_WIDE)
        program.play(CTRL_UP, CTRL_UP, CTRL_UP, CTRL_DOWN, PAGE_UP, PAGE_UP, (CTRL_HOME, "Why the"), PAGE_DOWN)
        program.play(wheel(up=True), wheel(up=True), wheel(up=False), CTRL_END)
        program.is_the_same("scrolling")
        program.play(*drag((size[0] - 20, 4), (size[0] - 9, 5), (size[0] - 3, 6), (size[0] - 12, 8)), ESCAPE)
        program.is_the_same("selecting")
        program.play(F2, F2, ALT_UP, (CTRL_O, "Copy"))
        program.closes("Copy")
        program.play(ESCAPE, (F1, "Alt+U"))
        program.closes("Alt+U")
        program.play((CTRL_P, "Enter picks"))
        program.closes("Enter picks")
        program.is_the_same("dialogs")
        program.play((CTRL_F, "find:"), ("e", "find: e"), ENTER)
        program.closes("find:")
        program.play((F3, "1 conversation"), DOWN)
        program.closes("1 conversation")
        program.play((F4, "marks"))
        program.closes("marks")
        program.is_the_same("searches and lists")
        program.play("漢", CTRL_J, "two", (PASTE, "[pasted 31 lines"), CTRL_C, (CTRL_T, "2 fast"), F8, UP, CTRL_C)
        program.is_the_same("the prompt and tabs")
        program.resize(40, 10)
        program.sees("aishtui needs 60×15")
        program.is_the_same("a small window")
        program.resize(*size)
        program.sees("漢字")
        program.play(CTRL_L)
        program.is_the_same("the old size again")
        assert program.frames > 50


@pytest.mark.parametrize(
    ("size", "kind"),
    [
        pytest.param((200, 50), MODERN, id="200x50, margins and whole frames"),
        pytest.param((120, 36), XTERM, id="120x36"),
    ],
)
def test_columns_beside_each_other_and_their_difference(
    lab: Homelab, tmp_path: Path, size: tuple[int, int], kind: Kind
) -> None:
    for model, text in ((lan.FAST, RICH), (lan.CHAT, RICH.replace("borrow", "lend")), (lan.CHAT_BIG, WIDE)):
        lab.script(model, Behaviour(text=text, tokens_per_s=20))
    options = ["--endpoint", lab.url, "--compare", "fast,chat,chat_big"]
    with drawn_twice(tmp_path / "here", *options, kind=kind, size=size) as program:
        program.sees("Ask", "11 models")
        program.type("hello")
        program.sees("round 1 ·")
        program.is_the_same("three answers")
        program.play(CTRL_UP, PAGE_UP, ALT_RIGHT, PAGE_UP, CTRL_END, ALT_W, ALT_W, (F4, "Keep"))
        program.closes("Keep")
        program.is_the_same("moving in columns")
        program.play((ALT_V, "Esc closes"), PAGE_DOWN, "n")
        program.closes("Esc closes")
        program.play(F2, F2)
        program.is_the_same("the difference")
        program.play((ALT_K, "goes on here"), F2)
        program.is_the_same("one is kept")


def test_each_theme_is_drawn_in_full_when_it_is_chosen(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=RICH))
    with drawn_twice(tmp_path / "here", "--endpoint", lab.url, kind=MODERN, size=(120, 36)) as program:
        answered(program, END_OF_RICH)
        for theme in THEMES:
            program.type(f":theme {theme}")
            program.play(CTRL_UP, (F1, "Alt+U"))
            program.closes("Alt+U")
            program.is_the_same(theme)


def written_over(program: DrawnTwice) -> None:
    """As `wall` does: another program has the same terminal."""
    with open(f"/proc/{program.pid}/fd/1", "wb", buffering=0) as terminal:
        terminal.write(b"\x1b[5;10HBroadcast message\x1b[31;41m from root\x1b[m\x1b[20;1H\x1b[J")
    program.sees("Broadcast message from root")


def stopped(program: DrawnTwice) -> None:
    program.signal(signal.SIGSTOP)
    program.until(program.stopped, reading=False)
    written_over(program)
    program.signal(signal.SIGCONT)


def redrawn(program: DrawnTwice) -> None:
    written_over(program)
    program.press(CTRL_L)


def printed(program: DrawnTwice) -> None:
    program.type(":print")
    program.sees("Enter goes back")
    program.pause()
    program.press(ENTER)


@pytest.mark.parametrize("kind", [XTERM, MODERN], ids=["xterm", "margins and whole frames"])
def test_what_others_have_written_goes(lab: Homelab, tmp_path: Path, kind: Kind) -> None:
    lab.script(lan.FAST, Behaviour(text=WIDE))
    with drawn_twice(tmp_path / "here", "--endpoint", lab.url, kind=kind, size=(100, 30)) as program:
        answered(program, END_OF_WIDE)
        for leave in (stopped, redrawn, printed):
            leave(program)
            program.sees(END_OF_WIDE, "Ask something")
            program.is_the_same(f"after it was {leave.__name__}")
            program.play(CTRL_UP, PAGE_UP, CTRL_END)
            program.is_the_same("going on")


def test_an_editor_has_the_terminal_in_between(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=RICH))
    disorder = """printf '\\033[3;44m\\033[?7hscribble\\n' ; echo thought > "$file"\n"""
    editor = ScriptedEditor(tmp_path, disorder)
    options = ["--endpoint", lab.url]
    with drawn_twice(tmp_path / "here", *options, kind=XTERM, size=(120, 36), environ=editor.environ) as program:
        answered(program, END_OF_RICH)
        program.play(CTRL_G)
        editor.opened(program)
        editor.go_on()
        program.sees("> thought", END_OF_RICH)
        program.is_the_same("after the editor")
        program.play(CTRL_UP, PAGE_UP)
        program.is_the_same("going on")


def test_a_shell_has_the_terminal_in_between(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=RICH))
    shell = ["bash", "--norc", "--noprofile", "-i", "-c", '"$@"; clear; echo asleep; read -r _; fg', "bash"]
    options = ["--endpoint", lab.url]
    with drawn_twice(tmp_path / "here", *options, kind=MODERN, size=(120, 36), within=shell) as program:
        answered(program, END_OF_RICH)
        program.play((CTRL_Z, "asleep"))
        program.press(ENTER)
        program.sees(END_OF_RICH, "Ask something")
        program.is_the_same("after fg")
        program.play(CTRL_UP, PAGE_UP, "more")
        program.is_the_same("going on")


@pytest.mark.parametrize("kind", [XTERM, MODERN], ids=["xterm", "margins and whole frames"])
def test_a_storm_of_sizes_while_answers_grow(lab: Homelab, tmp_path: Path, kind: Kind) -> None:
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, Behaviour(text=WIDE * 2, tokens_per_s=4))
    options = ["--endpoint", lab.url, "--compare", "fast,chat"]
    with drawn_twice(tmp_path / "here", *options, kind=kind, size=(120, 36)) as program:
        program.sees("Ask", "11 models")
        program.type("hello")
        program.sees("かな")
        for number in range(40):
            program.resize(60 + number * 7 % 140, 12 + number % 30)
            program.read(0.01)
        program.resize(1, 1)
        program.read(0.1)
        program.resize(140, 40)
        program.sees("round 1 ·")
        program.is_the_same("after the storm")
        os.kill(program.pid, 0)

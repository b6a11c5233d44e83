"""The same session with the display layer and with `--plain-output`, on the same kept conversations: one picture."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, ESCAPE, F1, F2, F8, F9, PAGE_UP, Aishtui, aishtui
from tests.stories.test_drawn_twice import (
    ALT_RIGHT,
    ALT_UP,
    ALT_V,
    ALT_W,
    CTRL_END,
    CTRL_F,
    CTRL_HOME,
    CTRL_O,
    CTRL_UP,
    F3,
    F4,
    PAGE_DOWN,
    RICH,
    TOGETHER,
    WIDE,
    drag,
)  # fmt: skip
from tests.stories.test_painting import BAR
from tests.terminal.seen_screen import Look, SeenScreen, SeenStream


class Seen(Aishtui):
    """In a terminal that keeps every cell."""

    def terminal_of(self, size: tuple[int, int]) -> tuple[pyte.Screen, pyte.Stream]:
        screen = SeenScreen(*size)
        return screen, SeenStream(screen)

    @property
    def picture(self) -> tuple[list[list[Look]], tuple[int, int]]:
        self.draw()
        assert isinstance(self._screen, SeenScreen)
        return self._screen.looks, self._screen.place


class Both:
    """Two programs that are told the same."""

    def __init__(self, layer: Seen, stock: Seen) -> None:
        self.layer = layer
        self.stock = stock

    def press(self, *keys: str, sees: str = "", no_longer: str = "") -> None:
        for key in keys:
            for program in (self.layer, self.stock):
                program.press(key)
            if {key, *keys} & {ENTER, ESCAPE}:
                self.layer.pause()
            for program in (self.layer, self.stock):
                program.read(0.02)
        for program in (self.layer, self.stock):
            program.sees(sees)
            if no_longer:
                program.no_longer_sees(no_longer)
        self.show_the_same()

    def resize(self, columns: int, lines: int, sees: str) -> None:
        for program in (self.layer, self.stock):
            program.resize(columns, lines)
        self.press(sees=sees)

    def show_the_same(self) -> None:
        def same() -> bool:
            self.stock.read(0.01)
            return self._differences() == []

        try:
            self.layer.until(same)
        except AssertionError as vain:
            raise AssertionError("\n".join([*self._differences()[:20], self.layer.screen])) from vain

    def _differences(self) -> list[str]:
        """Scroll bars do not count: how high what is out of view will be is guessed, and known in its own time."""
        (ours, place), (stock, stock_place) = self.layer.picture, self.stock.picture
        found = [f"the cursor is at {place}, not {stock_place}"] if place != stock_place else []
        return found + [
            f"row {y}, column {x}: {tuple(here)}, not {tuple(there)}"
            for y, rows in enumerate(zip(ours, stock, strict=True))
            for x, (here, there) in enumerate(zip(*rows, strict=True))
            if here != there and not {here.text, there.text} <= set(BAR)
        ]


@pytest.fixture
def kept(lab: Homelab, tmp_path: Path) -> Path:
    """A conversation in two versions, and a comparison of three, with figures that are on disk."""
    lab.script(lan.FAST, Behaviour(text=RICH), Behaviour(text=WIDE.replace(TOGETHER, "")))
    lab.script(lan.CHAT, Behaviour(text=RICH.replace("borrow", "lend")))
    with aishtui(tmp_path / "kept", "--endpoint", lab.url) as program:
        program.type("tell me")
        program.sees("Rustonomicon", "complete")
        program.type(":retry chat")
        program.sees("Rustonomicon", "boltzmann · llama", "complete")
        program.type(":new fast")
        program.type(":compare fast,chat,fast")
        program.sees("to 3 columns")
        program.type("all of you")
        program.sees("round 1 ·")
        assert program.quit() == 0
    return tmp_path / "kept"


@contextmanager
def both(lab: Homelab, kept: Path, *options: str, size: tuple[int, int]) -> Iterator[Both]:
    folders = [shutil.copytree(kept, kept.with_name(name)) for name in ("layer", "stock")]
    layer = Seen(folders[0], "--endpoint", lab.url, *options, size=size)
    stock = Seen(folders[1], "--endpoint", lab.url, "--plain-output", *options, size=size)
    with layer, stock:
        yield Both(layer, stock)


@pytest.mark.parametrize(
    ("size", "later", "theme"),
    [((120, 36), (200, 50), "paper"), ((80, 24), (60, 15), "terminal")],
    ids=["wide", "narrow"],
)
def test_a_session_on_kept_conversations(
    lab: Homelab, kept: Path, size: tuple[int, int], later: tuple[int, int], theme: str
) -> None:
    with both(lab, kept, "--theme", theme, size=size) as they:
        for program in (they.layer, they.stock):
            program.sees("11 models", "round 1 ·")
        # How far a view may have gone below the end depends on what a move costs: each is sent to its top first.
        for _column in range(3):
            they.press(ALT_RIGHT, CTRL_HOME)
        they.press(CTRL_END, CTRL_UP, CTRL_UP, PAGE_UP)
        they.press(ALT_RIGHT, PAGE_DOWN)
        they.press(ALT_W, ALT_W, CTRL_END)
        they.press(F4, sees="Keep")
        they.press(ESCAPE, no_longer="Keep")
        they.press(ALT_V, sees="Esc closes")
        they.press(PAGE_DOWN, "n")
        they.press(ESCAPE, no_longer="Esc closes")
        they.press(F8, CTRL_HOME, sees="tell me")
        they.press(F2, CTRL_END, PAGE_UP, CTRL_UP)
        they.press(*drag((10, 4), (30, 5), (45, 6)))
        they.press(ESCAPE, CTRL_HOME, sees="tell me")
        they.press(ALT_UP, CTRL_O, sees="Copy")
        they.press(ESCAPE, no_longer="Copy")
        they.press(F1, sees="Alt+U")
        they.press(ESCAPE, no_longer="Alt+U")
        they.press(CTRL_F, "borrow", ENTER, sees="find: borrow")
        they.press(ESCAPE, no_longer="find:")
        they.press(F3, sees="2 conversations")
        they.press(ESCAPE, no_longer="2 conversations")
        they.press(":theme contrast", ENTER, F9)
        they.resize(40, 10, "aishtui needs")
        they.resize(*later, "11 models")
        they.press(PAGE_UP, CTRL_UP)
        assert len(they.layer.received) < len(they.stock.received)

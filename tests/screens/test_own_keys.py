"""The workbench with keys that the user has chosen."""

import threading

from textual.widgets import Static

from aishtui.pane.transcript import Transcript
from aishtui.screens.help import HelpScreen
from aishtui.screens.history import HistoryScreen
from aishtui.screens.key_map import bindings
from aishtui.screens.menu import Menu
from aishtui.screens.picker import Picker
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.menu_list import MenuList
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import PRESETS, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

KEYS = BoundKeys(
    {
        "tab.new": ("f12",), "answer.copy": ("alt+c", "alt+y"), "help.show": ("alt+h",), "app.palette": ("ctrl+x",),
        "app.leave": ("alt+q",), "answer.retry": (), "compare.open": ("alt+o",), "compare.next": ("ctrl+right",),
        "compare.keep": ("f5",), "message.fold": ("alt+u",),
    }
)  # fmt: skip


async def test_chosen_keys_act_and_those_of_the_table_no_longer_do(lab: Homelab) -> None:
    async with desk(lab.url, keys=KEYS) as here:
        await here.press("ctrl+t", "f12")
        await here.until(lambda: len(here.tabs) == 2)
        await here.ask("What is this?")
        await here.press("ctrl+y", "alt+c")
        await here.until(lambda: here.copied)
        await here.press("alt+c")
        await here.until(lambda: len(here.copied) == 2)
        assert len(here.tabs) == 2


async def test_chosen_keys_are_shown_wherever_keys_are(lab: Homelab) -> None:
    async with desk(lab.url, keys=KEYS) as here:
        assert "Alt+H help" in here.shows(StatusBar)
        assert "^X commands" in here.shows(StatusBar)
        await here.until(lambda: "Alt+O compares" in here.shows(Transcript))
        await here.press("alt+h")
        await here.until(lambda: isinstance(here.app.screen, HelpScreen))
        text = str(here.app.screen.query_one("#help-text", Static).render())
        rows = [line.split()[0] for line in text.splitlines() if line.strip()]
        assert {"F12", "Alt+C", "Alt+H", "Ctrl+X", "Alt+U"} <= set(rows)
        assert not {"F1", "F6", "Ctrl+Y", "Ctrl+T", "Ctrl+Q"} & set(rows)
        await here.press("alt+h")
        await here.until(lambda: not isinstance(here.app.screen, HelpScreen))


async def test_the_keys_of_every_screen_are_chosen_for_every_screen(lab: Homelab) -> None:
    async with desk(lab.url, keys=KEYS) as here:
        await here.press("f3")
        await here.until(lambda: isinstance(here.app.screen, HistoryScreen))
        await here.press("ctrl+p", "ctrl+q")
        assert isinstance(here.app.screen, HistoryScreen)
        await here.press("ctrl+x")
        await here.until(lambda: isinstance(here.app.screen, Picker))
        await here.press("ctrl+x")
        await here.until(lambda: isinstance(here.app.screen, HistoryScreen))
        await here.press("alt+q")
        await here.until(lambda: not here.app.is_running)


async def test_a_comparisons_keys_are_its_own_only_there(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:1], keys=KEYS) as here:
        await here.type("two words")
        await here.press("home", "ctrl+right")
        assert here.prompt.cursor_location[1] > 0
        await here.press("ctrl+c")
        await here.enter(":compare fast,chat")
        await here.until(lambda: here.active.column is not None)
        first = here.active.id
        await here.press("ctrl+right")
        await here.until(lambda: here.active.id != first)
        await here.press("alt+o")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        rows = [" ".join(row.split()) for row in text_of(here.app.screen.query_one(MenuList))]
        assert "k Keep this answer here F5" in rows
        assert "r Ask again in this column :retry [PRESET]" in rows


async def test_an_answer_that_is_not_whole_says_what_there_is_to_press(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()))
    async with desk(lab.url, keys=KEYS) as here:
        await here.enter("go on and on")
        await here.until(lambda: here.workbench.view.answering)
        await here.press("escape")
        await here.until(lambda: here.at_rest)
        await here.until(lambda: ":retry asks again" in here.shows(Transcript))


def test_a_key_no_widget_has_a_use_for_comes_first() -> None:
    made = {key: binding.priority for binding in bindings(KEYS) for key in binding.key.split(",")}
    assert all(made[key] for key in ("f12", "alt+c", "alt+y", "ctrl+right"))
    pages = BoundKeys({"answer.copy": ("pageup", "alt+c"), "pane.page_up": ()})
    made = {key: binding.priority for binding in bindings(pages) for key in binding.key.split(",")}
    assert (made["pageup"], made["alt+c"]) == (False, True)

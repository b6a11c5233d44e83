"""The preset editor with keys that the user has chosen."""

from pathlib import Path

from aishtui.screens.menu import Menu
from aishtui.screens.reader import Reader
from aishtui.screens.system_text import SystemText
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.menu_list import MenuList
from aishtui.widgets.text_reader import TextReader
from tests.screens.preset_desk import preset_desk
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

KEYS = BoundKeys(
    {
        "form.save": ("f12", "ctrl+shift+s"), "form.request": ("alt+q",), "form.delete": ("alt+x",),
        "form.try": ("ctrl+shift+t",), "form.own": (), "form.outside": ("ctrl+x",), "preset.edit": ("alt+e",),
    }
)  # fmt: skip


async def test_chosen_keys_act_and_those_of_the_table_no_longer_do(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"], keys=KEYS) as (here, editor):
        await here.press("alt+e")
        await editor.opened()
        await editor.type("description", "kind")
        await here.press("f2", "f3", "f4", "f6")
        assert editor.open
        await here.press("alt+q")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        await here.press("escape")
        await here.until(lambda: editor.open)
        await here.press("f12")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert saved.description == "kind"
        await here.press("alt+e")
        await editor.opened()
        await here.press("alt+e")
        await editor.closed()
        await here.press("alt+e")
        await editor.opened()
        await here.press("alt+x")
        await here.until(lambda: "mine" not in here.engine.presets)


async def test_the_keys_that_are_named_are_those_in_force(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"], keys=KEYS) as (here, editor):
        await here.press("alt+e")
        await editor.opened()
        assert editor.part("keys") == "F12 saves Esc closes Ctrl+O more Alt+Q the request F1 help"
        editor.screen._form.go_to("system")
        await here.until(lambda: "Ctrl+X your own editor" in editor.part("help"))
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, SystemText))
        assert "Ctrl+X in your editor" in " ".join(" ".join(text_of(here.app.screen._keys)).split())
        await here.press("f12")
        await here.until(lambda: editor.open)
        await here.press("ctrl+o")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        rows = [" ".join(row.split()) for row in text_of(here.app.screen.query_one(MenuList)) if row.strip()]
        assert rows[:5] == [
            "s Save F12", "n Save as a new preset F9", "t Try it on the prompt", "o For this tab only",
            "r The request as JSON Alt+Q",
        ]  # fmt: skip
        await here.press("h")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        text = here.app.screen.query_one(TextReader)._reading.text
        assert "Ctrl+O t    Try it on the prompt" in text
        assert "Alt+X       Delete the preset" in text


async def test_a_key_that_only_some_terminals_send_is_named_in_those(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"], keys=KEYS) as (here, editor):
        here.workbench.show_more_keys(True)
        await here.press("alt+e")
        await editor.opened()
        assert "Ctrl+Shift+T tries it" in editor.part("keys")

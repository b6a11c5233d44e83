"""Tab in commands, and the line above the prompt."""

from pathlib import Path

from aishtui.widgets.completion_line import CompletionLine
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of


def possible(here: Desk) -> str:
    """What the line says; empty where there is none."""
    found = here.workbench.query(CompletionLine)
    shown = text_of(found.first()) if found and found.first().display else []
    return " ".join(" ".join(shown).split())


async def test_the_line_stands_there_while_a_command_is_typed(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        assert not here.workbench.query(CompletionLine)
        await here.press(":", "t", "h")
        await here.until(lambda: possible(here).startswith(":theme :theme [THEME] switches at once"))
        await here.press("backspace", "backspace", "backspace")
        await here.until(lambda: not possible(here))
        await here.type(":teme")
        await here.until(lambda: "There is no :teme. Nearest: :theme" in possible(here))
        await here.press("ctrl+c")
        await here.until(lambda: not possible(here))
        await here.type("no: command")
        assert not possible(here)


async def test_tab_goes_from_one_to_the_next_and_back_and_typing_goes_on(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type(":theme ")
        for key, value in (
            ("tab", "dusk"), ("tab", "paper"), ("tab", "contrast"), ("shift+tab", "paper"), ("shift+tab", "dusk"),
        ):  # fmt: skip
            await here.press(key)
            await here.until(lambda value=value: here.prompt.value == f":theme {value}")
        assert here.active.draft == ":theme dusk"
        await here.press("tab", "enter")
        await here.until(lambda: here.app.theme == "paper" and not possible(here))


async def test_shift_tab_leaves_the_prompt_where_nothing_is_gone_through(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type(":theme ")
        await here.press("shift+tab")
        await here.until(lambda: here.app.focused is not here.prompt)


async def test_letters_that_begin_nothing_find_what_has_them(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        await here.type(":model opus")
        await here.until(lambda: possible(here).startswith("anthropic/claude-opus-4.7"))
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":model anthropic/claude-opus-4.7")


async def test_tabs_and_code_blocks_are_told_by_number(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="```sh\nls -l\n```\n\n```python\nimport os\n```\n"))
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.ask("show me")
        await here.type(":copy ")
        await here.until(lambda: "plain thinking prompt all 1 2" in possible(here))
        await here.type("2")
        await here.until(lambda: "2 python import os" in possible(here))
        await here.press("ctrl+c")
        await here.type(":tab ")
        await here.until(lambda: possible(here).startswith("1 2"))
        await here.press("tab", "tab", "enter")
        await here.until(lambda: here.active.preset == "chat")


async def test_files_are_completed_folder_by_folder(lab: Homelab, folder: Path) -> None:
    (folder / "talks").mkdir()
    for name in ("one.json", "one more.json", ".hidden"):
        (folder / "talks" / name).write_text("{}")
    async with desk(lab.url) as here:
        await here.type(":import ta")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":import talks/")
        await here.until(lambda: possible(here).startswith("one more.json one.json :import FILE"))
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":import talks/one")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":import talks/one more.json")
        await here.press("ctrl+u")
        await here.type(":export md talks/.h")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":export md talks/.hidden")


async def test_a_command_that_was_pasted_is_text_and_gets_no_line(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        here.prompt.set_text(":theme", typed=False)
        here.workbench.show_possible()
        await here.pilot.pause()
        assert not possible(here)


async def test_another_tabs_draft_brings_and_takes_the_line(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.type(":theme")
        await here.until(lambda: possible(here))
        await here.press("f9")
        await here.until(lambda: here.active.preset == "chat" and not possible(here))
        await here.press("f8")
        await here.until(lambda: here.prompt.value == ":theme" and possible(here))

"""What the workbench says by itself: welcome, problems, help, palette."""

import pytest
from textual.widgets import Static

from aishtui.screens.help import HelpScreen
from aishtui.screens.picker import Picker
from aishtui.widgets.actions import ACTIONS
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers.homelab import Homelab

ONLY_KEYS = ("app.palette", "escape", "interrupt", "tab.go", "prompt.send", "prompt.newline")


async def palette(here: Desk) -> Picker:
    """The palette, opened by its key."""
    await here.press("ctrl+p")
    await here.until(lambda: isinstance(here.app.screen, Picker))
    assert isinstance(here.app.screen, Picker)
    return here.app.screen


async def test_a_first_start_offers_three_things_to_try(lab: Homelab) -> None:
    async with desk(lab.url, first_start=True) as here:
        welcome = here.pane.document.welcome
        assert "Try in the first minute" in welcome
        assert f"The next prompt goes to **fast**, `{PRESETS[0].model}`: quick." in welcome


async def test_a_later_start_says_only_where_it_stands(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        assert "first minute" not in here.pane.document.welcome
        await here.ask("hello")
        assert not here.pane.document.empty


async def test_problems_that_last_stand_in_the_banner_and_the_rest_is_said_once(lab: Homelab) -> None:
    async with desk(lab.url, lasting=("presets.toml, line 4: modle",), notices=("1 answer was interrupted.",)) as here:
        assert here.banner == "presets.toml, line 4: modle"
        assert here.notice == "1 answer was interrupted."


async def test_a_broker_that_goes_down_and_comes_back_is_said(lab: Homelab, closed_port: int) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        assert here.banner == ""
        await here.enter(f":connect 127.0.0.1:{closed_port}")
        await here.until(lambda: "refused the connection" in here.banner)
        await here.enter(":models")
        await here.until(lambda: "refused the connection" in here.notice)
        await here.press("escape")
        await here.enter(f":connect {lab.url}")
        await here.until(lambda: here.banner == "")


async def test_the_help_lists_every_key_and_command_of_the_table(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("?")
        await here.until(lambda: isinstance(here.app.screen, HelpScreen))
        text = str(here.app.screen.query_one("#help-text", Static).content)
        for action in ACTIONS:
            assert action.shown or action.command, f"nothing leads to {action.id}"
            assert action.shown in text
            assert action.command in text
            assert action.label in text
        await here.press("escape")
        await here.until(lambda: here.app.screen is here.workbench)
        assert here.prompt.value == ""


async def test_help_opens_from_the_sidebar_too_and_says_where_other_keys_are_chosen(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("f2", "?")
        await here.until(lambda: isinstance(here.app.screen, HelpScreen))
        text = str(here.app.screen.query_one("#help-text", Static).content)
        assert text.splitlines()[0] == "Keys  others of your own: :config"


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 36)])
async def test_no_word_of_the_help_is_cut_off_however_small_the_screen(lab: Homelab, size: tuple[int, int]) -> None:
    async with desk(lab.url) as here:
        await here.pilot.resize_terminal(*size)
        await here.press("?")
        await here.until(lambda: isinstance(here.app.screen, HelpScreen))
        await here.pilot.pause()
        room = here.app.screen.query_one("#help").scrollable_content_region.width
        shown = here.app.screen.query_one("#help-text", Static).content.plain
        assert max(map(len, shown.splitlines())) <= room
        words = " ".join(shown.split())
        for action in ACTIONS:
            assert " ".join(action.help.split()) in words or not (action.shown or action.command)


async def test_the_palette_lists_every_action_preset_and_theme(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        entries = (await palette(here)).source.entries
        names = {entry.label for entry in entries}
        missing = [action.id for action in ACTIONS if action.id not in ONLY_KEYS and action.label not in names]
        assert missing == []
        assert {f"Preset: {preset.name}" for preset in PRESETS} <= names
        assert {"Theme: dusk", "Theme: paper", "Theme: nord"} <= names
        assert {"Stop the answer"} <= names


async def test_whatever_the_palette_offers_can_be_done(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        for run in [run for id_, run in here.workbench.runs().items() if id_ not in ("app.leave", "tab.go")]:
            run()
            await here.pilot.pause()
            if here.app.screen is not here.workbench:
                await here.press("escape")
        assert here.app.is_running


async def test_the_palette_opens_and_does_what_is_chosen(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await palette(here)
        await here.press(*"set: chat", "enter")
        await here.until(lambda: here.app.screen is here.workbench and here.active.preset == "chat")


async def test_a_preset_is_chosen_in_the_sidebar_for_this_tab_or_a_new_one(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("f2", "down", "enter")
        await here.until(lambda: here.active.preset == "chat")
        assert here.app.focused is here.prompt
        await here.press("f2", "down", "t")
        await here.until(lambda: len(here.tabs) == 2)
        assert [tab.preset for tab in here.tabs] == ["chat", "deep"]


async def test_the_start_is_over_once_and_when_answers_are_shown_as_markdown(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.starts)
        await here.ask("hello")
        assert here.starts == ["MarkdownRenderer"]

"""The menu, the reader and the search of prompts: readable in every theme, and whole on the smallest screen."""

import pytest
from textual.widget import Widget

from aishtui.screens.message_menu import MessageMenu
from aishtui.screens.prompt_search import PromptSearch
from aishtui.screens.reader import Reader
from tests.screens.desk import Desk, desk
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of
from tests.widgets.test_themes import contrast, drawn


async def seen(here: Desk, screen: type, widgets: str) -> list[Widget]:
    await here.until(lambda: isinstance(here.app.screen, screen) and here.app.focused is not None)
    await here.pilot.pause()
    return list(here.app.screen.query(widgets))


@pytest.mark.parametrize(("theme", "least"), [("dusk", 4.5), ("paper", 4.5), ("contrast", 7.0), ("mono", 4.5)])
async def test_all_text_stands_out_from_its_background(lab: Homelab, theme: str, least: float) -> None:
    async with desk(lab.url) as here:
        here.app.theme = theme
        await here.ask("hello")
        pairs = set()
        await here.press("ctrl+o")
        for widget in await seen(here, MessageMenu, "MenuList"):
            pairs |= drawn(widget)
        await here.press("d")
        for widget in await seen(here, Reader, "KeyLine, TextReader"):
            pairs |= drawn(widget)
        await here.press("escape", "ctrl+r", "h")
        for widget in await seen(here, PromptSearch, "PromptList, TextReader, SearchBar, Rule"):
            pairs |= drawn(widget)
        assert len(pairs) > 20
        assert {(text, round(contrast(style), 2)) for text, style in pairs if contrast(style) < least} == set()


async def test_the_menu_is_whole_on_the_smallest_screen(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.pilot.resize_terminal(60, 15)
        await here.ask("hello")
        await here.press("f6")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        await here.press("ctrl+o")
        (menu,) = await seen(here, MessageMenu, "MenuList")
        rows = text_of(menu)
        assert [row.split()[0] for row in rows] == ["y", "p", "1", "r", "v", "s", "o", "d", "b", "x", "["]
        assert not any("…" in row for row in rows if not row.strip().startswith("1"))
        frame = here.app.screen.query_one("#message-menu").region
        assert here.app.screen.region.contains_region(frame)

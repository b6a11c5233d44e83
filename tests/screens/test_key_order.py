"""Keys that come at once act one after the other, as if somebody had waited between them."""

from collections.abc import Sequence

import pytest
from textual import events

from tests.screens.desk import Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


def all_at_once(here: Desk, keys: Sequence[str]) -> None:
    """As a slow line hands them over, or a quick hand a slow machine."""
    for key in keys:
        here.app.post_message(events.Key(key, key if len(key) == 1 else None))


def on_top(here: Desk) -> str:
    return type(here.app.screen).__name__


@pytest.mark.parametrize("closed", ["f1", "f4", "ctrl+o", "f3"])
async def test_a_key_that_closes_a_dialog_acts_before_the_one_that_opens_the_next(lab: Homelab, closed: str) -> None:
    async with desk(lab.url) as here:
        await here.ask("hello")
        for _ in range(3):
            await here.press(closed)
            await here.until(lambda: on_top(here) != "Workbench")
            all_at_once(here, ["escape", "ctrl+p"])
            await here.until(lambda: on_top(here) == "Picker" and len(here.app.screen_stack) == 2)
            all_at_once(here, ["escape", "f1"])
            await here.until(lambda: on_top(here) == "HelpScreen" and len(here.app.screen_stack) == 2)
            all_at_once(here, ["escape"])
            await here.until(lambda: on_top(here) == "Workbench")


async def test_a_key_that_moves_acts_before_the_one_that_goes_elsewhere(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="- item\n" * 80))
    async with desk(lab.url) as here:
        await here.ask("first")
        await here.press("ctrl+t")
        await here.ask("second")
        second = here.pane.document
        await here.until(lambda: second.total > 80 and second.following)
        all_at_once(here, ["ctrl+home", "f8"])
        await here.until(lambda: here.pane.document is not second)
        assert (second.top, second.following) == (0, False)
        assert here.pane.document.following


async def test_what_is_typed_and_what_acts_keep_their_order(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("hello")
        all_at_once(here, ["a", "b", "ctrl+c", "c", "ctrl+t", "d", "e", "f8", "f"])
        await here.until(lambda: here.prompt.value == "cf")
        assert [tab.draft for tab in here.tabs] == ["cf", "de"]

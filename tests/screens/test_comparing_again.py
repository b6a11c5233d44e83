"""A comparison after the next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.desk import PRESETS, desk
from tests.screens.test_comparing import columns, compared, next_round, texts
from tests.screens.test_placing import Starts
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Starts]:
    made = Starts(tmp_path)
    yield made
    made.store.close()


async def test_the_next_start_goes_on_in_the_same_columns(lab: Homelab, runs: Starts) -> None:
    async with desk(lab.url, keeper=runs.store) as here:
        await compared(here)
        await next_round(here, "7*8")
        await here.enter(":skip")
        await here.until(lambda: "left out" in here.notice)
        await here.type("and then")
    async with desk(lab.url, tabs=runs.next(), keeper=runs.store) as here:
        assert len(columns(here)) == 3
        assert here.prompt.value == "and then"
        await here.until(lambda: all(here.workbench._view(tab).loaded for tab in columns(here)))
        await here.press("ctrl+c")
        await here.enter("*2")
        await here.until(lambda: len(lab.chats) == 5 and here.engine.running() == 0)
        assert [texts(here, tab)[-1] for tab in columns(here)] == ["7 × 8 = 56", "56 × 2 = 112", "56 × 2 = 112"]


async def test_columns_that_were_not_in_front_yet_are_loaded_before_all_are_asked(lab: Homelab, runs: Starts) -> None:
    async with desk(lab.url, PRESETS[:2], keeper=runs.store) as here:
        await here.press("f9")
        await compared(here, ":compare chat,deep", 2)
        await next_round(here, "7*8")
    async with desk(lab.url, tabs=runs.next(), keeper=runs.store) as here:
        assert here.active.column is None
        hidden = [here.workbench._view(tab) for tab in here.tabs if tab.column is not None]
        assert not any(view.loaded for view in hidden)
        asked_before = len(lab.chats)
        await here.enter(":all")
        await here.until(lambda: "to 2 tabs" in " ".join(text_of(here.prompt)))
        await here.enter("*2")
        await here.until(lambda: here.notice == "Not all columns are loaded yet. Enter again in a moment.")
        assert (here.prompt.value, len(lab.chats)) == ("*2", asked_before)
        await here.until(lambda: all(view.loaded for view in hidden))
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == asked_before + 3 and here.engine.running() == 0)
        assert [texts(here, tab)[-1] for tab in here.tabs[1:]] == ["56 × 2 = 112"] * 2

"""Every tab is read on at the place where it was left, after the next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aishtui.chat.tabs import Tab
from aishtui.pane.transcript import Transcript
from aishtui.store.database import Store
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

LONG = "\n\n".join(f"paragraph {number} of some words" for number in range(60))


class Starts:
    """One start after the other on one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.store = self._open()

    def _open(self) -> Store:
        store = Store(self._folder)
        store.start()
        store.opened.result(10)
        return store

    def next(self) -> tuple[Tab, ...]:
        """Close it, and open it again: the tabs that were kept."""
        self.store.close()
        self.store = self._open()
        return self.store.opened.result(10).tabs


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[Starts]:
    made = Starts(tmp_path)
    yield made
    made.store.close()


def top(here: Desk) -> str:
    """The first two rows of the conversation: one of them may be blank."""
    return " ".join(" ".join(text_of(here.pane)[:2]).split())


async def read_back(here: Desk, lab: Homelab) -> str:
    """Ask for something long, go up in it, and say what is at the top."""
    lab.script(lan.FAST, Behaviour(text=LONG))
    await here.ask("tell me")
    await here.until(lambda: "paragraph 59" in here.shows(Transcript))
    await here.press("tab", "pageup", "pageup", "up", "up", "up")
    return top(here)


async def test_the_next_start_shows_what_was_being_read_in_each_tab(lab: Homelab, starts: Starts) -> None:
    async with desk(lab.url, PRESETS[:2], keeper=starts.store) as here:
        before = await read_back(here, lab)
        await here.press("f9", "shift+tab")
        lab.script(lan.CHAT)
        await here.ask("7*8")
        await here.press("f8")
        await here.until(lambda: here.active.place == here.pane.document.place is not None)
        assert top(here) == before
        assert before.startswith("paragraph")
        await here.press("f9")
    tabs = starts.next()
    assert [tab.place is None for tab in tabs] == [False, True]
    async with desk(lab.url, tabs=tabs, keeper=starts.store) as here:
        await here.until(lambda: top(here) == before)
        assert here.tabs[1].id not in {view.tab_id for view in here.workbench._views.values() if view.loaded}
        await here.press("f9")
        await here.until(lambda: "7 × 8 = 56" in here.shows(Transcript))
        assert here.pane.document.following
        await here.press("f8")
        await here.until(lambda: top(here) == before)


async def test_another_width_shows_the_same_words(lab: Homelab, starts: Starts) -> None:
    async with desk(lab.url, keeper=starts.store) as here:
        before = await read_back(here, lab)
        await here.until(lambda: here.active.place == here.pane.document.place is not None)
    async with desk(lab.url, tabs=starts.next(), keeper=starts.store) as here:
        await here.pilot.resize_terminal(62, 20)
        await here.until(lambda: top(here) == before)
        await here.pilot.resize_terminal(130, 30)
        await here.until(lambda: top(here) == before)


async def test_scrolling_is_kept_soon_and_the_end_is_no_place(lab: Homelab, starts: Starts) -> None:
    async with desk(lab.url, keeper=starts.store) as here:
        await read_back(here, lab)
        await here.until(lambda: here.active.place == here.pane.document.place is not None)
        first = here.active.place
        await here.press("up")
        await here.until(lambda: here.active.place not in (None, first))
        await here.press("end")
        await here.until(lambda: here.active.place is None)


async def test_who_reads_further_up_while_an_answer_comes_is_there_after_the_next_start(
    lab: Homelab, starts: Starts
) -> None:
    async with desk(lab.url, keeper=starts.store) as here:
        await read_back(here, lab)
        lab.script(lan.FAST, Behaviour(text=LONG))
        await here.press("shift+tab")
        await here.ask("once more")
        await here.until(lambda: here.active.place is None)
        await here.press("tab", "home", *["pagedown"] * 3)
        await here.until(lambda: here.active.place == here.pane.document.place is not None)
        before = top(here)
    async with desk(lab.url, tabs=starts.next(), keeper=starts.store) as here:
        await here.until(lambda: top(here) == before)


async def test_an_edit_under_way_is_the_draft_of_the_next_start_and_the_draft_is_in_the_history(
    lab: Homelab, starts: Starts
) -> None:
    async with desk(lab.url, keeper=starts.store) as here:
        await here.ask("7*8")
        await here.type("half a thought")
        await here.press("alt+up", "alt+up", "ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("e")
        await here.until(lambda: here.prompt.value == "7*8")
        await here.type("0")
    tabs = starts.next()
    assert [tab.draft for tab in tabs] == ["7*80"]
    assert starts.store.prompts(2).result(10) == ("half a thought", "7*8")

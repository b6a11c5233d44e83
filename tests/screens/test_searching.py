"""Searching in the workbench: the line, the focus, tabs, and what other keys do meanwhile."""

import threading

from aishtui.chat.answers import Status
from aishtui.pane.searching import MOST_HITS
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


def bar(here: Desk) -> SearchBar:
    return here.workbench.query_one(SearchBar)


def said(here: Desk) -> str:
    return here.shows(SearchBar)


async def asked(here: Desk, *prompts: str) -> None:
    for prompt in prompts:
        await here.ask(prompt)


async def test_the_search_s_line_opens_counts_steps_and_closes(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await asked(here, "pine needle", "one **needle** more")
        assert not bar(here).display
        await here.press("ctrl+f", *"needle")
        await here.until(lambda: f"of {total(here)}" in said(here))
        count = total(here)
        assert count >= 2
        first = here.pane._search.found
        assert first is not None
        assert first.number == count
        await here.press("up")
        await here.until(lambda: f"{count - 1} of {count}" in said(here))
        await here.press("enter", "down")
        await here.until(lambda: f"1 of {count}, from the top again" in said(here))
        await here.press("shift+enter")
        await here.until(lambda: f"{count} of {count}, from the end again" in said(here))
        await here.press("escape")
        assert not bar(here).display
        assert not here.pane.searching
        assert here.workbench.focused is here.prompt
        assert here.prompt.value == ""


async def test_hits_without_number_are_not_said_to_be_all(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="x" * (2 * MOST_HITS)))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await here.enter(":find x")
        await here.until(lambda: f"{MOST_HITS} of {MOST_HITS}, or more" in said(here))


def total(here: Desk) -> int:
    return sum(message.text.lower().replace("**", "").count("needle") for message in here.path)


async def test_find_typed_in_the_prompt_searches_at_once(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("pine needle")
        await here.enter(":find Pine  needle")
        await here.until(lambda: "not found" in said(here))
        assert bar(here).words == "Pine  needle"
        assert bar(here).has_focus
        await here.press("escape")
        await here.enter(":find pine")
        await here.until(lambda: " of " in said(here))
        await here.press("escape")
        await here.enter(":find")
        assert bar(here).words == "pine"
        await here.until(lambda: " hit" in said(here))
        await here.press("x")
        assert bar(here).words == "x"


async def test_slash_and_n_in_the_conversation_and_the_focus_goes_back_there(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await asked(here, "needle", "needle")
        await here.press("tab", "slash", *"needle", "escape")
        assert here.workbench.focused is here.pane
        count = total(here)
        await here.press("N")
        await here.until(lambda: f"{count - 1} of {count}" in said(here))
        assert bar(here).display
        assert here.workbench.focused is here.pane
        await here.press("n")
        await here.until(lambda: f"{count} of {count}" in said(here))
        await here.press("escape", "escape")
        assert here.workbench.focused is here.prompt
        await here.press("n")
        assert here.prompt.value == "n"


async def test_n_is_a_letter_while_nothing_was_searched(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("tab", "n")
        assert here.prompt.value == "n"
        assert here.workbench.focused is here.prompt


async def test_another_tab_ends_the_search_and_no_key_is_lost_to_it(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.ask("needle")
        await here.press("ctrl+f", *"needle", "f9", *"text")
        assert not bar(here).display
        assert here.workbench.focused is here.prompt
        await here.until(lambda: here.prompt.value == "text")
        await here.press("f8")
        assert not here.pane.searching
        await here.press("ctrl+f")
        assert bar(here).words == "needle"


async def test_esc_ends_the_search_before_it_stops_an_answer(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one needle three", hold_after=2, release=threading.Event()))
    async with desk(lab.url) as here:
        await here.enter("hello")
        await here.until(lambda: "needle" in here.workbench.view.live_text())
        await here.press("ctrl+f", *"needle")
        await here.until(lambda: "1 of 1" in said(here))
        await here.press("escape")
        assert not bar(here).display
        assert here.workbench.view.answering
        await here.press("escape")
        await here.until(lambda: here.path[-1].status is Status.STOPPED)


async def test_what_is_answered_during_the_search_is_counted(lab: Homelab) -> None:
    goes_on = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one needle and more needle", hold_after=2, release=goes_on))
    async with desk(lab.url) as here:
        await here.enter("hello")
        await here.until(lambda: "needle" in here.workbench.view.live_text())
        await here.press("ctrl+f", *"needle")
        await here.until(lambda: "1 of 1" in said(here))
        goes_on.set()
        await here.until(lambda: "1 of 2" in said(here))


async def test_ctrl_c_leaves_the_line_and_keeps_the_draft(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("needle")
        await here.type("a draft")
        await here.press("ctrl+f", *"needle", "ctrl+c")
        assert not bar(here).display
        assert here.prompt.value == "a draft"
        assert here.notice == ""


async def test_tab_goes_to_the_conversation_and_ctrl_f_back_to_the_words(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("needle")
        await here.press("ctrl+f", *"needle", "tab")
        assert here.workbench.focused is here.pane
        assert here.pane.searching
        await here.press("ctrl+f")
        assert bar(here).has_focus
        assert bar(here).words == "needle"


async def test_pages_move_while_the_search_has_the_focus_and_half_pages_while_one_types(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await asked(here, *("a needle\n" * 11 for _ in range(3)))
        await here.until(lambda: here.pane.document.following)
        await here.press("alt+pageup")
        await here.until(lambda: not here.pane.document.following)
        await here.press("alt+pagedown")
        await here.until(lambda: here.pane.document.following)
        await here.press("ctrl+f", *"needle", "pageup")
        await here.until(lambda: not here.pane.document.following)
        await here.press("ctrl+end")
        await here.until(lambda: here.pane.document.following)
        assert bar(here).has_focus


async def test_it_fits_into_the_smallest_screen(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("needle")
        await here.pilot.resize_terminal(60, 15)
        await here.press("ctrl+f", *"needle")
        await here.until(lambda: f"{total(here)} of {total(here)}" in said(here))
        assert bar(here).size.height == 1
        assert bar(here).region.bottom <= here.workbench.query_one(StatusBar).region.y - 2

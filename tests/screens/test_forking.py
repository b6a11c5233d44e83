"""Tabs that are forked from a conversation, through the keys."""

import threading

from aishtui.pane.transcript import Transcript
from aishtui.widgets.prompt import Prompt
from tests.screens.desk import Desk, desk
from tests.screens.test_branching import settled, texts
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

TWO_TURNS = ("7*8", "7 × 8 = 56", "*2", "56 × 2 = 112")


async def two_turns(here: Desk) -> None:
    await here.ask("7*8")
    await here.ask("*2")


async def test_a_fork_is_a_tab_that_ends_at_the_chosen_message(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.press(*["alt+up"] * 3)
        await here.enter(":fork")
        await settled(here, "7*8", "7 × 8 = 56")
        assert len(here.tabs) == 2
        assert here.notice == "Forked at the answer by fast. The other tab stays as it is."
        assert here.workbench.focused is here.prompt
        await here.ask("*3")
        await here.until(lambda: "you ‹2/2›" in here.shows(Transcript))
        await here.press("f8")
        await settled(here, *TWO_TURNS)
        await here.until(lambda: "you ‹1/2›" in here.shows(Transcript))


async def test_without_a_chosen_message_the_fork_is_from_the_last_answer(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":fork")
        await here.until(lambda: here.notice == "There is nothing yet to fork.")
        await here.press("ctrl+c")
        await two_turns(here)
        await here.enter(":fork")
        await here.until(lambda: len(here.tabs) == 2)
        assert texts(here) == list(TWO_TURNS)


async def test_a_fork_from_a_prompt_has_it_in_the_prompt_line_to_be_changed(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.press("alt+up", "alt+up", "ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("b")
        await here.until(lambda: here.prompt.value == "*2")
        await settled(here, "7*8", "7 × 8 = 56")
        assert here.active.draft == "*2"
        await here.type("0")
        await here.press("enter")
        await settled(here, "7*8", "7 × 8 = 56", "*20", "56 × 20 = 1120")


async def test_a_prompt_that_began_with_a_colon_is_text_in_the_fork_too(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("::quit")
        await here.press("alt+up", "alt+up")
        await here.enter(":fork")
        await here.until(lambda: here.prompt.value == ":quit")
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert lab.chats[-1].messages[-1]["content"] == ":quit"


async def test_an_answer_is_seen_growing_in_both_tabs_and_stopped_from_either(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()))
    async with desk(lab.url) as here:
        await here.enter("count")
        await here.until(lambda: here.workbench.view.live_text() == "one two ")
        await here.enter(":fork")
        await here.until(lambda: len(here.tabs) == 2 and "one two" in here.shows(Transcript))
        assert here.workbench.view.answering
        await here.press("escape")
        await here.until(lambda: here.at_rest)
        await here.press("f8")
        await here.until(lambda: here.at_rest and "stopped" in here.shows(Transcript))


async def test_the_draft_of_the_tab_that_was_forked_stays_in_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.type("half a thought")
        await here.press("ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("b")
        await here.until(lambda: len(here.tabs) == 2)
        assert here.prompt.value == ""
        await here.press("f8")
        await here.until(lambda: here.prompt.value == "half a thought")
        assert "half a thought" in here.shows(Prompt)

"""Prompts typed ahead, through the keys: seen waiting, edited in their place, taken back, moved, and sent on."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from aishtui.pane.transcript import Transcript
from aishtui.widgets.header import HeaderLine
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab


@asynccontextmanager
async def ahead(lab: Homelab, *texts: str) -> AsyncIterator[tuple[Desk, threading.Event]]:
    """The first answer stalls, and these prompts were typed ahead."""
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold), Behaviour(text="fine"))
    async with desk(lab.url) as here:
        await here.enter("first")
        await here.until(lambda: here.workbench.view.live_text())
        for number, text in enumerate(texts, 1):
            await here.enter(text)
            await here.until(lambda wanted=number: len(here.active.queue) == wanted)
            await here.until(lambda wanted=number: f"waits, {wanted} of {wanted}" in here.shows(Transcript))
        yield here, hold


def waiting(here: Desk) -> list[str]:
    return [one.text for one in here.active.queue]


def on_the_wire(lab: Homelab) -> list[str]:
    return [exchange.body["messages"][-1]["content"] for exchange in lab.chats]


async def ended(here: Desk, answers: int) -> None:
    await here.until(lambda: len(here.path) == 2 * answers and here.at_rest)


async def test_how_many_wait_is_said_in_the_conversation_and_in_the_lines(lab: Homelab) -> None:
    async with ahead(lab, "second", "third") as (here, hold):
        await here.until(lambda: "2 wait" in here.tab_line and "2 wait" in here.shows(StatusBar))
        assert "waits, 1 of 2, to fast" in here.shows(Transcript)
        assert "1 answering" in here.shows(HeaderLine)
        assert "2 wait: Alt+E edits the last, Alt+T takes it back" in here.shows(Prompt)
        hold.set()
        await ended(here, 3)
        assert on_the_wire(lab) == ["first", "second", "third"]
        assert "wait" not in here.tab_line
        assert "Ask something" in here.shows(Prompt)


async def test_one_is_edited_in_its_place_and_nothing_is_sent_meanwhile(lab: Homelab) -> None:
    async with ahead(lab, "second", "third") as (here, hold):
        await here.type("a draft")
        await here.press("alt+up", "alt+up", "alt+e")
        await here.until(lambda: here.prompt.value == "second")
        assert "edit waiting" in here.shows(Prompt)
        await here.until(lambda: "being edited, 1 of 2" in here.shows(Transcript))
        hold.set()
        await here.until(lambda: here.path[-1].status.ended and not here.workbench.view.answering)
        await here.type(", better")
        await here.press("enter")
        await ended(here, 3)
        assert on_the_wire(lab) == ["first", "second, better", "third"]
        assert here.prompt.value == "a draft"
        assert "‹" not in here.shows(Transcript)


async def test_escape_leaves_it_as_it_was_and_the_answer_above_goes_on(lab: Homelab) -> None:
    async with ahead(lab, "second") as (here, hold):
        await here.press("alt+e")
        await here.until(lambda: here.prompt.value == "second")
        await here.type(" in vain")
        await here.press("escape")
        await here.until(lambda: here.prompt.value == "" and "waits, 1 of 1" in here.shows(Transcript))
        assert here.workbench.view.answering
        hold.set()
        await ended(here, 2)
        assert on_the_wire(lab) == ["first", "second"]


async def test_taken_back_it_stands_in_the_prompt_and_a_draft_is_behind_up(lab: Homelab) -> None:
    async with ahead(lab, "second", "third") as (here, hold):
        await here.type("a draft")
        await here.press("alt+t")
        await here.until(lambda: here.prompt.value == "third" and waiting(here) == ["second"])
        assert here.notice == "It is not sent, and stands in the prompt. Up brings back what stood there."
        await here.press("ctrl+c", "up", "up")
        await here.until(lambda: here.prompt.value == "a draft")
        hold.set()
        await ended(here, 2)
        assert on_the_wire(lab) == ["first", "second"]


async def test_stopping_holds_what_waits_and_one_key_sends_it_on(lab: Homelab) -> None:
    async with ahead(lab, "second", "third") as (here, _):
        await here.press("escape")
        await here.until(lambda: "held, 1 of 2, to fast: the answer above was stopped" in here.shows(Transcript))
        assert here.notice == "The 2 prompts that wait are held: Alt+S sends on, Alt+T takes the last one back."
        await here.until(lambda: "2 held" in here.tab_line and "2 held" in here.shows(StatusBar))
        assert "2 held: Alt+S sends on" in here.shows(Prompt)
        assert on_the_wire(lab) == ["first"]
        await here.press("alt+s")
        await ended(here, 3)
        assert on_the_wire(lab) == ["first", "second", "third"]


async def test_a_failed_answer_holds_what_waits_and_says_why(lab: Homelab) -> None:
    go = threading.Event()
    lab.script(
        lan.FAST, Behaviour(text="x", headers_release=go), refuses(500, "the GPU fell off"), Behaviour(text="ok")
    )
    async with desk(lab.url) as here:
        for text in ("first", "second", "third"):
            await here.enter(text)
        go.set()
        await here.until(lambda: "held, 1 of 1, to fast: the answer above failed" in here.shows(Transcript))
        await here.press("f6")
        await here.until(lambda: here.path[-1].text.strip() == "ok" and here.at_rest)
        assert waiting(here) == ["third"]
        await here.press("alt+s")
        await ended(here, 3)


async def test_the_menu_offers_what_fits_one_that_waits_and_moves_it(lab: Homelab) -> None:
    async with ahead(lab, "second", "third") as (here, hold):
        await here.press("alt+up", "ctrl+o")
        await here.until(lambda: len(here.app.screen_stack) == 2)
        await here.press("less_than_sign")
        await here.until(lambda: waiting(here) == ["third", "second"])
        await here.until(lambda: here.pane.message_under_cursor is not None)
        chosen = here.pane.message_under_cursor
        assert chosen is not None
        assert chosen.text == "third"
        hold.set()
        await ended(here, 3)
        assert on_the_wire(lab) == ["first", "third", "second"]


@pytest.mark.parametrize("command", [":retry", ":fork", ":prune", ":details", ":continue"])
async def test_what_needs_a_sent_prompt_says_that_this_one_is_not(lab: Homelab, command: str) -> None:
    async with ahead(lab, "second") as (here, hold):
        await here.press("alt+up")
        await here.until(lambda: here.pane.message_under_cursor is not None)
        await here.enter(command)
        await here.until(lambda: here.notice.startswith("This prompt has not been sent yet."))
        assert waiting(here) == ["second"]
        hold.set()


@pytest.mark.parametrize("command", [":queue", ":queue send", ":queue back", ":queue later"])
async def test_where_nothing_waits_the_commands_say_so(lab: Homelab, command: str) -> None:
    async with desk(lab.url) as here:
        await here.enter(command)
        await here.until(lambda: here.notice.startswith("No prompt waits here"))


async def test_every_tab_has_a_queue_of_its_own_also_when_all_are_asked(lab: Homelab) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold), Behaviour(text="fine"))
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.enter("first")
        await here.until(lambda: any(view.live_text() for view in here.workbench._views.values()))
        await here.enter(":all")
        await here.enter("to both")
        await here.until(lambda: sum(len(tab.queue) for tab in here.tabs) == 1)
        hold.set()
        await here.until(lambda: len(lab.chats) == 3 and here.engine.running() == 0)


async def test_closing_a_tab_keeps_what_waited_behind_up(lab: Homelab) -> None:
    async with ahead(lab, "second", "third") as (here, hold):
        await here.enter(":close")
        await here.until(lambda: "2 prompts typed ahead: not sent" in here.notice)
        await here.press("up")
        await here.until(lambda: here.prompt.value == "second")
        await here.press("up")
        await here.until(lambda: here.prompt.value == "third")
        hold.set()


async def test_a_comparison_is_not_begun_over_what_waits(lab: Homelab) -> None:
    async with ahead(lab, "second") as (here, hold):
        await here.enter(":compare fast,fast")
        await here.until(lambda: here.notice.startswith("Prompts wait to be sent"))
        hold.set()

"""Opening a conversation of the history in a tab, at what was found."""

import sqlite3
import threading

from aishtui.chat.history import Wanted
from aishtui.chat.messages import Role
from aishtui.screens.menu import Menu
from aishtui.store.database import Store
from aishtui.widgets.search_bar import SearchBar
from tests.screens.desk import PRESETS, Desk
from tests.screens.past_talks import Past, history
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

LONG = "filler that nobody looks for\n\n" * 30


def long_talk(past: Past, by: str = "deep") -> str:
    turns = [(f"question {n}", f"{LONG} number {n}, the end") for n in range(6)]
    turns[2] = ("where is it?", f"{LONG}Here is the **zugzwang**, see?\n\n{LONG}")
    return past.talk(*turns, by=by, title="long")


async def test_enter_opens_a_tab_at_the_hit_with_the_words_marked(lab: Homelab, past: Past) -> None:
    wanted = long_talk(past)
    past.talk(("other", "thing"), title="other")
    async with history(lab.url, past) as (here, seen):
        await here.type("my draft")
        await here.press(*"zugzwang")
        await seen.shows("long")
        await here.press("enter")
        await here.until(lambda: not seen_open(here) and len(here.tabs) == 2)
        assert here.active.conversation_id == wanted
        assert (here.active.preset, here.active.model) == ("deep", lan.DEEP)
        await here.until(lambda: "Here is the zugzwang" in shown(here))
        found = here.pane._search.found
        assert found is not None
        assert (found.words, found.number, found.total) == ("zugzwang", 1, 1)
        under = here.pane.message_under_cursor
        assert under is not None
        assert "zugzwang" in under.text
        assert here.workbench.query_one(SearchBar).words == "zugzwang"
        await here.press("escape")
        assert not here.pane.searching
        assert here.prompt.value == ""
        await here.press("f8")
        assert here.prompt.value == "my draft"


def seen_open(here: Desk) -> bool:
    return here.app.screen is not here.workbench


def shown(here: Desk) -> str:
    return " ".join(" ".join(here.pane.render_line(y).text for y in range(here.pane.size.height)).split())


async def test_a_tab_that_shows_it_already_is_gone_to_unless_a_new_one_is_wanted(lab: Homelab, past: Past) -> None:
    wanted = long_talk(past)
    async with history(lab.url, past) as (here, seen):
        await seen.shows("long")
        await here.press("enter")
        await here.until(lambda: here.active.conversation_id == wanted)
        assert here.workbench.focused is here.prompt
        await here.until(lambda: "number 5, the end" in shown(here))
        first = here.active.id
        await here.press("f8", "f3", *"zugzwang")
        await seen.shows("long")
        await here.press("enter")
        await here.until(lambda: here.active.id == first)
        await here.until(lambda: "Here is the zugzwang" in shown(here))
        assert len(here.tabs) == 2
        await here.press("escape", "f3", "ctrl+t")
        await here.until(lambda: len(here.tabs) == 3)
        assert here.active.conversation_id == wanted
        assert here.active.id != first


async def test_enter_that_comes_before_the_answer_opens_what_was_meant(lab: Homelab, past: Past) -> None:
    wanted = long_talk(past)
    past.talk(("other", "thing"), title="other")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("other", "long")
        seen.screen._line.show_line("zugzwang")
        seen.screen._look_for()
        seen.screen.action_open()
        await here.until(lambda: here.active.conversation_id == wanted)


async def test_typing_on_takes_an_early_enter_back(lab: Homelab, past: Past) -> None:
    long_talk(past)
    past.talk(("other", "thing"), title="other")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("other", "long")
        seen.screen.put_line("zugz")
        seen.screen.action_open()
        seen.screen.put_line("zugzwang")
        await seen.shows("long")
        await here.pilot.pause()
        assert seen.open
        assert len(here.tabs) == 1


async def test_the_path_goes_through_the_hit_on_another_branch(lab: Homelab, past: Past) -> None:
    lab.script(lan.FAST, Behaviour(text="the first version, zugzwang"))
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.ask("ask")
        lab.script(lan.FAST, Behaviour(text="the second version"))
        await here.press("f6")
        await here.until(lambda: here.path[-1].text == "the second version" and here.at_rest)
        await here.press("f3", *"zugzwang")
        await seen.shows("ask")
        await here.press("enter")
        await here.until(lambda: here.path[-1].text == "the first version, zugzwang")
        await here.until(lambda: "the first version" in shown(here))
        assert len(here.tabs) == 1
        assert "‹1/2›" in shown(here)


async def test_a_tab_that_is_being_answered_keeps_its_branch_and_the_hit_gets_a_tab_of_its_own(
    lab: Homelab, past: Past
) -> None:
    goes_on = threading.Event()
    lab.script(lan.FAST, Behaviour(text="the first version, zugzwang"))
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.ask("ask")
        lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=goes_on))
        await here.press("f6")
        await here.until(lambda: "two" in here.workbench.view.live_text())
        answering = here.active.id
        await here.press("f3", *"zugzwang")
        await seen.shows("ask")
        await here.press("enter")
        await here.until(lambda: here.active.id != answering and "the first version" in shown(here))
        await here.press("escape", "f8")
        await here.until(lambda: here.active.id == answering and here.workbench.view.answering)
        goes_on.set()
        await here.until(lambda: here.path[-1].text == "one two three")


async def test_the_tab_whose_branch_has_the_hit_is_gone_to(lab: Homelab, past: Past) -> None:
    lab.script(lan.FAST, Behaviour(text="the first version, zugzwang"), Behaviour(text="the second version"))
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.ask("ask")
        first = here.active.id
        await here.enter(":fork")
        await here.until(lambda: here.active.id != first)
        await here.press("f6")
        await here.until(lambda: here.path[-1].text == "the second version" and here.at_rest)
        second = here.active.id
        await here.press("f3", *"zugzwang")
        await seen.shows("ask")
        await here.press("enter")
        await here.until(lambda: here.active.id == first and "the first version" in shown(here))
        assert {tab.id for tab in here.tabs} == {first, second}


async def test_what_was_asked_of_a_preset_that_is_gone_asks_its_model(lab: Homelab, past: Past) -> None:
    long_talk(past, by="gone")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("long")
        await here.press("enter")
        await here.until(lambda: here.active.model == "an-older-model")
        assert here.active.preset == "an-older-model"


async def test_one_that_was_deleted_is_had_back_by_opening_it(lab: Homelab, past: Past) -> None:
    wanted = past.talk(("one", "eins"), title="one")
    past.store.delete_conversations([wanted]).result()
    async with history(lab.url, past) as (here, seen):
        await here.press(*"is:deleted")
        await seen.shows("one")
        await here.press("enter")
        await here.until(lambda: here.active.conversation_id == wanted)
        await here.press("f3", "ctrl+u")
        await seen.shows("one")


async def test_enter_in_the_preview_opens_at_the_message_under_its_cursor(lab: Homelab, past: Past) -> None:
    wanted = long_talk(past)
    async with history(lab.url, past) as (here, seen):
        await seen.shows("long")
        await here.until(lambda: "question 5" in seen.part("pane"))
        await here.press("tab", "tab", "alt+up", "alt+up", "alt+up")
        chosen = seen.screen._preview.pane.message_under_cursor
        assert chosen is not None
        await here.press("enter")
        await here.until(lambda: here.active.conversation_id == wanted)
        await here.until(lambda: here.pane.message_under_cursor is not None)
        assert here.pane.message_under_cursor == chosen


async def test_what_ended_unseen_is_seen_once_it_is_opened(lab: Homelab, past: Past) -> None:
    wanted = past.talk(("one", "eins"), title="one")
    answer = next(message for message in past.messages(wanted) if message.role is Role.ASSISTANT)
    mark_unseen(past.store, answer.id)
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: "finished unseen" in seen.part("list"))
        await here.press("enter")
        await here.until(lambda: here.active.conversation_id == wanted)
        await here.until(lambda: not past.store.unseen().result())


async def test_away_leads_to_what_has_ended_unseen_since_the_start(lab: Homelab, past: Past) -> None:
    wanted = past.talk(("one", "eins"), title="one")
    answer = next(message for message in past.messages(wanted) if message.role is Role.ASSISTANT)
    async with history(lab.url, past) as (here, _seen):
        await here.press("escape")
        mark_unseen(past.store, answer.id)
        await here.enter(":away")
        await here.until(lambda: here.active.conversation_id == wanted)
        await here.until(lambda: not past.store.unseen().result())
        await here.enter(":away")
        await here.until(lambda: here.notice == "Nothing has ended that you have not seen.")


def mark_unseen(store: Store, answer_id: str) -> None:
    with sqlite3.connect(store.data_dir / "aishtui.db") as database:
        database.execute("UPDATE messages SET unseen = 1 WHERE id = ?", (answer_id,))
    database.close()


async def test_a_growing_answer_is_seen_growing_in_a_tab_that_was_opened_from_the_history(
    lab: Homelab, past: Past
) -> None:
    goes_on = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=goes_on))
    async with history(lab.url, past, PRESETS[:2]) as (here, seen):
        await here.press("escape")
        await here.enter("ask away")
        await here.until(lambda: "two" in here.workbench.view.live_text())
        running = here.active.conversation_id
        await here.enter(":close")
        assert here.active.conversation_id != running
        await here.press("f3")
        await seen.shows("ask away")
        await here.press("enter")
        await here.until(lambda: here.active.conversation_id == running)
        assert here.workbench.view.answering
        goes_on.set()
        await here.until(lambda: "one two three" in shown(here))
        await here.until(lambda: here.at_rest)


async def test_what_is_to_be_opened_waits_for_nobody_who_has_gone_on_to_something_else(
    lab: Homelab, past: Past
) -> None:
    deleted = past.talk(("one", "eins"), title="one")
    past.store.delete_conversations([deleted]).result()
    async with history(lab.url, past) as (here, seen):
        await here.press(*"is:deleted")
        await seen.shows("one")
        seen.screen.action_open()
        seen.screen.action_filters()
        await here.until(lambda: not past.store.history(Wanted(deleted=True), 9).result().rows)
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("escape")
        await here.until(lambda: seen.open)
        await seen.shows()

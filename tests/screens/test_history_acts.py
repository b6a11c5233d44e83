"""What is done with a conversation in the history: renamed, pinned, deleted and had back, written out."""

import threading
from pathlib import Path

import pytest
from textual import events

from aishtui.chat.answers import Status
from aishtui.chat.history import Wanted
from aishtui.chat.messages import Conversation
from aishtui.screens.menu import Menu
from aishtui.store.database import Store
from tests.chat.portable.markdown_reader import texts_of
from tests.screens.past_talks import Past, history
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.store.values import growing, prompt


def two(past: Past) -> tuple[str, str]:
    return past.talk(("one", "eins"), title="one"), past.talk(("two", "zwei"), title="two")


async def test_a_title_is_typed_in_its_place_and_kept(lab: Homelab, past: Past) -> None:
    one, _ = two(past)
    async with history(lab.url, past) as (here, seen):
        await here.press("tab", "down", "r")
        await here.until(lambda: "takes the title" in seen.part("keys"))
        await here.press("ctrl+u", *"Better", "enter")
        await seen.shows("two", "Better")
        assert seen.chosen == "Better"
        await here.until(lambda: "p pins" in seen.part("keys"))
        kept = past.store.conversation(one).result()
        assert kept is not None
        assert kept.title == "Better"
        await here.press("r", *"worse", "escape")
        assert seen.open
        await here.press("d", "u")
        await seen.shows("two", "Better")


async def test_a_pinned_one_stands_first_and_the_cursor_goes_with_it(lab: Homelab, past: Past) -> None:
    two(past)
    async with history(lab.url, past) as (here, seen):
        await here.press("tab", "down", "p")
        await seen.shows("one", "two")
        assert seen.chosen == "one"
        assert "pinned" in seen.part("list")
        await here.press("p")
        await seen.shows("two", "one")
        assert seen.said == "No longer pinned."


async def test_what_is_deleted_is_had_back_at_once_or_later(lab: Homelab, past: Past) -> None:
    two(past)
    async with history(lab.url, past) as (here, seen):
        await here.press("tab", "d")
        await seen.shows("one")
        assert seen.said == "Deleted “two”; u brings it back."
        await here.press("d")
        await seen.shows()
        await here.press("u")
        await seen.shows("one")
        assert seen.said == "“one” is back."
        await here.press("u")
        await seen.shows("two", "one")
        assert seen.chosen == "two"
        await here.press("u")
        assert seen.said.startswith("Nothing was deleted in this run")
        await here.press("d", "slash", *"is:deleted")
        await seen.shows("two")
        assert "deleted" in seen.part("list")
        await here.press("tab", "d")
        assert seen.said == "It is deleted already; u brings it back."
        await here.press("u")
        await seen.shows()
        assert "Nothing has been deleted." in seen.part("list")


async def test_deleting_closes_the_tabs_that_show_it_and_their_drafts_are_kept(lab: Homelab, past: Past) -> None:
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.ask("first")
        await here.type("a draft")
        await here.press("f3")
        await seen.shows("first")
        await here.press("tab", "d")
        await seen.shows()
        await here.press("escape")
        assert len(here.tabs) == 1
        assert not here.path
        assert here.prompt.value == ""
        await here.press("up")
        assert here.prompt.value == "a draft"


async def test_one_that_is_being_answered_is_not_deleted(lab: Homelab, past: Past) -> None:
    goes_on = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=goes_on))
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.enter("ask away")
        await here.until(lambda: "two" in here.workbench.view.live_text())
        await here.press("f3")
        await seen.shows("ask away")
        await here.press("tab", "d")
        assert seen.said.startswith("An answer is being written in it")
        assert seen.titles == ["ask away"]
        await here.press("escape")
        await here.enter(":delete")
        assert here.notice.startswith("An answer is being written in it")
        assert here.prompt.value == ":delete"
        goes_on.set()
        await here.until(lambda: here.path[-1].status is Status.COMPLETE)


async def test_one_that_another_aishtui_is_answering_is_not_deleted(lab: Homelab, past: Past) -> None:
    other = Store(past.store.data_dir)
    other.start()
    other.add_turn(Conversation("c1", "2026-01-01", "theirs"), [prompt("m1", "x"), growing("m2", "m1")]).result(10)
    try:
        async with history(lab.url, past) as (here, seen):
            await seen.shows("theirs")
            await here.press("tab", "d")
            assert seen.said.startswith("Another aishtui is writing")
            assert seen.titles == ["theirs"]
    finally:
        other.close()


async def test_a_menu_offers_the_same_and_names_the_keys(lab: Homelab, past: Past) -> None:
    two(past)
    async with history(lab.url, past) as (here, seen):
        await here.press("ctrl+o")
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("p")
        await here.until(lambda: seen.open and seen.said.startswith("Pinned"))
        await here.press("ctrl+o")
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("d")
        await seen.shows("one")
        await here.press("u")
        await seen.shows("two", "one")


async def test_a_conversation_is_exported_from_the_list(
    lab: Homelab, past: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(past)
    monkeypatch.chdir(tmp_path)
    async with history(lab.url, past) as (here, seen):
        await here.press("tab", "down", "e")
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("m")
        await here.until(lambda: seen.open and seen.said.startswith("Exported to "))
        (written,) = tmp_path.glob("*.md")
        assert str(written) in seen.said
        assert texts_of(written.read_text())[0][2] == "one"


async def test_a_disk_that_takes_nothing_is_said(lab: Homelab, past: Past) -> None:
    two(past)
    async with history(lab.url, past) as (here, seen):
        past.store.close()
        await here.press("tab", "p")
        await here.until(lambda: "The store is closed" in seen.said)


# Typed, for the conversation in view


async def test_the_conversation_in_view_is_named_and_pinned_by_commands(lab: Homelab, past: Past) -> None:
    two(past)
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.enter(":title Nothing yet")
        assert here.notice == "There is nothing in this conversation yet."
        await here.press("ctrl+c")
        await here.ask("first")
        await here.enter(":title Much better")
        await here.until(lambda: here.notice == "Its title is “Much better” now.")
        await here.enter(":title")
        await here.until(lambda: here.prompt.value == ":title Much better")
        await here.press("ctrl+c")
        await here.enter(":pin")
        await here.until(lambda: here.notice.startswith("Pinned"))
        await here.press("f3")
        await seen.shows("Much better", "two", "one")
        assert "pinned" in seen.part("list")
        await here.press("escape")
        await here.enter(":pin off")
        await here.until(lambda: here.notice == "No longer pinned.")
        await here.enter(":pin down")
        assert here.prompt.value == ":pin down"
        assert not past.store.history(Wanted(pinned=True), 9).result().rows


async def test_the_conversation_in_view_is_deleted_and_had_back_by_commands(lab: Homelab, past: Past) -> None:
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.enter(":undelete")
        assert here.notice.startswith("Nothing was deleted in this run.")
        await here.press("ctrl+c")
        await here.ask("first")
        first = here.active.conversation_id
        await here.enter(":delete")
        await here.until(lambda: here.notice == "Deleted “first”; :undo brings it back.")
        assert here.active.conversation_id != first
        await here.enter(":undelete")
        await here.until(lambda: here.active.conversation_id == first)
        await here.until(lambda: here.notice == "“first” is back.")
        assert here.path[0].text == "first"
        await here.press("f3")
        await seen.shows("first")


async def test_going_on_in_a_tab_that_shows_a_deleted_one_elsewhere_brings_it_back(lab: Homelab, past: Past) -> None:
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.ask("first")
        past.store.delete_conversations([here.active.conversation_id]).result()
        await here.ask("second")
        await here.press("f3")
        await seen.shows("first")


async def test_what_is_typed_at_once_behind_a_key_of_the_list_is_typed(lab: Homelab, past: Past) -> None:
    """A slow line hands over several keys together; none of them is an order to delete or to sort."""
    past.talk(("one", "eins"), title="one")
    async with history(lab.url, past) as (here, seen):
        await seen.shows("one")
        await here.press("tab", "end")
        for key in "rds":
            here.app.post_message(events.Key(key, key))
        await here.pilot.pause()
        await here.press("enter")
        await seen.shows("oneds")
        for key, character in (("slash", "/"), ("d", "d"), ("s", "s"), ("r", "r"), ("slash", "/")):
            here.app.post_message(events.Key(key, character))
        await here.until(lambda: seen.line == "dsr/")
        assert len(past.store.history(Wanted(), 9).result().rows) == 1

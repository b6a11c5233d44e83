"""Tabs: each with its draft, its preset and its state; what is hidden is not laid out."""

import threading

from tests.screens.desk import PRESETS, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


async def test_switching_keeps_each_tabs_draft(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.type("one")
        await here.press("f9")
        await here.until(lambda: here.prompt.value == "")
        await here.type("two")
        await here.press("f8")
        await here.until(lambda: here.prompt.value == "one")
        assert [tab.draft for tab in here.tabs] == ["one", "two"]
        await here.press("alt+2")
        await here.until(lambda: here.prompt.value == "two")


async def test_keys_at_once_reach_the_tab_they_were_typed_in(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        for _ in range(2):
            await here.press(*"ab", "f9", *"cd", "f8")
        await here.until(lambda: [tab.draft for tab in here.tabs] == ["abab", "cdcd"])
        assert here.prompt.value == "abab"


async def test_a_command_that_goes_elsewhere_leaves_every_draft_alone(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.press("f9")
        await here.type("half a thought")
        await here.press("f8")
        await here.enter(":tab 2")
        await here.until(lambda: here.active.position == 1)
        assert here.prompt.value == "half a thought"
        assert [tab.draft for tab in here.tabs] == ["", "half a thought"]
        await here.press("f8")
        await here.until(lambda: here.prompt.draft_of == here.tabs[0].id)
        assert here.prompt.value == ""
        await here.enter(":close")
        await here.until(lambda: len(here.tabs) == 1)
        assert here.prompt.value == here.active.draft == "half a thought"


async def test_a_tab_closed_with_a_draft_leaves_it_to_the_prompt_history(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.type("half a thought")
        here.workbench.action_tab_close()
        await here.until(lambda: here.prompt.value == "")
        await here.press("up")
        await here.until(lambda: here.prompt.value == "half a thought")


async def test_the_last_tab_gives_way_to_an_empty_one(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[1:2]) as here:
        await here.ask("hello")
        first = here.active.id
        await here.enter(":close")
        await here.until(lambda: here.active.id != first)
        assert (here.active.preset, here.path, len(here.tabs)) == ("chat", (), 1)


async def test_a_new_tab_takes_the_preset_of_the_one_in_front_or_the_one_named(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[1:2]) as here:
        await here.press("ctrl+t")
        await here.until(lambda: len(here.tabs) == 2)
        assert here.active.preset == "chat"
        await here.enter(":new deep")
        await here.until(lambda: len(here.tabs) == 3)
        assert [tab.preset for tab in here.tabs] == ["chat", "chat", "deep"]
        assert here.active.position == 2


async def test_an_answer_that_ends_out_of_sight_is_told_until_it_was_seen(lab: Homelab) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold))
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.enter("hello")
        await here.until(lambda: here.workbench.view.live_text())
        await here.press("f9")
        hold.set()
        await here.until(lambda: "1 fast ok" in here.tab_line)
        await here.press("f8")
        await here.press("f9")
        await here.until(lambda: "1 fast ok" not in here.tab_line)


async def test_what_is_hidden_takes_the_text_and_is_not_laid_out(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        hidden = here.tabs[1]
        await here.enter(":all")
        await here.enter("7*8")
        await here.until(lambda: len(here.path) == 2 and here.engine.running() == 0)
        view = next(view for view in here.workbench._views.values() if view.tab_id == hidden.id)
        await here.until(lambda: not view.answering)
        assert [message.text for message in view.document.messages] == ["7*8", "7 × 8 = 56"]
        await here.until(lambda: all(entry.laid_out for entry in here.pane.document.entries()))
        assert not any(entry.laid_out for entry in view.document.entries())
        await here.press("f9")
        await here.until(lambda: all(entry.laid_out for entry in view.document.entries()))


async def test_alt_and_a_number_goes_there_or_nowhere(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:3]) as here:
        await here.press("alt+3")
        await here.until(lambda: here.active.position == 2)
        await here.press("alt+7", "f9")
        await here.until(lambda: here.active.position == 0)
        assert here.prompt.value == ""


async def test_a_tab_nobody_chose_takes_the_first_served_preset_until_its_first_prompt(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[2:3], automatic=True) as here:
        await here.until(lambda: here.active.preset == "fast")
        await here.ask("hello")
        lab.catalogue_body = b'{"data": [{"id": "' + lan.CHAT.encode() + b'"}]}'
        await here.enter(":models")
        await here.until(lambda: "serves 1 model now" in here.notice)
        assert here.active.preset == "fast"


async def test_a_tab_somebody_chose_stays_with_what_is_not_served(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[2:3]) as here:
        await here.until(lambda: here.engine.catalog is not None and "not served" in here.sidebar)
        assert here.active.preset == "deep"

"""Leaving the earliest turns out of what is sent: seen, sent so, undone, and nothing deleted."""

import time
from pathlib import Path

from textual import events

from aishtui.pane.transcript import Transcript
from aishtui.screens.menu import Menu
from aishtui.store.database import Store
from aishtui.wire.exchange import request_from_json
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.homelab import Homelab

SMALL = next(model.context_length for model in lan.LOCAL_MODELS if model.id == lan.FAST)


def sent(lab: Homelab) -> list[str]:
    """The prompts in the last request."""
    return [message["content"] for message in lab.chats[-1].messages if message["role"] == "user"]


def shown(here: Desk) -> list[str]:
    return [message.text for message in here.workbench.view.document.messages if message.role == "user"]


async def three(here: Desk) -> None:
    for prompt in ("1*1", "2*2", "3*3"):
        await here.ask(prompt)


async def test_what_is_left_out_is_a_line_and_is_not_sent(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await three(here)
        await here.enter(":drop 2")
        await here.until(lambda: "Left 2 turns out of what is sent" in here.notice)
        await here.until(lambda: "[+] 2 turns above are not sent any more" in here.shows(Transcript))
        assert shown(here) == ["3*3"]
        assert len(here.path) == 6
        await here.ask("4*4")
        assert sent(lab) == ["3*3", "4*4"]
        await here.ask("5*5")
        assert sent(lab) == ["3*3", "4*4", "5*5"]
        assert shown(here) == ["3*3", "4*4", "5*5"]


async def test_undo_takes_in_again_before_and_after_something_was_sent(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await three(here)
        await here.enter(":drop")
        await here.until(lambda: shown(here) == ["2*2", "3*3"])
        await here.enter(":drop 1")
        await here.until(lambda: shown(here) == ["3*3"])
        await here.enter(":undo")
        await here.until(lambda: shown(here) == ["2*2", "3*3"])
        await here.ask("4*4")
        assert sent(lab) == ["2*2", "3*3", "4*4"]
        await here.enter(":undo")
        await here.until(lambda: shown(here) == ["1*1", "2*2", "3*3", "4*4"])
        await here.ask("5*5")
        assert sent(lab) == ["1*1", "2*2", "3*3", "4*4", "5*5"]
        await here.enter(":drop off")
        await here.until(lambda: "Nothing is left out" in here.notice)


async def test_the_line_opens_what_is_left_out_and_closes_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await three(here)
        await here.enter(":drop 2")
        await here.until(lambda: shown(here) == ["3*3"])
        await here.press("tab", "o")
        await here.until(lambda: shown(here) == ["1*1", "2*2", "3*3"])
        await here.until(lambda: "[-] 2 turns above" in here.shows(Transcript))
        await here.press("o")
        await here.until(lambda: shown(here) == ["3*3"])


async def test_the_last_turn_stays_and_bad_words_say_what_to_do(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":drop")
        await here.until(lambda: "There are no earlier turns" in here.notice)
        await here.press("ctrl+u")
        await three(here)
        await here.enter(":drop 30")
        await here.until(lambda: shown(here) == ["3*3"])
        for line in (":drop all", ":drop 0", ":drop -1"):
            await here.enter(line)
            await here.until(lambda: ":drop 3 three of them" in here.notice)
            here.workbench._notice.dismiss()
            await here.press("ctrl+u")


async def test_an_edit_and_asking_again_leave_out_the_same(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await three(here)
        await here.enter(":drop 1")
        await here.until(lambda: shown(here) == ["2*2", "3*3"])
        await here.press("f6")
        await here.until(lambda: len(lab.chats) == 4 and here.at_rest)
        assert sent(lab) == ["2*2", "3*3"]
        assert shown(here) == ["2*2", "3*3"]
        await here.enter(":edit")
        await here.until(lambda: here.prompt.value == "3*3")
        await here.type("+0")
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 5 and here.at_rest)
        assert sent(lab) == ["2*2", "3*3+0"]


async def test_it_is_kept_and_found_again(lab: Homelab, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    try:
        async with desk(lab.url, keeper=store) as here:
            await three(here)
            await here.enter(":drop 1")
            await here.until(lambda: shown(here) == ["2*2", "3*3"])
            await here.ask("4*4")
            await here.enter(":drop 1")
            await here.until(lambda: shown(here) == ["3*3", "4*4"])
            tabs, leaf = here.tabs, here.path[-1]
        async with desk(lab.url, keeper=store, tabs=tabs) as here:
            await here.until(lambda: shown(here) == ["3*3", "4*4"])
            await here.ask("5*5")
            assert sent(lab) == ["3*3", "4*4", "5*5"]
            facts = here.path[-1].facts
            assert facts is not None
            assert request_from_json(facts.request) is not None
            stored = store.conversation(leaf.conversation_id).result(5)
            assert stored is not None
            begins = [message.begins_at for message in stored.path(here.path[-1].id) if message.begins_at]
            assert begins == [here.path[2].id, here.path[4].id]
    finally:
        store.close()


async def test_too_much_can_be_sent_without_the_earliest_turns(lab: Homelab) -> None:
    large = "word " * (SMALL * 11 // 30)
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        for number in range(3):
            here.prompt.post_message(events.Paste(large + str(number)))
            await here.until(lambda: here.prompt.value and not here.prompt._burst.lasts(time.monotonic()))
            await here.press("enter")
            if number < 2:
                await here.until(lambda number=number: len(here.path) == 2 * number + 2 and here.at_rest)
        await here.until(lambda: isinstance(here.app.screen, Menu))
        assert len(lab.chats) == 2
        await here.press("d")
        await here.until(lambda: len(lab.chats) == 3 and here.at_rest)
        assert [prompt[-1] for prompt in sent(lab)] == ["1", "2"]
        await here.enter(":undo")
        await here.until(lambda: len(shown(here)) == 3)


async def test_in_a_comparison_every_column_leaves_out_the_same(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:1]) as here:
        await here.ask("1*1")
        await here.ask("2*2")
        await here.enter(":compare fast,chat")
        await here.until(lambda: len(here.tabs) == 2)
        await here.enter(":drop 1")
        await here.until(lambda: "Left 1 turn out" in here.notice)
        await here.enter("3*3")
        await here.until(lambda: len(lab.chats) == 4)
        assert sent(lab) == ["2*2", "3*3"]
        assert [m["content"] for m in lab.chats[-2].messages if m["role"] == "user"] == ["2*2", "3*3"]
        prompts = {here.engine.path(tab.id)[-2].id for tab in here.tabs if here.engine.path(tab.id)}
        assert len(prompts) == 1

"""Sending, stopping, asking again, copying: through the keys, to the engine and back."""

import threading

from aishtui.chat.answers import Status
from aishtui.pane.transcript import Transcript
from aishtui.widgets.header import HeaderLine
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import PRESETS, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab


async def test_an_answer_arrives_and_the_status_bar_says_who_gave_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        assert [message.text for message in here.path] == ["7*8", "7 × 8 = 56"]
        await here.until(lambda: "complete" in here.shows(StatusBar))
        assert here.shows(StatusBar).startswith(f"hertz · {lan.FAST}")
        assert here.prompt.value == here.active.draft == ""


async def test_all_sends_to_every_tab_and_keeps_their_drafts(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:3]) as here:
        await here.press("f9")
        await here.type("half a thought")
        await here.press("f8")
        await here.enter(":all")
        await here.until(lambda: "to 3 tabs" in here.shows(type(here.prompt)))
        await here.enter("7*8")
        await here.until(lambda: len(lab.chats) == 3 and here.engine.running() == 0)
        assert {exchange.model for exchange in lab.chats} == {lan.FAST, lan.CHAT, lan.DEEP}
        for tab in here.tabs:
            assert [message.text for message in here.engine.path(tab.id) or ()] == ["7*8", "7 × 8 = 56"]
        assert [tab.draft for tab in here.tabs] == ["", "half a thought", ""]
        await here.enter(":all off")
        await here.ask("*2")
        assert len(lab.chats) == 4


async def test_escape_stops_the_answer_and_keeps_its_text(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()))
    async with desk(lab.url) as here:
        await here.enter("hello")
        await here.until(lambda: here.workbench.view.live_text().startswith("one two"))
        await here.press("escape")
        await here.until(lambda: here.path[-1].status is Status.STOPPED)
        assert here.path[-1].text.startswith("one two")
        await here.until(lambda: here.at_rest)


async def test_f6_asks_again_for_an_answer_that_failed(lab: Homelab) -> None:
    lab.script(lan.FAST, refuses(500, "the GPU fell off"), Behaviour(text="all is well"))
    async with desk(lab.url) as here:
        await here.ask("hello")
        failed = here.path[-1]
        await here.until(lambda: "failed" in here.tab_line)
        await here.press("f6")
        await here.until(lambda: here.path[-1].text == "all is well")
        assert here.path[-1].parent_id == failed.parent_id
        assert here.engine.message(failed.conversation_id, failed.id) == failed
        await here.until(lambda: "1 fast ok" in here.tab_line)


async def test_f6_says_why_it_does_nothing(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(hold_after=1, release=threading.Event()))
    async with desk(lab.url) as here:
        await here.press("f6")
        await here.until(lambda: here.notice == "There is no answer to ask for again.")
        await here.enter("hello")
        await here.until(lambda: here.workbench.view.answering)
        await here.press("f6")
        await here.until(lambda: here.notice == "It is still answering. Esc stops it.")
        assert len(here.path) == 2


async def test_copying_takes_the_stored_source_of_the_last_answer(lab: Homelab) -> None:
    source = "# Not *drawn*\n\n```py\nx  =  1\n```\n"
    lab.script(lan.FAST, Behaviour(text=source))
    async with desk(lab.url) as here:
        await here.press("ctrl+y")
        await here.until(lambda: here.notice == "There is no answer to copy yet.")
        await here.ask("hello")
        await here.press("ctrl+y")
        await here.until(lambda: here.copied == [source])
        await here.until(lambda: "characters taken" in here.notice)


async def test_a_prompt_typed_while_one_is_answered_waits_for_it_visibly(lab: Homelab) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold), Behaviour(text="three"))
    async with desk(lab.url) as here:
        await here.enter("first")
        await here.until(lambda: here.workbench.view.live_text())
        await here.enter("second")
        await here.until(lambda: "waits, 1 of 1, to fast" in here.shows(Transcript))
        assert [message.text for message in here.path if message.text == "second"] == []
        hold.set()
        await here.until(lambda: len(here.path) == 4 and here.at_rest)
        assert [message.text.strip() for message in here.path] == ["first", "one two", "second", "three"]


async def test_the_header_counts_what_is_answering(lab: Homelab) -> None:
    hold = threading.Event()
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, Behaviour(hold_after=1, release=hold))
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.enter(":all")
        await here.enter("hello")
        await here.until(lambda: "2 answering" in here.shows(HeaderLine))
        hold.set()
        await here.until(lambda: "answering" not in here.shows(HeaderLine))
        assert "11 models" in here.shows(HeaderLine)

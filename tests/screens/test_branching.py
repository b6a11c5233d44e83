"""Editing, asking again, going on, and looking at other versions, through the keys."""

import threading

from aishtui.chat.answers import Status
from aishtui.chat.presets import Preset
from aishtui.pane.transcript import Transcript
from aishtui.screens.message_acts import GO_ON
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab


def texts(here: Desk) -> list[str]:
    return [message.text for message in here.path]


async def settled(here: Desk, *expected: str) -> None:
    """The path says this, and nothing of it is being written."""
    await here.until(lambda: texts(here) == list(expected) and here.at_rest)


async def edit_first(here: Desk) -> None:
    """Two turns, and the first prompt in the prompt line."""
    await here.ask("7*8")
    await here.ask("*2")
    await here.press(*["alt+up"] * 4)
    await here.enter(":edit")
    await here.until(lambda: here.prompt.value == "7*8")


async def test_an_edited_prompt_is_sent_from_its_place_and_nothing_is_overwritten(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await edit_first(here)
        assert here.notice.startswith("Editing your prompt of ")
        assert "> edit " in here.shows(Prompt)
        await here.type("0")
        await here.press("enter")
        await settled(here, "7*80", "7 × 80 = 560")
        assert here.prompt.value == here.active.draft == ""
        assert "> edit " not in here.shows(Prompt)
        await here.until(lambda: "you ‹2/2›" in here.shows(Transcript))
        await here.press("alt+up", "alt+up")
        await here.enter(":older")
        await settled(here, "7*8", "7 × 8 = 56", "*2", "56 × 2 = 112")
        await here.until(lambda: "you ‹1/2›" in here.shows(Transcript))
        await here.enter(":newer")
        await settled(here, "7*80", "7 × 80 = 560")
        await here.enter(":newer")
        await here.until(lambda: here.notice == "There is no newer version of this prompt.")


async def edit_over_a_draft(here: Desk) -> None:
    """Ask, begin another prompt, and then edit the first one by its menu."""
    await here.ask("7*8")
    await here.type("half a thought")
    await here.press("alt+up", "alt+up", "ctrl+o")
    await here.until(lambda: here.app.screen is not here.workbench)
    await here.press("e")
    await here.until(lambda: here.prompt.value == "7*8")


async def test_esc_leaves_the_edit_and_brings_the_draft_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await edit_over_a_draft(here)
        await here.press("escape")
        await here.until(lambda: here.prompt.value == "half a thought")
        assert here.active.draft == "half a thought"
        assert "> edit " not in here.shows(Prompt)
        assert len(here.path) == 2


async def test_the_draft_is_back_when_the_edit_was_sent_and_stands_in_the_history(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await edit_over_a_draft(here)
        await here.press("enter")
        await settled(here, "7*8", "7 × 8 = 56")
        assert here.prompt.value == here.active.draft == "half a thought"
        await here.press("ctrl+c", "up", "up", "up")
        await here.until(lambda: here.prompt.value == "half a thought")


async def test_an_edit_stays_in_its_tab(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await edit_first(here)
        await here.press("f9")
        await here.until(lambda: here.prompt.value == "")
        assert "> edit " not in here.shows(Prompt)
        await here.ask("1+1")
        assert texts(here) == ["1+1", "1 + 1 = 2"]
        await here.press("f8")
        await here.until(lambda: here.prompt.value == "7*8" and "> edit " in here.shows(Prompt))
        await here.press("enter")
        await settled(here, "7*8", "7 × 8 = 56")


async def test_an_edit_goes_to_its_tab_alone_and_clearing_it_ends_it(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.ask("7*8")
        await here.enter(":all")
        await here.press("alt+up", "alt+up")
        await here.enter(":edit")
        await here.until(lambda: here.prompt.value == "7*8")
        await here.press("ctrl+c")
        await here.until(lambda: here.prompt.value == "" and "to 2 tabs" in here.shows(Prompt))
        await here.enter(":edit")
        await here.until(lambda: here.prompt.value == "7*8")
        await here.press("enter")
        await settled(here, "7*8", "7 × 8 = 56")
        assert len(lab.chats) == 2


async def test_a_prompt_that_begins_with_a_colon_is_edited_as_text(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter("::quit")
        await here.until(lambda: len(here.path) == 2 and here.at_rest)
        await here.enter(":edit")
        await here.until(lambda: here.prompt.value == ":quit")
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert lab.chats[-1].messages[-1]["content"] == ":quit"


async def test_any_answer_is_asked_for_again_and_the_path_ends_there(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.ask("*2")
        await here.press(*["alt+up"] * 3, "f6")
        await settled(here, "7*8", "7 × 8 = 56")
        await here.until(lambda: "fast ‹2/2›" in here.shows(Transcript))
        await here.press("ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("[")
        await settled(here, "7*8", "7 × 8 = 56", "*2", "56 × 2 = 112")


async def test_f6_on_a_prompt_asks_again_for_its_answer(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.ask("*2")
        await here.press(*["alt+up"] * 4, "f6")
        await settled(here, "7*8", "7 × 8 = 56")
        await here.until(lambda: "fast ‹2/2›" in here.shows(Transcript))


async def test_an_answer_cannot_be_edited_and_a_sentence_says_what_can(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.press("alt+up", "alt+up", "alt+down")
        await here.enter(":edit")
        await here.until(lambda: here.notice.startswith("Only prompts of yours are edited"))
        assert len(lab.chats) == 1


async def test_a_stopped_answer_is_continued_by_a_prompt_that_is_seen(lab: Homelab) -> None:
    lab.script(
        lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()), Behaviour(text="three")
    )
    async with desk(lab.url) as here:
        await here.enter("count")
        await here.until(lambda: here.workbench.view.live_text() == "one two ")
        await here.press("escape")
        await here.until(lambda: here.path[-1].status is Status.STOPPED and here.at_rest)
        await here.press("ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("c")
        await settled(here, "count", "one two ", GO_ON, "three")
        assert [turn["content"] for turn in lab.chats[-1].messages] == ["count", "one two ", GO_ON]


async def test_versions_do_not_change_while_something_is_written(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.press("f6")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        lab.script(lan.FAST, Behaviour(text="one two three", hold_after=1, release=threading.Event()))
        await here.enter("more")
        await here.until(lambda: here.workbench.view.live_text())
        await here.enter(":older")
        await here.until(lambda: here.notice.startswith("It is still answering. Esc stops it; :fork"))
        assert len(here.path) == 4


async def test_an_answer_is_asked_of_another_preset_beside_the_first(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.enter(":retry chat")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert [chat.model for chat in lab.chats] == [lan.FAST, lan.CHAT]
        assert [message.role for message in here.path] == ["user", "assistant"]
        assert here.active.preset == "fast"


async def test_what_a_server_refuses_is_offered_to_be_left_out(lab: Homelab) -> None:
    lab.script(lan.CHAT, refuses(400, "'temperature' is not supported with this model"))
    warm = Preset("warm", lan.CHAT, params={"temperature": 0.5}, source="test")
    async with desk(lab.url, (warm,), own=(warm,)) as here:
        await here.ask("hello")
        assert ":without asks again without temperature" in here.shows(Transcript)
        lab.script(lan.CHAT)
        await here.enter(":without")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert "temperature" not in lab.chats[1].body
        await here.enter(":without")
        await here.until(lambda: "refused no parameter" in here.notice)


async def test_a_prompt_that_is_about_to_be_sent_again_is_given_up_by_esc(lab: Homelab) -> None:
    lab.script(lan.FAST, refuses(503, "no backend is awake", headers={"Retry-After": "200"}))
    async with desk(lab.url) as here:
        await here.enter("hello")
        await here.until(lambda: "Esc gives up" in here.shows(StatusBar))
        assert "no backend is awake (1 of 3)" in here.shows(Transcript)
        await here.press("escape")
        await here.until(lambda: here.at_rest)
        assert len(lab.chats) == 1

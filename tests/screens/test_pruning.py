"""Branches that are deleted and had back, and the keys that go from version to version."""

import threading

from aishtui.pane.transcript import Transcript
from tests.screens.desk import Desk, desk
from tests.screens.test_branching import settled, texts
from tests.screens.test_forking import TWO_TURNS, two_turns
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


async def test_a_deleted_branch_is_gone_with_all_below_it_and_undo_brings_it_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.press(*["alt+up"] * 3)
        await here.enter(":prune")
        await settled(here, "7*8")
        assert here.notice == "Deleted the answer by fast and 2 messages below it. :undo brings it back."
        assert "7 × 8 = 56" not in here.shows(Transcript)
        await here.enter(":undo")
        await settled(here, *TWO_TURNS)
        assert here.notice == "Back: the answer by fast and 2 messages below it."
        await here.until(lambda: "56 × 2 = 112" in here.shows(Transcript))
        await here.enter(":undo")
        await here.until(lambda: here.notice.startswith("Nothing was deleted in this run."))


async def test_the_nearest_version_is_shown_in_its_place(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.press("f6")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        await here.until(lambda: "fast ‹2/2›" in here.shows(Transcript))
        await here.press("ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("x")
        await here.until(lambda: "‹" not in here.shows(Transcript) and "56" in here.shows(Transcript))
        assert texts(here) == ["7*8", "7 × 8 = 56"]


async def test_every_tab_that_shows_the_branch_leaves_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.enter(":fork")
        await here.until(lambda: len(here.tabs) == 2)
        await here.press("alt+up", "alt+up")
        await here.enter(":prune")
        await settled(here, *TWO_TURNS[:2])
        await here.press("f8")
        await settled(here, *TWO_TURNS[:2])
        await here.until(lambda: "112" not in here.shows(Transcript))
        await here.enter(":undo")
        await settled(here, *TWO_TURNS)


async def test_what_is_being_written_is_not_deleted(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()))
    async with desk(lab.url) as here:
        await here.enter("count")
        await here.until(lambda: here.workbench.view.live_text() == "one two ")
        await here.enter(":prune")
        await here.until(lambda: here.notice == "An answer is still being written there; Esc stops it.")
        assert len(here.path) == 2


async def test_a_prompt_whose_answer_was_deleted_is_asked_again_by_f6(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.enter(":prune")
        await settled(here, *TWO_TURNS[:3])
        await here.press("f6")
        await settled(here, *TWO_TURNS)
        await here.enter(":prune")
        await settled(here, *TWO_TURNS[:3])
        await here.enter(":retry chat")
        await here.until(lambda: len(lab.chats) == 4 and here.at_rest)
        assert lab.chats[-1].model == lan.CHAT
        assert [turn["content"] for turn in lab.chats[-1].messages] == list(TWO_TURNS[:3])


async def test_what_is_said_to_a_prompt_without_an_answer_is_sent_with_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.enter(":prune")
        await settled(here, "7*8")
        await here.enter("and quickly")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert [turn["content"] for turn in lab.chats[-1].messages] == ["7*8\n\nand quickly"]


async def three_versions(here: Desk, lab: Homelab) -> None:
    lab.script(lan.FAST, *(Behaviour(text=word) for word in ("first", "second", "third")))
    await here.ask("say")
    for count in (2, 3):
        await here.press("f6")
        await here.until(lambda count=count: len(lab.chats) == count and here.at_rest)
    await here.until(lambda: "‹3/3›" in here.shows(Transcript))


async def test_brackets_in_the_conversation_go_from_version_to_version(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await three_versions(here, lab)
        await here.press("tab", "[")
        await settled(here, "say", "second")
        assert here.notice == "Version 2 of 3 of this answer."
        await here.press("[")
        await settled(here, "say", "first")
        assert here.notice == "Version 1 of 3 of this answer."
        await here.press("[")
        await here.until(lambda: here.notice == "There is no older version of this answer.")
        await here.press("]", "]")
        await settled(here, "say", "third")
        assert here.prompt.value == ""


async def test_without_a_version_in_view_a_bracket_says_so(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.press("tab", "]")
        await here.until(lambda: here.notice.startswith("No message in view has another version"))


async def test_a_bracket_is_for_the_message_with_versions_nearest_to_the_chosen_one(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await three_versions(here, lab)
        lab.script(lan.FAST)
        await here.ask("9*9")
        await here.press("f6")
        await here.until(lambda: "fast ‹2/2›" in here.shows(Transcript) and here.at_rest)
        await here.press("tab", "[")
        await here.until(lambda: "fast ‹1/2›" in here.shows(Transcript))
        await here.press("alt+up", "alt+up", "[")
        await settled(here, "say", "second")


async def test_undo_brings_back_what_was_deleted_last_whether_a_part_or_a_conversation(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.enter(":prune")
        await settled(here, *TWO_TURNS[:3])
        first = here.active.conversation_id
        await here.enter(":delete")
        await here.until(lambda: here.notice.startswith("Deleted “") and here.active.conversation_id != first)
        await here.enter(":undo")
        await here.until(lambda: here.active.conversation_id == first and here.notice.endswith("is back."))
        await settled(here, *TWO_TURNS[:3])
        await here.enter(":undo")
        await settled(here, *TWO_TURNS)
        assert here.notice == "Back: the answer by fast."
        await here.enter(":undo")
        await here.until(lambda: here.notice.startswith("Nothing was deleted in this run."))


async def test_the_last_message_goes_where_none_is_chosen_also_a_prompt_without_an_answer(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await two_turns(here)
        await here.enter(":prune")
        await settled(here, *TWO_TURNS[:3])
        await here.enter(":prune")
        await settled(here, *TWO_TURNS[:2])
        await here.until(lambda: here.notice.startswith("Deleted your prompt of "))

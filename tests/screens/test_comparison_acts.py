"""What is done in a comparison: keeping, aligning, leaving out, stopping, asking again, editing."""

import threading

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.presets import Preset
from aishtui.pane.transcript import Transcript
from aishtui.screens.comparison_menu import ComparisonMenu
from aishtui.screens.comparison_words import how_it_stands
from aishtui.screens.difference import DifferenceScreen
from aishtui.screens.key_map import bindings
from aishtui.widgets.menu_list import MenuList
from aishtui.widgets.prompt import Prompt
from tests.screens.desk import PRESETS, Desk, desk
from tests.screens.test_comparing import columns, compared, names, next_round, texts
from tests.servers import lan
from tests.servers.behaviour import Behaviour, holds_after, refuses
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

KIND = Preset("kind", lan.CHAT, system="Be kind.", params={"top_p": 0.5}, source="test")


async def focus(here: Desk, name: str) -> None:
    """Go to the column of this preset."""
    for _ in columns(here):
        if here.active.preset != name:
            before = here.active.id
            await here.press("alt+right")
            await here.until(lambda before=before: here.active.id != before)
    assert here.active.preset == name


async def begun(here: Desk, *rounds: str) -> None:
    """Three columns that have been asked these."""
    await compared(here)
    for text in rounds:
        await next_round(here, text)


# -- the winner


async def test_the_kept_answer_goes_on_and_the_others_are_its_versions(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.press("alt+k")
        await here.until(lambda: names(here) == ["chat"])
        assert here.notice == "chat's answer goes on here; the other 2 are beside it (‹2/3›)."
        await here.until(lambda: "chat ‹2/3›" in here.shows(Transcript))
        assert here.active.column is None
        assert "to 3" not in here.shows(Prompt)
        await here.ask("*2")
        assert [message.text for message in here.path] == ["7*8", "7 × 8 = 56", "*2", "56 × 2 = 112"]
        assert lab.chats[-1].body["model"] == lan.CHAT


async def test_what_stands_in_the_prompt_stays_there_when_a_column_is_kept(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "deep")
        await here.type("and then")
        await here.press("alt+k")
        await here.until(lambda: names(here) == ["deep"])
        assert (here.prompt.value, here.active.draft) == ("and then", "and then")


async def test_kept_in_a_new_tab_the_comparison_stays(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.type("and then")
        await here.press("alt+n")
        await here.until(lambda: len(here.tabs) == 4)
        assert here.notice == "fast's answer goes on there; the comparison stays."
        assert (here.active.column, here.active.position, here.prompt.value) == (None, 3, "")
        await here.press("f8")
        await here.until(lambda: len(columns(here)) == 3)
        assert here.prompt.value == "and then"


async def test_the_others_answers_go_on_when_one_is_kept_in_mid_answer(lab: Homelab) -> None:
    hold = threading.Event()
    for model in (lan.CHAT, lan.DEEP):
        lab.script(model, Behaviour(text="one two", hold_after=1, release=hold))
    async with desk(lab.url) as here:
        await compared(here)
        await here.enter("count")
        await here.until(lambda: here.engine.running() == 2 and here.workbench._view(columns(here)[1]).live_text())
        await focus(here, "chat")
        await here.enter(":keep")
        await here.until(lambda: names(here) == ["chat"])
        assert here.notice.startswith(
            "chat's answer is still being written, and goes on here; the other 2 are beside it"
        )
        assert here.notice.endswith("1 answer goes on and will be kept.")
        hold.set()
        await here.until(lambda: here.engine.running() == 0)
        conversation = here.engine.conversation(here.active.id)
        assert conversation is not None
        answers = [message.text for message in conversation.siblings(here.path[-1].id)]
        assert (len(answers), answers.count("one two")) == (3, 2)


async def test_a_failed_answer_can_be_kept_and_asked_for_again(lab: Homelab) -> None:
    lab.script(lan.FAST, refuses(500, "CUDA error: out of memory"), Behaviour())
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.press("alt+k")
        await here.until(lambda: names(here) == ["fast"])
        assert here.notice.startswith("fast's answer failed, and F6 asks again here")
        await here.press("f6")
        await here.until(lambda: here.path[-1].text == "7 × 8 = 56")


async def test_there_is_nothing_to_keep_before_the_first_answer(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await compared(here)
        await here.enter(":keep")
        await here.until(lambda: "no answer yet that could be kept" in here.notice)
        assert here.prompt.value == ":keep"
        assert len(here.tabs) == 3


# -- how they are asked


async def test_a_column_that_is_left_out_is_not_asked_until_it_is_taken_in(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.enter(":skip")
        await here.until(lambda: here.notice == "chat is left out of the next prompts; :skip off takes it in again.")
        assert "to 2 of 3 columns" in here.shows(Prompt)
        await here.enter("*2")
        await here.until(lambda: len(lab.chats) == 5 and here.engine.running() == 0)
        assert [len(texts(here, tab)) for tab in columns(here)] == [4, 2, 4]
        await here.enter(":skip off")
        await here.until(lambda: "asked again from the next prompt on" in here.notice)
        assert "to 3 columns" in here.shows(Prompt)


async def test_with_all_columns_left_out_nothing_is_sent_and_the_prompt_stays(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here, ":compare fast,chat", 2)
        for name in ("fast", "chat"):
            await focus(here, name)
            await here.enter(":skip")
            await here.until(lambda name=name: here.notice.startswith(f"{name} is left out"))
        await here.enter("7*8")
        await here.until(lambda: here.notice == "All columns are left out. :skip off takes this one in again.")
        assert (here.prompt.value, lab.chats) == ("7*8", [])


async def test_aligned_columns_are_sent_the_same(lab: Homelab) -> None:
    async with desk(lab.url, own=(KIND,)) as here:
        await compared(here, ":compare kind,deep", 2)
        await next_round(here, "7*8")
        await here.press("alt+a")
        await here.until(lambda: here.notice == "All columns now have kind's system prompt and parameters.")
        before = [tab.leaf_id for tab in columns(here)]
        await next_round(here, "*2")
        first, second = (exchange.body for exchange in lab.chats[-2:])
        assert [body["messages"][0]["content"] for body in (first, second)] == ["Be kind."] * 2
        assert (first["top_p"], second["top_p"]) == (0.5, 0.5)
        paths = [here.engine.path(tab.id) or () for tab in columns(here)]
        assert [path[-3].id for path in paths] == before  # each goes on from its own answer
        assert not here.workbench.query_one("#difference").display


async def test_all_go_on_from_one_columns_answer_where_that_is_asked_for(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here, ":compare fast,deep", 2)
        await next_round(here, "7*8")
        await here.press("alt+a")
        await here.until(lambda: here.notice.startswith("The columns are asked alike already. :align history"))
        kept = columns(here)[0].leaf_id
        await here.enter(":align history")
        await here.until(lambda: here.notice.startswith("All columns now have fast's history."))
        assert [tab.leaf_id for tab in columns(here)] == [kept, kept]
        await next_round(here, "*2")
        first, second = (exchange.body for exchange in lab.chats[-2:])
        assert first["messages"] == second["messages"]


async def test_only_what_can_be_aligned_is_taken(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here, ":compare fast,deep", 2)
        await here.enter(":align all")
        await here.until(lambda: here.notice.startswith(":align makes alike what differs;"))


async def test_tabs_beside_each_other_are_aligned_to_one_conversation(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.ask("7*8")
        await here.enter(":compare tabs")
        await here.until(lambda: len(columns(here)) == 2)
        await here.enter(":align")
        await here.until(lambda: here.notice.startswith("All columns now have fast's history"))
        await next_round(here, "*2")
        assert [texts(here, tab) for tab in columns(here)] == [["7*8", "7 × 8 = 56", "*2", "56 × 2 = 112"]] * 2


async def test_nothing_is_aligned_while_something_is_written(lab: Homelab) -> None:
    hold = threading.Event()
    lab.script(lan.CHAT, holds_after(1, hold))
    async with desk(lab.url) as here:
        await compared(here, ":compare fast,chat", 2)
        await here.enter("7*8")
        await here.until(lambda: here.engine.running() == 1)
        await here.press("alt+a")
        await here.until(lambda: here.notice.startswith("Answers are still being written here."))
        hold.set()


async def test_all_at_once_and_one_after_another_are_said_and_kept_with_the_columns(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here)
        await here.enter(":at-once")
        await here.until(lambda: "all are asked at once" in here.notice)
        assert all(tab.column is not None and tab.column.at_once for tab in columns(here))
        await here.enter(":at-once off")
        await here.until(lambda: "one after another" in here.notice)
        assert not any(tab.column is not None and tab.column.at_once for tab in columns(here))


async def test_another_preset_answers_in_its_column_from_the_next_prompt_on(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.enter(":preset cloud")
        await here.until(lambda: here.notice == "cloud answers in this column from the next prompt on.")
        verdict = [part.text for part in how_it_stands(here.engine, columns(here))]
        assert any(words.startswith("longest fast, chat and deep") for words in verdict), verdict
        await next_round(here, "*2")
        assert {exchange.body["model"] for exchange in lab.chats[-3:]} == {lan.FAST, lan.CLOUD, lan.DEEP}


async def test_the_kept_answer_is_called_by_whoever_gave_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.enter(":preset cloud")
        await here.until(lambda: here.active.preset == "cloud")
        await here.press("alt+k")
        await here.until(lambda: here.notice.startswith("fast's answer goes on here"))


# -- one column


async def test_esc_stops_the_column_in_focus_and_stop_all_the_others(lab: Homelab) -> None:
    hold = threading.Event()
    for model in (lan.FAST, lan.CHAT, lan.DEEP):
        lab.script(model, Behaviour(text="one two three", hold_after=1, release=hold))
    async with desk(lab.url) as here:
        await compared(here)
        await here.enter(":at-once")
        await here.enter("count")
        await here.until(lambda: all(here.workbench._view(tab).live_text() for tab in columns(here)))
        await here.press("escape")
        await here.until(lambda: here.path[-1].status is Status.STOPPED)
        assert here.notice == "Stopped in this column; :stop all stops the other 2 answers too."
        assert here.engine.running() == 2
        await here.press("alt+right", "escape")
        await here.until(lambda: here.notice == "Stopped in this column; :stop all stops the other answer too.")
        await here.until(lambda: here.engine.running() == 1)
        await here.enter(":stop all")
        await here.until(lambda: here.engine.running() == 0)
        assert here.notice == "Stopped 1 answer; what came is kept."
        ends = [(here.engine.path(tab.id) or ())[-1] for tab in columns(here)]
        assert [(end.status, end.text) for end in ends] == [(Status.STOPPED, "one ")] * 3
        hold.set()


async def test_asking_again_stays_in_its_column(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.press("f6")
        await here.until(lambda: len(lab.chats) == 4 and here.engine.running() == 0)
        (round_,) = here.engine.comparing.rounds(here.active.comparison or "")
        assert round_.answers[1].id == here.path[-1].id
        assert [len(texts(here, tab)) for tab in columns(here)] == [2, 2, 2]


async def test_another_preset_asked_again_answers_in_the_columns_place(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.enter(":retry cloud")
        await here.until(lambda: len(lab.chats) == 4 and here.engine.running() == 0)
        (round_,) = here.engine.comparing.rounds(here.active.comparison or "")
        assert [answer.facts.preset for answer in round_.answers.values() if answer.facts] == ["fast", "cloud", "deep"]
        assert names(here) == ["fast", "chat", "deep"]


async def test_the_versions_in_a_column_are_its_own(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        answer = here.path[-1].id
        await here.enter(":older")
        await here.until(lambda: "version" in here.notice)
        assert here.path[-1].id == answer
        await here.press("ctrl+c", "f6")
        await here.until(lambda: here.path[-1].id != answer and here.at_rest)
        await here.enter(":older")
        await here.until(lambda: here.path[-1].id == answer)
        assert here.notice == "Version 1 of 2 of this answer."


async def test_an_edited_prompt_is_its_columns_alone_also_when_sent_from_another(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.type("half a thought")
        await here.press("alt+up", "alt+up")
        await here.press("ctrl+o")
        await here.until(lambda: here.app.screen is not here.workbench)
        await here.press("e")
        await here.until(lambda: here.prompt.value == "7*8" and "> edit " in here.shows(Prompt))
        await here.type("0")
        await focus(here, "chat")
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 4 and here.engine.running() == 0)
        await here.until(lambda: here.active.preset == "fast")
        assert [texts(here, tab)[0] for tab in columns(here)] == ["7*80", "7*8", "7*8"]
        await here.until(lambda: here.prompt.value == "half a thought")


async def test_a_fork_of_a_column_is_an_ordinary_tab(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.enter(":fork")
        await here.until(lambda: len(here.tabs) == 4)
        assert (here.active.column, here.active.preset) == (None, "chat")
        await here.ask("*2")
        assert len(here.path) == 4


async def test_a_deleted_answer_leaves_the_others_and_comes_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await focus(here, "chat")
        await here.enter(":prune")
        await here.until(lambda: [len(texts(here, tab)) for tab in columns(here)] == [2, 1, 2])
        await here.enter(":undo")
        await here.until(lambda: [len(texts(here, tab)) for tab in columns(here)] == [2, 2, 2])


# -- the menu and the keys


def rows_shown(here: Desk) -> str:
    return " ".join(text_of(here.app.screen.query_one(MenuList)))


async def test_f4_lists_what_can_be_done_with_its_keys(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.pilot.resize_terminal(200, 50)
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonMenu))
        shown = rows_shown(here)
        for words in ("Keep this answer here", "Alt+K", "Leave this column out", "Enlarge", "End the comparison"):
            assert words in shown
        assert "Stop" not in shown
        await here.press("o")
        await here.until(lambda: here.notice.startswith("fast is left out"))
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonMenu))
        assert "Take this column in again" in rows_shown(here)
        await here.press("x")
        await here.until(lambda: len(here.tabs) == 1)


async def test_the_menu_leads_to_the_difference_to_the_next_column(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonMenu))
        await here.press("v")
        await here.until(lambda: isinstance(here.app.screen, DifferenceScreen))


async def test_enlarging_and_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.pilot.resize_terminal(200, 50)
        await here.press("alt+w")
        await here.until(lambda: here.workbench._columns.enlarged)
        await here.enter(":enlarge")
        await here.until(lambda: not here.workbench._columns.enlarged)


async def test_where_there_is_room_for_one_column_nothing_is_enlarged(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await begun(here, "7*8")
        await here.pilot.resize_terminal(80, 24)
        await here.press("alt+w")
        await here.until(lambda: here.notice.startswith("There is room for one column at a time here"))
        assert not here.workbench._columns.enlarged
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonMenu))
        assert "Enlarge" not in rows_shown(here)


@pytest.mark.parametrize("key", ["alt+k", "alt+n", "alt+a", "alt+w"])
async def test_without_a_comparison_its_keys_say_how_one_is_begun(lab: Homelab, key: str) -> None:
    async with desk(lab.url) as here:
        await here.type("half")
        await here.press(key)
        await here.until(lambda: here.notice == "There is no comparison here. F4 begins one, or :compare fast,deep.")
        assert here.prompt.value == "half"


async def test_alt_and_an_arrow_move_by_words_until_there_are_columns(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type("one two")
        await here.press("alt+left")
        await here.until(lambda: here.prompt.cursor_location == (0, 4))
        await here.press("ctrl+c")
        await compared(here, ":compare fast,chat", 2)
        await here.type("one two")
        await here.press("alt+left")
        await here.until(lambda: here.active.preset == "chat")
        assert here.prompt.cursor_location == (0, 7)
        await here.press("alt+full_stop")
        await here.until(lambda: here.active.preset == "fast")
        await here.press("ctrl+left")
        await here.until(lambda: here.prompt.cursor_location == (0, 4))
        assert here.prompt.value == "one two"


def test_the_columns_keys_come_before_the_prompts() -> None:
    first = [binding.key for binding in bindings() if binding.priority]
    assert {"alt+right,alt+full_stop", "alt+left,alt+comma"} <= set(first)

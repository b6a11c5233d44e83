"""Beginning a comparison, asking in it, and ending it, through the keys and the typed commands."""

import threading

import pytest

from aishtui.chat.tabs import Tab
from aishtui.screens.comparison_choice import ComparisonChoice
from aishtui.widgets.mark_list import MarkList
from aishtui.widgets.prompt import Prompt
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of


def columns(here: Desk) -> tuple[Tab, ...]:
    return here.workbench.entry()


def names(here: Desk) -> list[str]:
    return [tab.preset for tab in here.tabs]


def texts(here: Desk, tab: Tab) -> list[str]:
    return [message.text for message in here.engine.path(tab.id) or ()]


async def compared(here: Desk, line: str = ":compare fast,chat,deep", count: int = 3) -> None:
    """Begin a comparison by a command."""
    await here.enter(line)
    await here.until(lambda: len(columns(here)) == count and here.prompt.value == "")


async def next_round(here: Desk, text: str) -> None:
    """Ask all columns, and wait until all that were asked have ended."""
    before = len(here.path)
    await here.enter(text)
    await here.until(lambda: len(here.path) > before and here.engine.running() == 0)
    await here.until(lambda: not any(here.workbench._view(tab).answering for tab in columns(here)))


async def test_a_prompt_goes_to_all_columns_and_each_has_its_own_answer(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here)
        assert names(here) == ["fast", "chat", "deep"]
        assert "to 3 columns" in here.shows(Prompt)
        await next_round(here, "7*8")
        assert [texts(here, tab) for tab in columns(here)] == [["7*8", "7 × 8 = 56"]] * 3
        assert sorted(exchange.body["model"] for exchange in lab.chats) == sorted([lan.FAST, lan.CHAT, lan.DEEP])
        await next_round(here, "*2")
        assert [texts(here, tab)[2:] for tab in columns(here)] == [["*2", "56 × 2 = 112"]] * 3
        assert here.prompt.value == ""


async def test_what_is_there_of_the_conversation_is_the_history_of_all(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await compared(here, ":compare chat deep", 2)
        await next_round(here, "*2")
        assert [texts(here, tab) for tab in columns(here)] == [["7*8", "7 × 8 = 56", "*2", "56 × 2 = 112"]] * 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (":compare fast,depe", "There is no preset or served model “depe”. Did you mean deep?"),
        (":compare fast", "A comparison takes at least two"),
        (":compare fast*9", "A comparison has at most 8 columns."),
        (":compare tabs", "There is no other tab. Ctrl+T opens one"),
        (":compare off", "There is no comparison here. F4 begins one"),
        (":compare +fast", "There is no comparison here. F4 begins one"),
    ],
)
async def test_what_cannot_be_compared_begins_nothing_and_stays_in_the_prompt(
    lab: Homelab, line: str, words: str
) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        await here.enter(line)
        await here.until(lambda: words in here.notice)
        assert here.prompt.value == line
        assert [tab.column for tab in here.tabs] == [None]


async def test_a_served_model_and_the_same_preset_twice_are_columns_too(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        await compared(here, f":compare fast*2,{lan.CHAT_BIG}")
        assert names(here) == ["fast", "fast", lan.CHAT_BIG]


async def test_tab_completes_each_name_of_the_list(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type(":compare fast,de")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":compare fast,deep")
        await here.type(",clo")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":compare fast,deep,cloud")


async def test_f4_offers_presets_to_be_marked_and_keeps_the_draft(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type("half a thought")
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonChoice))
        rows = here.app.screen.query_one(MarkList)
        assert [line.split("]")[0] for line in text_of(rows)][:2] == ["    [x", "    [ "]
        await here.press("enter")
        assert isinstance(here.app.screen, ComparisonChoice)  # one is not enough
        await here.press("down", "space", "down", "2", "enter")
        await here.until(lambda: here.app.screen is here.workbench)
        assert names(here) == ["fast", "chat", "deep", "deep"]
        assert here.prompt.value == "half a thought"
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 4 and here.engine.running() == 0)
        await here.enter(":compare off")
        await here.until(lambda: len(here.tabs) == 1)
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonChoice))
        assert here.app.screen.query_one(MarkList).marks[:4] == (1, 1, 2, 0)


async def test_f4_and_esc_leave_the_choice_without_beginning(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        for key in ("escape", "f4", "q"):
            await here.press("f4")
            await here.until(lambda: isinstance(here.app.screen, ComparisonChoice))
            await here.press(key)
            await here.until(lambda: here.app.screen is here.workbench)
        assert len(here.tabs) == 1


async def test_open_tabs_stand_beside_each_other_and_are_tabs_again(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:3]) as here:
        await here.ask("7*8")
        await here.press("f9")
        await here.type("half a thought")
        await here.press("f4")
        await here.until(lambda: isinstance(here.app.screen, ComparisonChoice))
        await here.press("t")
        await here.until(lambda: len(columns(here)) == 3)
        assert here.prompt.value == "half a thought"
        await here.press("ctrl+c")
        await next_round(here, "*2")
        assert [len(texts(here, tab)) for tab in here.tabs] == [4, 2, 2]
        await here.enter(":compare off")
        await here.until(lambda: all(tab.column is None for tab in here.tabs))
        assert here.notice.startswith("The comparison has ended; its columns are tabs again.")
        assert [len(texts(here, tab)) for tab in here.tabs] == [4, 2, 2]


async def test_f4_makes_columns_of_the_tabs_that_all_had_marked(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.enter(":all")
        await here.press("f4")
        await here.until(lambda: len(columns(here)) == 2)
        assert ":all has ended" in here.notice
        assert "to 2 columns" in here.shows(Prompt)


async def test_begun_in_mid_answer_every_column_waits_for_its_end(lab: Homelab) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold))
    async with desk(lab.url) as here:
        await here.enter("count")
        await here.until(lambda: here.workbench.view.live_text())
        await compared(here, ":compare chat,deep", 2)
        await here.enter("and now")
        await here.until(lambda: "1 waits" in here.tab_line)
        assert len(lab.chats) == 1
        hold.set()
        await here.until(lambda: len(lab.chats) == 3 and here.engine.running() == 0)
        assert [texts(here, tab)[:3] for tab in columns(here)] == [["count", "one two", "and now"]] * 2
        assert [turn["content"] for turn in lab.chats[-1].messages] == ["count", "one two", "and now"]


async def test_ending_shows_the_tab_as_it_was_also_from_another_column(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.ask("7*8")
        tab = here.active.id
        await compared(here, ":compare chat,deep", 2)
        await next_round(here, "*2")
        await here.press("alt+right")
        await here.until(lambda: here.active.preset == "deep")
        await here.enter(":compare off")
        await here.until(lambda: len(here.tabs) == 2)
        assert (here.active.id, here.active.preset, len(here.path)) == (tab, "fast", 2)
        assert here.notice == "The comparison has ended; this tab is as it was before. F3 finds the comparison again."
        await here.ask("*2")
        assert here.path[-1].text == "56 × 2 = 112"


async def test_one_columns_failure_leaves_the_others_alone(lab: Homelab) -> None:
    lab.script(lan.CHAT, refuses(500, "CUDA error: out of memory"))
    async with desk(lab.url) as here:
        await compared(here)
        await next_round(here, "7*8")
        statuses = [(here.engine.path(tab.id) or ())[-1].status.value for tab in columns(here)]
        assert statuses == ["complete", "failed", "complete"]


async def test_a_column_more_is_asked_from_the_next_prompt_on(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here, ":compare fast,chat", 2)
        await next_round(here, "7*8")
        await here.enter(":compare +deep")
        await here.until(lambda: len(columns(here)) == 3)
        assert here.notice.startswith("deep: asked from the next prompt on. What was asked before is not in there")
        await next_round(here, "*2")
        assert [len(texts(here, tab)) for tab in columns(here)] == [4, 4, 2]
        await here.enter(":compare +fast*6")
        await here.until(lambda: here.notice == "A comparison has at most 8 columns.")


async def test_a_comparison_within_one_is_refused(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here)
        await here.enter(":compare fast,cloud")
        await here.until(lambda: "This is a comparison already" in here.notice)
        assert names(here) == ["fast", "chat", "deep"]


async def test_all_asks_each_tab_and_the_columns_that_take_part(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await here.press("f9")
        await compared(here, ":compare chat,deep", 2)
        await here.enter(":skip")
        await here.until(lambda: "left out" in here.notice)
        await here.enter(":all")
        await here.until(lambda: "to 2 tabs" in here.shows(Prompt))
        await here.enter("7*8")
        await here.until(lambda: len(lab.chats) == 2 and here.engine.running() == 0)
        assert [len(texts(here, tab)) for tab in here.tabs] == [2, 0, 2]


async def test_a_column_that_is_left_alone_is_a_tab(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:3]) as here:
        await here.ask("7*8")
        await here.enter(":compare tabs")
        await here.until(lambda: len(columns(here)) == 3)
        await next_round(here, "*2")
        for gone in ("fast", "chat"):
            await here.until(lambda gone=gone: here.active.preset == gone)
            await here.enter(":delete")
            await here.until(lambda gone=gone: gone not in names(here))
        assert [(tab.preset, tab.column) for tab in here.tabs] == [("deep", None)]


async def test_closing_a_comparison_closes_its_columns_and_keeps_the_draft(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:2]) as here:
        await compared(here)
        await next_round(here, "7*8")
        await here.type("half a thought")
        here.workbench.action_tab_close()
        await here.until(lambda: names(here) == ["chat"])
        assert here.prompt.value == ""
        await here.press("up")
        await here.until(lambda: here.prompt.value == "half a thought")


async def test_all_says_that_one_comparison_is_asked_as_columns(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await compared(here)
        await here.enter(":all")
        await here.until(lambda: here.notice == "The prompt now goes to 3 columns. :all off ends it.")
        assert "to 3 columns" in here.shows(Prompt)
        await here.press("ctrl+t")
        await here.enter(":all")
        await here.until(lambda: "to 2 tabs" in here.shows(Prompt))

"""The columns of a comparison: arranged by the room there is, one of them in focus, one prompt for all."""

import asyncio
import threading
from collections.abc import Sequence

from textual.geometry import Region

from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.widgets.arrangement import Arrangement
from aishtui.widgets.column_line import ColumnLine
from aishtui.widgets.columns import Columns
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.status_bar import StatusBar
from aishtui.widgets.tab_bar import TabBar
from tests.screens.desk import Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

PRESET_WITH_SYSTEM = Preset("polite", lan.CHAT, system="Be kind.", source="test")


def begin(here: Desk, *names: str) -> Sequence[Tab]:
    """A comparison in place of the tab in front."""
    workbench = here.workbench
    columns = here.engine.comparing.begin(workbench.tab.id, [here.engine.presets[name] for name in names])
    workbench._show_tab()
    return columns


def columns_of(here: Desk) -> Columns:
    return here.workbench.query_one(Columns)


async def sized(here: Desk, width: int, height: int) -> None:
    await here.pilot.resize_terminal(width, height)
    await here.pilot.pause()


async def ask(here: Desk, columns: Sequence[Tab], text: str) -> None:
    """Send a round and wait until every column has its answer on the screen."""
    here.engine.send_to_columns(columns[0].comparison or "", text)
    views = [here.workbench._view(tab) for tab in here.tabs if tab.comparison]
    await here.until(
        lambda: all(
            view.document.messages and view.document.messages[-1].facts is not None and not view.answering
            for view in views
        )
    )


def lines(here: Desk) -> list[str]:
    """The lines of the columns that are in view."""
    shown = columns_of(here).in_view()
    return [text_of(line)[0].strip() for view in shown for line in (view.head, view.foot) if line.display and line.size]


async def test_they_stand_as_the_size_of_the_window_allows_and_switch_with_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        begin(here, "fast", "chat", "cloud")
        for size, expected in (
            ((200, 50), Arrangement.BESIDE), ((120, 36), Arrangement.STACKED), ((80, 24), Arrangement.TABS),
            ((200, 50), Arrangement.BESIDE),
        ):  # fmt: skip
            await sized(here, *size)
            assert columns_of(here).arrangement is expected
        beside = [view.region for view in columns_of(here).in_view()]
        assert len(beside) == 3
        assert all(region.width >= 60 for region in beside)
        assert len({region.y for region in beside}) == 1


async def test_narrowed_in_mid_answer_every_column_has_its_whole_answer(lab: Homelab) -> None:
    for model in (lan.FAST, lan.CHAT, lan.CLOUD):
        lab.script(model, Behaviour(text="one two three " * 40, tokens_per_s=20000))
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat", "cloud")
        await sized(here, 200, 50)
        here.engine.send_to_columns(columns[0].comparison or "", "go")
        for size in ((120, 36), (80, 24), (60, 15), (200, 50)):
            await sized(here, *size)
        await here.until(lambda: not here.engine.running())
        await here.pilot.pause()
        for tab in here.tabs:
            path = here.engine.path(tab.id) or ()
            shown = here.workbench._view(tab).document.messages
            assert [message.text for message in shown] == [message.text for message in path]
            assert len(shown[-1].text.split()) == 120


async def test_every_column_says_who_answers_and_what_was_measured(lab: Homelab) -> None:
    lab.script(lan.CLOUD, refuses(402, "no money left"))
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat", "cloud")
        await sized(here, 200, 50)
        await ask(here, columns, "7×8")
        said = lines(here)
        assert said[0].startswith("▌1 fast · ")
        assert "hertz" in said[0]
        assert "complete" in said[1]
        assert said[2].startswith("2 chat · ")
        assert said[-1].endswith("failed")
        status = text_of(here.workbench.query_one(StatusBar))[0]
        assert "round 1" in status
        assert "cloud failed" in status


async def test_one_at_a_time_there_is_a_row_with_all_of_them(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat", "cloud")
        await sized(here, 80, 24)
        await ask(here, columns, "7×8")
        bar = here.workbench.query_one("#column-tabs", TabBar)
        assert "1 fast ok" in text_of(bar)[0]
        assert "3 cloud ok" in text_of(bar)[0]
        await here.pilot.click(bar, offset=(14, 0))
        assert here.active.preset == "chat"
        assert [view.pane.document for view in columns_of(here).in_view()] == [here.workbench.view.document]


async def test_a_click_into_a_column_brings_the_focus_and_the_prompt_stays(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        begin(here, "fast", "chat")
        await sized(here, 140, 40)
        await here.type("half a thought")
        await here.pilot.click(columns_of(here).views()[1].pane, offset=(5, 5))
        assert here.active.preset == "chat"
        assert here.prompt.value == "half a thought"
        await here.pilot.click(columns_of(here).views()[0].head, offset=(5, 0))
        assert here.active.preset == "fast"
        assert here.prompt.value == "half a thought"
        heads = [view.query(ColumnLine).first() for view in columns_of(here).views()]
        assert [text_of(head)[0][0] for head in heads] == ["▌", " "]


async def test_an_enlarged_column_has_the_room_until_it_is_given_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        begin(here, "fast", "chat")
        await sized(here, 140, 40)
        here.workbench.toggle_enlarged()
        await here.pilot.pause()
        assert [view.region.width for view in columns_of(here).in_view()] == [140]
        here.workbench.step_column(1)
        assert here.active.preset == "chat"
        assert columns_of(here).in_view()[0].pane.document is here.workbench.view.document
        here.workbench.toggle_enlarged()
        assert columns_of(here).arrangement is Arrangement.BESIDE


async def test_a_comparison_is_one_entry_in_the_tab_bar(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("ctrl+t")
        begin(here, "chat", "deep")
        await sized(here, 140, 40)
        assert "1 fast" in here.tab_line
        assert "2 chat|deep" in here.tab_line
        here.workbench.step_column(1)
        await here.press("f9")
        assert here.active.preset == "fast"
        assert columns_of(here).arrangement is Arrangement.SINGLE
        await here.press("f8")
        assert here.active.preset == "deep"  # the column that was in focus
        await here.press("alt+1")
        assert here.active.preset == "fast"
        assert not here.workbench.go_to_tab(3)


async def test_the_sidebar_gives_its_room_to_the_columns_and_comes_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        sidebar = here.workbench.query_one(Sidebar)
        begin(here, "fast", "chat")
        await sized(here, 140, 40)
        assert not sidebar.display
        await here.press("f2")
        assert sidebar.display
        assert columns_of(here).arrangement is Arrangement.STACKED
        await here.press("f2")
        assert columns_of(here).arrangement is Arrangement.BESIDE
        here.engine.comparing.end(here.active.comparison or "")
        here.workbench._show_tab()
        assert sidebar.display


async def test_columns_that_are_not_asked_alike_are_told_of(lab: Homelab) -> None:
    async with desk(lab.url, own=(PRESET_WITH_SYSTEM,)) as here:
        begin(here, "fast", "polite")
        await sized(here, 140, 40)
        here.workbench._show_status()
        rule = here.workbench.query_one("#difference")
        assert rule.display
        assert "fast and polite differ in: system prompt" in text_of(rule)[0]


async def test_closing_it_closes_all_its_columns(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        begin(here, "fast", "chat", "deep")
        await here.type(":close")
        await here.press("enter")
        await here.until(lambda: len(here.tabs) == 1)
        assert here.active.column is None


async def test_tab_goes_from_the_prompt_into_the_column_in_focus(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat", "deep")
        await sized(here, 200, 50)
        workbench = here.workbench
        workbench.go_to_column(columns[1].id)
        for key, column in (("tab", 1), ("tab", 2), ("tab", None), ("shift+tab", 2), ("shift+tab", 1)):
            await here.press(key)
            expected = here.prompt if column is None else columns_of(here).views()[column].pane
            await here.until(lambda expected=expected: workbench.focused is expected)  # type: ignore[misc]
            if column is not None:
                assert here.active.id == columns[column].id


async def test_a_column_that_shows_anothers_answer_says_whose_it_is(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        begin(here, "fast", "chat")
        await sized(here, 160, 50)
        head, other = (text_of(view.head)[0].split(" · ") for view in columns_of(here).views())
        assert "fast's answer" in other
        assert "fast's answer" not in head


async def test_empty_columns_say_whom_they_ask_and_not_how_to_begin(lab: Homelab) -> None:
    async with desk(lab.url, first_start=True) as here:
        begin(here, "fast", "chat")
        await sized(here, 160, 50)
        welcomes = [column.pane.document.welcome for column in columns_of(here).views()]
        assert ["**fast**" in welcomes[0], "**chat**" in welcomes[1]] == [True, True]
        assert not any("F4" in words or "F1" in words for words in welcomes)
        here.workbench.end_comparison()
        assert "F4" in here.pane.document.welcome


async def test_clocks_run_also_where_it_is_not_the_screen_that_asked(lab: Homelab) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=1, release=hold))
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat")
        await sized(here, 160, 50)
        # As what another aishtui writes is told of: from a thread that knows nothing of Textual.
        asking = threading.Thread(target=here.engine.send_to_columns, args=(columns[0].comparison, "go"))
        asking.start()
        await asyncio.to_thread(asking.join)
        foot, row = columns_of(here).views()[0].foot, Region(0, 0, 60, 1)
        await here.until(lambda: "writing 0:02" in foot.render_lines(row)[0].text)  # as it was drawn last
        hold.set()


async def test_a_line_asks_for_signs_of_life_with_each_second_and_rests_once_its_column_is_gone(lab: Homelab) -> None:
    hold = threading.Event()
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, Behaviour(text="one " * 800, tokens_per_s=2, hold_after=799, release=hold))
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat")
        await sized(here, 160, 50)
        here.engine.send_to_columns(columns[0].comparison or "", "go")
        views = columns_of(here).views()
        foot = views[1].foot
        await here.until(lambda: "writing" in text_of(foot)[0])
        heard = foot._view.heard_at if foot._view is not None else None
        assert heard is not None
        await here.until(lambda: foot._view is not None and (foot._view.heard_at or 0.0) > heard)
        here.workbench.keep_column("")
        await here.pilot.pause()
        assert not any(line.ticking for view in views for line in (view.head, view.foot))
        hold.set()


async def test_going_to_another_column_ends_the_search_and_stays_there(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        columns = begin(here, "fast", "chat")
        await sized(here, 160, 50)
        await ask(here, columns, "7*8")
        first = columns_of(here).views()[0].pane
        for keys in (("tab", "ctrl+f"), ("shift+tab", "ctrl+f")):
            here.workbench.go_to_column(columns[0].id)
            await here.press(*keys)
            await here.until(lambda: here.workbench.focused is here.workbench._search_bar)
            await here.press("5")
            await here.until(lambda: first.searching)
            await here.press("alt+right")
            await here.until(lambda: here.active.id == columns[1].id)
            await here.pilot.pause()
            assert here.active.id == columns[1].id
            assert not first.searching
            assert not here.workbench._search_bar.display
            here.workbench.set_focus(here.prompt)

"""What the workbench begins with, and what of it waits until it is wanted."""

import pytest

from aishtui.app import OVER
from aishtui.screens.help import HelpScreen
from aishtui.widgets.column_line import ColumnLine
from aishtui.widgets.columns import ColumnView
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from aishtui.widgets.tab_bar import TabBar
from tests.screens.desk import desk
from tests.servers.homelab import Homelab

SIZE_CLASSES = {name for _, name in HORIZONTAL_BREAKPOINTS + VERTICAL_BREAKPOINTS}


async def test_the_workbench_is_the_one_screen_there_is(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        assert here.app.screen_stack == [here.workbench]


@pytest.mark.parametrize(
    ("size", "classes"),
    [((100, 24), {"-normal", "-high"}), ((60, 15), {"-narrow", "-low"}), ((59, 14), {"-too-narrow", "-too-short"})],
)
async def test_its_classes_are_those_of_its_size(lab: Homelab, size: tuple[int, int], classes: set[str]) -> None:
    async with desk(lab.url, size=size) as here:
        assert here.workbench.classes & SIZE_CLASSES == classes
        await here.pilot.resize_terminal(120, 20)
        await here.until(lambda: here.workbench.classes & SIZE_CLASSES == {"-wide", "-low"})


async def test_the_theme_is_the_wanted_one_from_the_beginning_and_can_be_another(lab: Homelab) -> None:
    async with desk(lab.url, theme="paper") as here:
        assert (here.app.theme, here.app.current_theme.name) == ("paper", "paper")
        assert (
            here.app.theme_variables["primary"]
            == here.app.available_themes["paper"].to_color_system().generate()["primary"]
        )
        assert here.app.has_class("-light-mode")
        assert {"dusk", "paper", "textual-dark"} <= here.app.available_themes.keys()
        paper = here.workbench.styles.background
        here.app.theme = "dusk"
        await here.until(lambda: here.workbench.styles.background not in (paper, None))
        assert here.app.has_class("-dark-mode")


async def test_styles_of_what_lies_over_it_come_with_the_first_such_screen(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        sheet = here.app.stylesheet
        assert OVER
        assert [path for path in OVER if sheet.has_source(str(path))] == []
        await here.press("f1")
        await here.until(lambda: isinstance(here.app.screen, HelpScreen) and here.app.screen.query("#help"))
        assert [path for path in OVER if not sheet.has_source(str(path))] == []
        width = here.app.screen.query_one("#help").styles.width
        assert width is not None
        assert width.value == 84


async def test_the_lines_of_columns_come_with_the_first_comparison(lab: Homelab) -> None:
    async with desk(lab.url, size=(200, 40)) as here:
        assert len(here.workbench.query(TabBar)) == 1
        assert not here.workbench.query(ColumnLine)
        await here.enter(":compare fast,chat")
        await here.until(lambda: len(here.workbench.query(ColumnLine)) == 4)
        assert len(here.workbench.query(TabBar)) == 2
        for view in here.workbench.query(ColumnView):
            assert list(view.children) == [view.head, view.pane, view.foot]
        await here.enter(":compare off")
        await here.enter(":compare fast,chat")
        await here.until(lambda: here.workbench.tab.comparison is not None)
        assert len(here.workbench.query(ColumnLine)) == 4

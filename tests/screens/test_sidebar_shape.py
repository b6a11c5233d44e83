"""The sidebar: slots, its width by key, mouse and command, and what is remembered of it."""

from pathlib import Path

import pytest

from aishtui.chat.presets import Preset
from aishtui.screens.sidebar_shape import LEAST
from aishtui.store.screen_file import ScreenFile
from aishtui.widgets.sidebar import Sidebar
from tests.screens.desk import Desk, desk
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of


def sidebar(here: Desk) -> Sidebar:
    return here.workbench.query_one(Sidebar)


def width(here: Desk) -> int:
    return sidebar(here).size.width


def kept(folder: Path) -> ScreenFile:
    file = ScreenFile(folder)
    file.read()
    return file


async def test_slots_are_shown_and_a_digit_takes_one(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        assert [row[:6] for row in text_of(sidebar(here))[1:5]] == ["1>fast", "2 chat", "3 deep", "4 clou"]
        await here.press("f2", "3")
        await here.until(lambda: here.active.preset == "deep" and here.app.focused is here.prompt)
        await here.press("f2", "9")
        await here.pilot.pause()
        assert here.active.preset == "deep"
        await here.press("slash", "2")
        assert sidebar(here).filter_text == "2"
        await here.press("escape", "escape", "escape")
        await here.enter(":preset 2")
        await here.until(lambda: here.active.preset == "chat")


async def test_a_preset_called_like_a_number_is_meant_by_it(lab: Homelab) -> None:
    async with desk(lab.url, own=(Preset("2", "m", source="x"),)) as here:
        await here.enter(":preset 2")
        await here.until(lambda: here.active.preset == "2")


async def test_keys_and_commands_make_it_wider_and_narrower_within_bounds(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        usual = width(here)
        await here.press("f2", ">", ">")
        await here.until(lambda: width(here) == usual + 4)
        await here.press("<")
        await here.until(lambda: width(here) == usual + 2)
        await here.press("=")
        await here.until(lambda: width(here) == usual)
        await here.press("escape")
        await here.enter(":sidebar 500")
        await here.until(lambda: width(here) == 100 - 38)
        await here.enter(":sidebar 3")
        await here.until(lambda: width(here) == LEAST)
        await here.enter(":sidebar wider")
        await here.until(lambda: width(here) == LEAST + 2)
        await here.enter(":sidebar usual")
        await here.until(lambda: width(here) == usual)
        await here.enter(":sidebar off")
        await here.until(lambda: not sidebar(here).display)
        await here.enter(":sidebar")
        await here.until(lambda: sidebar(here).display)
        await here.enter(":sidebar broad")
        await here.until(lambda: "takes on, off, wider" in here.notice)


async def test_its_border_is_dragged_and_a_click_on_it_chooses_nothing(lab: Homelab, tmp_path: Path) -> None:
    file = ScreenFile(tmp_path)
    async with desk(lab.url, screen_file=file) as here:
        edge = width(here) - 1
        await here.pilot.click(Sidebar, offset=(edge, 2))
        await here.pilot.pause()
        assert here.active.preset == "fast"
        await here.pilot.mouse_down(Sidebar, offset=(edge, 2))
        await here.pilot.hover(None, offset=(40, 6))
        await here.until(lambda: width(here) == 41)
        assert file.state.sidebar_width is None
        await here.pilot.mouse_up(None, offset=(44, 6))
        await here.until(lambda: width(here) == 45)
        assert file.state.sidebar_width == 45
        await here.pilot.hover(None, offset=(60, 6))
        await here.pilot.pause()
        assert width(here) == 45
        assert here.active.preset == "fast"


async def test_width_and_hiddenness_are_there_after_the_next_start(lab: Homelab, tmp_path: Path) -> None:
    async with desk(lab.url, screen_file=kept(tmp_path)) as here:
        await here.enter(":sidebar 40")
        await here.press("f2", "f2")
        await here.until(lambda: not sidebar(here).display)
        await here.until(lambda: kept(tmp_path).state.sidebar_hidden)
    async with desk(lab.url, screen_file=kept(tmp_path)) as here:
        assert not sidebar(here).display
        await here.press("f2")
        await here.until(lambda: sidebar(here).display and width(here) == 40)
        await here.until(lambda: not kept(tmp_path).state.sidebar_hidden)
        assert kept(tmp_path).state.sidebar_width == 40


@pytest.mark.parametrize(("columns", "shown"), [(60, 22), (80, 42), (200, 70)])
async def test_a_smaller_screen_has_less_of_it_and_a_larger_one_all_again(
    lab: Homelab, columns: int, shown: int
) -> None:
    file = ScreenFile()
    async with desk(lab.url, screen_file=file, size=(200, 30)) as here:
        await here.enter(":sidebar 70")
        await here.until(lambda: width(here) == 70)
        await here.pilot.resize_terminal(columns, 20)
        await here.until(lambda: width(here) == shown)
        assert file.state.sidebar_width == 70
        await here.pilot.resize_terminal(200, 30)
        await here.until(lambda: width(here) == 70)

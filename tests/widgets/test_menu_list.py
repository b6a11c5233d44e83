"""A list to choose from, by letter, by arrows, by click."""

import pytest

from aishtui.widgets.menu_list import MenuList, MenuRow
from tests.widgets.host import Host, text_of

ROWS = [
    MenuRow("y", "Copy", "as received"),
    MenuRow("p", "Copy as plain text"),
    MenuRow("]", "Newer version", "2 of 2", 1),
    MenuRow("", "Copy code block 10", "rust", 1),
]


class MenuHost(Host):
    def __init__(self, rows: list[MenuRow], spaced: bool = False) -> None:
        self.menu = MenuList(rows, spaced=spaced)
        self.chosen: list[int] = []
        super().__init__(lambda: [self.menu])

    def on_mount(self) -> None:
        self.menu.focus()

    def on_menu_list_chosen(self, event: MenuList.Chosen) -> None:
        self.chosen.append(event.index)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["y"], 0),
        (["]"], 2),
        (["down", "enter"], 1),
        (["end", "enter"], 3),
        (["up", "enter"], 0),
        (["pagedown", "enter"], 3),
    ],
)
async def test_a_letter_or_the_arrows_choose(keys: list[str], chosen: int) -> None:
    app = MenuHost(ROWS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*keys)
        assert app.chosen == [chosen]


async def test_a_letter_that_no_row_has_does_nothing() -> None:
    app = MenuHost(ROWS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("x", "1", "Y")
        assert app.chosen == []


async def test_a_click_chooses_what_is_drawn_there_and_nothing_between_groups() -> None:
    app = MenuHost(ROWS, spaced=True)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(app.menu, offset=(4, 2))
        assert app.chosen == []
        await pilot.click(app.menu, offset=(4, 3))
        assert app.chosen == [2]


async def test_a_list_longer_than_its_room_keeps_the_chosen_row_in_view_and_says_that_there_is_more() -> None:
    app = MenuHost([MenuRow(str(n), f"row {n}") for n in range(10)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.menu.styles.height = 4
        await pilot.pause()
        assert [row.split() for row in text_of(app.menu)][-1] == ["3", "row", "3", "v"]
        await pilot.press("end")
        rows = [row.split() for row in text_of(app.menu)]
        assert rows[0] == ["6", "row", "6", "^"]
        assert rows[-1] == ["9", "row", "9"]
        await pilot.press("home")
        assert text_of(app.menu)[0].split() == ["0", "row", "0"]

"""The tab bar: what it shows, where clicks go, and when it ticks."""

from dataclasses import replace

import pytest

from aishtui.widgets.tab_bar import SPINNER, TabBar, TabLabel, TabState
from tests.widgets.host import Host, text_of
from tests.widgets.samples import LABELS


class TabHost(Host):
    def __init__(self, theme: str = "dusk") -> None:
        super().__init__(lambda: [TabBar(id="tabs")], theme)
        self.got: list[str] = []

    def on_tab_bar_selected(self, message: TabBar.Selected) -> None:
        self.got.append(message.tab_id)

    def on_tab_bar_new_requested(self) -> None:
        self.got.append("+")

    @property
    def bar(self) -> TabBar:
        return self.query_one(TabBar)

    @property
    def row(self) -> str:
        return text_of(self.bar)[0]


async def test_numbers_titles_and_states_are_readable_without_colour() -> None:
    app = TabHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.show(LABELS)
        await pilot.pause()
        assert app.row.startswith("─ 1 fast ─ 2 deep * ─ 3 cloud ok ─ 4 chat_big failed ─ + ───")
        assert len(app.row) == 80


async def test_marked_tabs_carry_the_sign_of_the_prompt() -> None:
    app = TabHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.show([replace(label, marked=True) for label in LABELS])
        await pilot.pause()
        assert app.row.startswith("─ >1 fast ─ >2 deep")


@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast", "terminal", "mono"])
async def test_the_state_stands_inside_the_active_tab_s_block_and_blanks_around_it(theme: str) -> None:
    app = TabHost(theme)
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.show([replace(label, active=label.id == "c") for label in LABELS])
        await pilot.pause()
        block = app.bar.part_style("tab-bar--active")
        assert [segment.text for segment in app.bar.render_line(0) if segment.style == block] == ["3 cloud ok"]
        assert "─ 3 cloud ok ─" in app.row


async def test_clicks_select_tabs_and_the_plus_asks_for_one() -> None:
    app = TabHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.show(LABELS)
        await pilot.pause()
        for word in ("fast", "deep", "ok", "+", "───"):
            await pilot.click(TabBar, offset=(app.row.index(word), 0))
        assert app.got == ["a", "b", "c", "+"]


async def test_the_active_tab_of_many_is_in_view_and_the_marks_tell_of_more() -> None:
    labels = [TabLabel(str(i), f"preset-{i}", active=i == 9) for i in range(20)]
    app = TabHost()
    async with app.run_test(size=(60, 20)) as pilot:
        app.bar.show(labels)
        await pilot.pause()
        assert " 10 preset-9 " in app.row
        assert (app.row[0], app.row[-1], len(app.row)) == ("‹", "›", 60)
        await pilot.click(TabBar, offset=(app.row.index("preset-9"), 0))
        assert app.got == ["9"]
        app.bar.show([replace(label, active=label.id == "0") for label in labels])
        await pilot.pause()
        assert app.row.startswith("─ 1 preset-0")
        app.bar.show([replace(label, active=label.id == "19") for label in labels])
        await pilot.pause()
        assert " 20 preset-19 " in app.row


async def test_it_ticks_only_while_something_answers() -> None:
    app = TabHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.show([TabLabel("a", "fast")])
        await pilot.pause()
        assert not app.bar.ticking
        app.bar.show([TabLabel("a", "fast", TabState.ANSWERING)])
        assert app.bar.ticking
        first = app.row
        while app.row == first:
            await pilot.pause(0.05)
        assert app.row[9] in SPINNER
        assert len(app.row) == len(first)
        app.bar.show([TabLabel("a", "fast", TabState.DONE)])
        assert not app.bar.ticking


async def test_over_a_thin_line_it_does_not_tick_and_says_that_it_answers_all_the_same() -> None:
    app = TabHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.still = True
        app.bar.show([TabLabel("a", "fast", TabState.ANSWERING)])
        await pilot.pause()
        assert not app.bar.ticking
        assert app.row[9] in SPINNER


async def test_titles_from_outside_are_cleaned_and_cut() -> None:
    app = TabHost()
    async with app.run_test(size=(60, 20)) as pilot:
        app.bar.show([TabLabel("a", "e\x1b[2Jvil\n" + "模型" * 30, active=True)])
        await pilot.pause()
        assert "\x1b" not in app.row
        assert "…" in app.row
        assert app.bar.render_line(0).cell_length == 60

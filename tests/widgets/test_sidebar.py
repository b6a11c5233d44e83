"""The sidebar, driven by keys and mouse in a small app."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual import events

from aishtui.widgets.bound_keys import TABLE, BoundKeys
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.sidebar_keys import key_rows
from aishtui.widgets.sidebar_rows import RowKind, rows_of
from tests.widgets.host import Host, text_of
from tests.widgets.samples import CATALOG, FIGURES, PRESETS, catalog_of


class SidebarHost(Host):
    def __init__(self) -> None:
        super().__init__(lambda: [Sidebar(id="sidebar")])
        self.passed: list[str] = []

    def on_mount(self) -> None:
        self.sidebar.show(rows_of(PRESETS, CATALOG, "fast", FIGURES))
        self.sidebar.focus()

    def on_sidebar_chosen(self, message: Sidebar.Chosen) -> None:
        self.messages.append(message)

    def on_sidebar_refresh_requested(self, message: Sidebar.RefreshRequested) -> None:
        self.messages.append(message)

    def on_sidebar_help_requested(self, message: Sidebar.HelpRequested) -> None:
        self.messages.append(message)

    def on_sidebar_left(self, message: Sidebar.Left) -> None:
        self.messages.append(message)

    def on_key(self, event: events.Key) -> None:
        self.passed.append(event.key)

    @property
    def sidebar(self) -> Sidebar:
        return self.query_one(Sidebar)

    @property
    def chosen(self) -> list[tuple[RowKind, str, bool]]:
        return [(m.kind, m.key, m.new_tab) for m in self.messages if isinstance(m, Sidebar.Chosen)]

    @property
    def left(self) -> int:
        return sum(isinstance(message, Sidebar.Left) for message in self.messages)


async def test_it_draws_what_the_design_shows() -> None:
    app = SidebarHost()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        rows = [row.rstrip("│┃").rstrip() for row in text_of(app.sidebar)]
        assert rows[:6] == [
            " Presets",
            " >fast          42 tok/s",
            "  chat          12 tok/s",
            "  chat_big",
            "  deep        not served",
            "  cloud            cloud",
        ]
        assert rows[8] == " Models      / to filter"
        assert rows[9] == "  qwen2.5-code…_k_m.gguf"
        assert "  anthropic/" in rows[10:]


async def test_a_dated_heading_is_read_in_full_and_the_hint_gives_way() -> None:
    app = SidebarHost()
    async with app.run_test(size=(100, 30)) as pilot:
        app.sidebar.show(rows_of([], replace(CATALOG, fetched_at="2020-02-03T12:00:00+00:00"), dated=True))
        await pilot.pause()
        assert text_of(app.sidebar)[0].rstrip("│┃").rstrip() == " Models, as of 3 Feb 2020"


async def test_r_asks_for_the_list_but_is_a_letter_in_the_filter() -> None:
    app = SidebarHost()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("r", "slash", "r")
        await pilot.pause()
        assert sum(isinstance(message, Sidebar.RefreshRequested) for message in app.messages) == 1
        assert app.sidebar.filter_text == "r"


async def test_a_blank_row_parts_presets_and_models_while_there_is_room_and_clicks_know_of_it() -> None:
    app = SidebarHost()
    async with app.run_test(size=(100, 44)) as pilot:
        await pilot.pause()
        rows = [row.rstrip("│┃").rstrip() for row in text_of(app.sidebar)]
        assert rows[7:11] == ["  cloud_haiku      cloud", "", " Models      / to filter", "  qwen2.5-code…_k_m.gguf"]
        for y in (7, 8, 9, 10):
            await pilot.click(Sidebar, offset=(4, y))
        assert [key for _, key, _ in app.chosen] == ["cloud_haiku", "qwen2.5-coder-1.5b-q4_k_m.gguf"]
        app.screen.set_focus(None)
        await pilot.pause()
        assert [row.rstrip("│┃").rstrip() for row in text_of(app.sidebar)][8] == ""
        await pilot.resize_terminal(100, 28)
        await pilot.pause()
        assert text_of(app.sidebar)[8].startswith(" Models")


async def test_enter_chooses_for_this_tab_and_t_for_a_new_one() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("down", "enter", "j", "t", "k", "ctrl+enter")
        assert app.chosen == [
            (RowKind.PRESET, "chat", False),
            (RowKind.PRESET, "chat_big", True),
            (RowKind.PRESET, "chat", True),
        ]


async def test_headings_are_stepped_over() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("home", "enter", "end", "enter", *["up"] * 4, "enter")
        assert [key for _, key, _ in app.chosen] == ["fast", "google/gemini-3-pro", "openai/gpt-5.2"]


async def test_the_filter_narrows_while_typing_and_escape_clears_closes_and_leaves() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("slash", "g", "p", "t", "space", "m", "i", "n", "i")
        assert app.sidebar.filter_text == "gpt mini"
        await pilot.press("enter")
        assert app.chosen == [(RowKind.MODEL, "openai/gpt-5.2-mini", False)]
        await pilot.press("escape")
        assert (app.sidebar.filtering, app.sidebar.filter_text) == (True, "")
        await pilot.press("escape")
        assert (app.sidebar.filtering, app.left) == (False, 0)
        await pilot.press("escape")
        assert app.left == 1


async def test_letters_that_are_keys_are_text_in_the_filter() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("slash", "j", "k", "t", "slash", "backspace")
        assert app.sidebar.filter_text == "jkt"
        assert app.chosen == []
        assert any("nothing has these words" in row for row in text_of(app.sidebar))


async def test_keys_it_does_not_know_reach_the_screen() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("f2", "tab", "x", "down", "ctrl+t")
        assert app.passed == ["f2", "x", "ctrl+t"] or app.passed == ["f2", "tab", "x", "ctrl+t"]


async def test_a_click_chooses_and_the_wheel_scrolls() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click(Sidebar, offset=(4, 2))
        await pilot.click(Sidebar, offset=(4, 3), control=True)
        await pilot.click(Sidebar, offset=(4, 0))
        assert app.chosen == [(RowKind.PRESET, "chat", False), (RowKind.PRESET, "chat_big", True)]
        app.sidebar.show(rows_of([], catalog_of([f"m{i}" for i in range(100)])))
        await pilot.pause()
        app.sidebar.post_message(events.MouseScrollDown(app.sidebar, 1, 1, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert text_of(app.sidebar)[0].strip().startswith("m2")


async def test_only_what_is_visible_is_drawn_of_five_thousand_models_and_the_cursor_stays_in_view() -> None:
    app = SidebarHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.sidebar.show(rows_of([], catalog_of([f"model-{i}" for i in range(5000)])))
        await pilot.press("end")
        under = app.sidebar.under_cursor
        assert under is not None
        assert under.key == "model-4999"
        rows = text_of(app.sidebar)
        assert any("model-4999" in row for row in rows)
        assert any(row.endswith("┃") for row in rows)
        await pilot.press("pageup", "pageup", "home")
        assert text_of(app.sidebar)[0].startswith(" Models")


async def test_a_new_catalogue_leaves_the_cursor_on_its_row() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("end", "up")
        app.sidebar.show(rows_of(PRESETS, catalog_of(["brand-new", "qwen/qwen3-coder-480b-a35b"]), "fast"))
        await pilot.press("enter")
        assert [key for _, key, _ in app.chosen] == ["qwen/qwen3-coder-480b-a35b"]


async def test_the_list_gives_its_last_rows_to_the_foot_and_has_them_back_when_that_goes() -> None:
    app = SidebarHost()
    async with app.run_test(size=(100, 20)) as pilot:
        app.sidebar.show(rows_of([], catalog_of([f"model-{n:03}" for n in range(60)])))
        for focused, models in ((True, 12), (False, 19), (True, 12)):
            app.screen.set_focus(app.sidebar if focused else None)
            await pilot.pause()
            rows = text_of(app.sidebar)
            assert [row.split()[0] for row in rows[1 : models + 1]] == [f"model-{n:03}" for n in range(models)]
            assert sum(row.endswith("┃") for row in rows) == (models + 1) ** 2 // 61


async def test_what_is_under_the_cursor_is_said_in_full_at_the_foot() -> None:
    app = SidebarHost()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("down", "down", "down")
        foot = "".join(row.rstrip("│┃ ").removeprefix(" ") for row in text_of(app.sidebar)[-6:-2])
        assert "Esc" in text_of(app.sidebar)[-1]
        assert foot.startswith("qwen-coder-7b-32k")
        assert "not served" in foot


async def test_every_row_is_as_wide_as_the_sidebar_whatever_the_names() -> None:
    app = SidebarHost()
    async with app.run_test(size=(60, 15)) as pilot:
        app.sidebar.show(rows_of([], catalog_of(["模型" * 20, "e\u0301" * 40, "x\x1b[2J" * 9, "👩‍👩‍👧" * 9, "[/]"])))
        await pilot.press("slash", "x")
        for y in range(app.sidebar.size.height):
            assert app.sidebar.render_line(y).cell_length == app.sidebar.size.width
            assert "\x1b" not in app.sidebar.render_line(y).text


async def test_the_foot_says_what_the_keys_do_with_what_is_under_the_cursor() -> None:
    app = SidebarHost()
    async with app.run_test(size=(140, 36)) as pilot:
        await pilot.pause()
        assert "e edits it" in text_of(app.sidebar)[-1]
        await pilot.press("end")
        assert "e makes a preset" in text_of(app.sidebar)[-1]
        await pilot.press("slash", "g", "p", "t")
        assert "F5 makes a preset" in text_of(app.sidebar)[-1]
        assert " t " not in text_of(app.sidebar)[-2]
        app.sidebar.use_keys(BoundKeys({"preset.edit": ("f12",)}))
        await pilot.pause()
        assert "F12 makes a preset" in text_of(app.sidebar)[-1]


@pytest.mark.parametrize("width", range(60))
@pytest.mark.parametrize("kind", [None, RowKind.PRESET, RowKind.MODEL])
@pytest.mark.parametrize("filtering", [False, True])
def test_what_is_said_of_the_keys_fits(width: int, kind: RowKind | None, filtering: bool) -> None:
    assert all(cell_len(row) <= width for row in key_rows(kind, width, TABLE, filtering))


async def test_the_way_into_the_sidebar_stands_there_until_somebody_is_in_it() -> None:
    app = SidebarHost()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "F2" not in text_of(app.sidebar)[0]
        app.screen.set_focus(None)
        await pilot.pause()
        assert text_of(app.sidebar)[0].rstrip("│┃ ").endswith("F2")
        assert not any("to filter" in row for row in text_of(app.sidebar))
        app.sidebar.use_keys(BoundKeys({"sidebar.toggle": ()}))
        await pilot.pause()
        assert text_of(app.sidebar)[0].rstrip("│┃ ") == " Presets"


async def test_a_question_mark_asks_for_help_but_is_a_letter_in_the_filter() -> None:
    app = SidebarHost()
    async with app.run_test() as pilot:
        await pilot.press("question_mark", "slash", "question_mark")
        await pilot.pause()
        assert sum(isinstance(message, Sidebar.HelpRequested) for message in app.messages) == 1
        assert app.sidebar.filter_text == "?"

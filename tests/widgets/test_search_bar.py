"""The line of a search: what it says, what it asks for, and how it fits."""

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Offset

from aishtui.widgets.search_bar import SearchBar
from tests.widgets.host import Host, text_of
from tests.widgets.test_themes import contrast, drawn


def said(bar: SearchBar) -> str:
    return " ".join(text_of(bar)[0].split())


def asked(app: Host) -> list[str | int]:
    """What the bar has told, oldest first."""
    return [
        message.words if isinstance(message, SearchBar.Changed) else message.by
        for message in app.messages
        if isinstance(message, SearchBar.Changed | SearchBar.Stepped)
    ]


class BarApp(Host):
    def __init__(self, theme: str = "dusk") -> None:
        self.bar = SearchBar()
        super().__init__(lambda: [self.bar], theme)

    def on_mount(self) -> None:
        self.bar.focus()

    def on_search_bar_changed(self, event: SearchBar.Changed) -> None:
        self.messages.append(event)

    def on_search_bar_stepped(self, event: SearchBar.Stepped) -> None:
        self.messages.append(event)


async def test_each_letter_is_told_and_enter_up_and_down_step() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 4)) as pilot:
        await pilot.press("a", "space", "b", "left", "backspace", "enter", "up", "down", "shift+enter", "pageup", "f5")
        await pilot.pause()
        assert asked(app) == ["a", "a ", "a b", "ab", 1, -1, 1, -1]


async def test_chosen_words_go_with_the_first_letter_and_stay_under_other_keys() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 4)) as pilot:
        app.bar.show_words("old words", chosen=True)
        await pilot.press("n")
        assert app.bar.words == "n"
        app.bar.show_words("old words", chosen=True)
        await pilot.press("left", "x")
        assert app.bar.words == "old wordxs"
        app.bar.show_words("old words", chosen=True)
        await pilot.press("enter", "x")
        assert app.bar.words == "old wordsx"
        app.bar.show_words("old words", chosen=True)
        await pilot.press("backspace")
        assert app.bar.words == ""


async def test_a_paste_is_one_clean_line() -> None:
    app = BarApp()
    async with app.run_test(size=(80, 4)) as pilot:
        app.bar.post_message(events.Paste("two\nlines\x1b[31m"))
        await pilot.pause()
        assert app.bar.words == "two lines\u241b[31m"
        assert asked(app) == ["two lines\u241b[31m"]


@pytest.mark.parametrize(
    ("number", "total", "note", "words"),
    [
        (3, 17, "", "find: borrow 3 of 17 Enter next · Up previous · Esc closes"),
        (0, 17, "", "find: borrow 17 hits Enter next · Up previous · Esc closes"),
        (0, 1, "", "find: borrow 1 hit Enter next · Up previous · Esc closes"),
        (0, 0, "", "find: borrow not found Enter next · Up previous · Esc closes"),
        (1, 9, "from the top again", "find: borrow 1 of 9, from the top again Enter next · Up previous · Esc closes"),
    ],
)
async def test_it_says_how_the_search_stands(number: int, total: int, note: str, words: str) -> None:
    app = BarApp()
    async with app.run_test(size=(120, 4)) as pilot:
        await pilot.pause()
        app.bar.show_words("borrow")
        app.bar.show_found(number, total, note)
        assert said(app.bar) == words


@pytest.mark.parametrize("width", [24, 37, 60, 76, 120, 200])
@pytest.mark.parametrize("words", ["borrow checker", "漢字 " * 30, ""])
async def test_it_fits_any_width_with_the_count_and_the_cursor(width: int, words: str) -> None:
    app = BarApp()
    async with app.run_test(size=(width, 4)) as pilot:
        await pilot.pause()
        app.bar.show_words(words)
        app.bar.show_found(13, 17)
        for key in ("end", "left", "home"):
            await pilot.press(key)
            row = app.bar.render_line(0)
            assert cell_len(row.text) == width
            assert row.text.startswith(" find: ")
            assert ("13 of 17" in row.text) == bool(words)
            cursor = app.bar.get_component_rich_style("search-bar--cursor")
            assert [segment.text for segment in row if segment.style and segment.style.bgcolor == cursor.bgcolor] != []


async def test_the_words_matter_more_than_what_was_special() -> None:
    app = BarApp()
    async with app.run_test(size=(37, 4)) as pilot:
        await pilot.pause()
        app.bar.show_words("borrow checker")
        app.bar.show_found(1, 17, "from the top again")
        assert said(app.bar) == "find: borrow checker 1 of 17"


async def test_where_there_is_room_for_the_words_the_keys_are_told() -> None:
    app = BarApp()
    async with app.run_test(size=(60, 4)) as pilot:
        await pilot.pause()
        app.bar.show_words("borrow")
        app.bar.show_found(3, 17)
        assert said(app.bar) == "find: borrow 3 of 17 Enter next · Esc closes"


@pytest.mark.parametrize(("theme", "least"), [("dusk", 4.5), ("paper", 4.5), ("contrast", 7.0), ("mono", 4.5)])
async def test_it_is_readable(theme: str, least: float) -> None:
    app = BarApp(theme)
    async with app.run_test(size=(80, 4)) as pilot:
        await pilot.pause()
        pairs = set()
        for total in (0, 17):
            for chosen in (True, False):
                app.bar.show_words("borrow", chosen=chosen)
                app.bar.show_found(0, total)
                pairs |= drawn(app.bar)
        app.screen.set_focus(None)
        await pilot.pause()
        pairs |= drawn(app.bar)
    assert len(pairs) > 6
    assert {(text, str(style)) for text, style in pairs if contrast(style) < least} == set()


async def test_in_the_terminal_s_own_colours_the_cursor_and_chosen_words_still_stand_out() -> None:
    app = BarApp("terminal")
    async with app.run_test(size=(80, 4)) as pilot:
        await pilot.pause()
        app.bar.show_words("borrow")
        assert any(style.reverse for text, style in {(s.text, s.style) for s in app.bar.render_line(0)} if style)
        app.bar.show_words("borrow", chosen=True)
        assert any(style.reverse for text, style in drawn(app.bar) if text == "borrow")


async def test_the_terminal_s_cursor_is_in_the_field_as_soon_as_it_has_the_focus() -> None:
    """Input methods put their window there."""
    app = BarApp()
    async with app.run_test(size=(80, 4)) as pilot:
        app.screen.set_focus(None)
        await pilot.pause()
        app.cursor_position = Offset(0, 0)
        app.bar.focus()
        await pilot.pause()
        label = text_of(app.bar)[0].index(":") + 2
        assert app.cursor_position == (app.bar.region.x + label, app.bar.region.y)

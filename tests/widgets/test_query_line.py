"""The line in which one says what to look for in the history."""

from textual import events, on

from aishtui.widgets.query_line import QueryLine
from tests.widgets.host import Host, text_of


class LineHost(Host):
    def __init__(self) -> None:
        self.line = QueryLine()
        self.heard: list[object] = []
        super().__init__(lambda: [self.line])

    def on_mount(self) -> None:
        self.line.styles.height = 1
        self.line.focus()

    @on(QueryLine.Changed)
    def changed(self, event: QueryLine.Changed) -> None:
        self.heard.append(event.line)

    @on(QueryLine.Tabbed)
    def tabbed(self, event: QueryLine.Tabbed) -> None:
        self.heard.append(event.back)

    @property
    def shown(self) -> str:
        return text_of(self.line)[0].rstrip()


async def test_what_is_typed_is_told_letter_by_letter() -> None:
    app = LineHost()
    async with app.run_test(size=(70, 10)) as pilot:
        assert app.shown == " search:  words, or filters such as preset:deep since:2026-11"
        await pilot.press(*"nas", "backspace", "left", "tab", "shift+tab", "up", "enter")
        assert app.heard == ["n", "na", "nas", "na", False, True]
        assert app.shown == " search: na"


async def test_a_line_from_before_goes_with_the_first_letter_and_stays_for_other_keys() -> None:
    app = LineHost()
    async with app.run_test(size=(60, 10)) as pilot:
        app.line.show_line("rsync nas", chosen=True)
        await pilot.press("x")
        assert app.line.line == "x"
        app.line.show_line("rsync nas", chosen=True)
        await pilot.press("left", "s")
        assert app.line.line == "rsync nass"
        app.line.show_line("rsync nas", chosen=True)
        await pilot.press("backspace")
        assert app.line.line == ""


async def test_pasted_lines_become_one_and_steer_no_terminal() -> None:
    app = LineHost()
    async with app.run_test(size=(60, 10)) as pilot:
        app.line.on_paste(events.Paste("two\nlines\x1b[31m"))
        await pilot.pause()
        assert app.line.line == "two lines␛[31m"


async def test_a_long_line_shows_where_the_cursor_is() -> None:
    app = LineHost()
    async with app.run_test(size=(40, 10)) as pilot:
        app.line.show_line("日本語 " * 30 + "end")
        await pilot.pause()
        assert app.shown.endswith("end")
        await pilot.press("home")
        assert app.shown.startswith(" search: 日本語")


async def test_filters_look_otherwise_than_words() -> None:
    app = LineHost()
    async with app.run_test(size=(60, 10)) as pilot:
        app.line.show_line("rsync preset:deep nas ")
        await pilot.pause()
        looks = {span.part for span in app.line._field() if "preset:deep" in span.text}
        assert looks == {"query-line--filter"}

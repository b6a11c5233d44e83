"""The contract with Textual's private parts: a failure here names what a new Textual has changed."""

import inspect
from typing import get_type_hints

import pytest
import textual
from rich.color import ColorSystem
from rich.style import Style
from textual import _parser, _xterm_parser, constants
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding
from textual.drivers import _writer_thread, linux_driver
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widgets import Input, Static

from aishtui.terminal.textual_private import (
    PASTE_END,
    PASTE_START,
    SYNC_BEGIN,
    SYNC_FINISH,
    OpenApp,
    OpenDriver,
    OpenParser,
    bind_only,
    drawn_in_parts,
    end_with,
    pieces_of,
    places_of,
    takes_synchronized_output,
)
from tests.terminal.pictures import Picture, as_textual_writes


def source(thing: object) -> str:
    return inspect.getsource(thing)  # type: ignore[arg-type]


def test_textual_is_the_minor_version_this_was_written_for() -> None:
    assert textual.__version__.startswith("8.2.")


def test_the_parser_asks_for_characters_through_read1() -> None:
    assert "read1 = self.read1" in source(_xterm_parser.XTermParser.parse)
    assert "read1(constants.ESCAPE_DELAY)" in source(_xterm_parser.XTermParser.parse)
    assert issubclass(_parser.Read1, tuple)
    assert _parser.Read1._fields == ("timeout",)


def test_the_parser_keeps_its_deadline_where_we_look() -> None:
    parser = OpenParser()
    assert parser.seconds_left is None
    list(parser.feed("\x1b"))
    assert parser.seconds_left is not None
    assert 0 < parser.seconds_left <= constants.ESCAPE_DELAY


def test_the_parser_names_keys_through_the_method_we_override() -> None:
    assert list(inspect.signature(_xterm_parser.XTermParser._sequence_to_key_events).parameters) == [
        "self",
        "sequence",
        "alt",
    ]
    assert "sequence_to_key_events = self._sequence_to_key_events" in source(_xterm_parser.XTermParser.parse)


def test_pastes_are_marked_as_xterm_marks_them() -> None:
    assert (PASTE_START, PASTE_END) == ("\x1b[200~", "\x1b[201~")


def test_the_driver_makes_its_writer_where_we_put_ours() -> None:
    assert "self._writer_thread = WriterThread(self._file)" in source(linux_driver.LinuxDriver.start_application_mode)
    assert "self._writer_thread.start()" in source(linux_driver.LinuxDriver.start_application_mode)
    assert "self._writer_thread.stop()" in source(linux_driver.LinuxDriver.close)
    assert list(inspect.signature(_writer_thread.WriterThread.__init__).parameters) == ["self", "file"]


def test_the_driver_reads_its_input_in_the_method_we_override() -> None:
    assert "self.run_input_thread()" in source(linux_driver.LinuxDriver._run_input_thread)
    assert "self.exit_event.set()" in source(linux_driver.LinuxDriver.disable_input)
    assert "self._key_thread.join()" in source(linux_driver.LinuxDriver.disable_input)


def test_the_driver_keeps_what_we_use_of_it() -> None:
    made = source(linux_driver.LinuxDriver.__init__) + source(linux_driver.Driver.__init__)
    for name in (
        "_file",
        "fileno",
        "attrs_before",
        "exit_event",
        "_must_signal_resume",
        "_loop",
        "_app",
        "_auto_restart",
    ):
        assert f"self.{name}" in made, f"Textual's driver has no {name} any more"
    assert "self._sigcont_application" in made
    assert "self._auto_restart" in source(linux_driver.LinuxDriver._sigcont_application)
    assert "self._driver = driver_class(" in source(App._build_driver)


def test_the_driver_asks_for_the_mouse_in_the_methods_we_override() -> None:
    driver = linux_driver.LinuxDriver
    assert source(driver.start_application_mode).count("self._enable_mouse_support()") == 2
    assert "if not self._mouse:" in source(driver._disable_mouse_support)
    assert "self._mouse = mouse" in source(linux_driver.Driver.__init__)
    assert '"\\x1b[?1016h"' in source(driver._enable_mouse_pixels)
    assert "self.mouse_pixels" in source(_xterm_parser.XTermParser.parse_mouse_code)
    parser = OpenParser()
    parser.mouse_pixels = True
    assert parser.mouse_pixels is False


async def test_other_keys_can_take_the_place_of_those_of_a_class() -> None:
    class Keyed(App[None]):
        BINDINGS = [("f5", "note('theirs')")]  # noqa: RUF012
        noted: tuple[str, ...] = ()

        def action_note(self, what: str) -> None:
            self.noted += (what,)

    app = Keyed()
    bind_only(app, [Binding("f6,f7", "note('ours')")])
    async with app.run_test() as pilot:
        await pilot.press("f5", "f6", "f7")
        assert app.noted == ("ours", "ours")


async def test_a_screen_tells_what_painting_beside_it_has_to_know() -> None:
    app: App[None] = App()
    async with app.run_test(size=(40, 10)) as pilot:
        label = Static("hello")
        await app.mount(label)
        await pilot.pause()
        assert drawn_in_parts(app.screen)
        with app.batch_update():
            assert not drawn_in_parts(app.screen)
        for due in ("_layout_required", "_scroll_required", "_repaint_required"):
            assert getattr(app.screen, due) is False
            setattr(app.screen, due, True)
            assert not drawn_in_parts(app.screen)
            setattr(app.screen, due, False)
        places = places_of(app.screen)
        assert places[label] == (Region(0, 0, 40, 1), Region(0, 0, 40, 10))
        assert next(iter(places)) is not app.screen, "those on top no longer come first"
        assert places_of(app.screen) is places, "the same layout is another object: RowPainter looks once per layout"
        await pilot.resize_terminal(30, 10)
        await pilot.pause()
        assert places_of(app.screen) is not places
        assert takes_synchronized_output(app) is False


def test_a_frame_is_marked_as_textual_marks_it() -> None:
    assert (SYNC_BEGIN, SYNC_FINISH) == ("\x1b[?2026h", "\x1b[?2026l")
    assert "self._driver.write(SYNC_START)" in source(App._begin_update)


async def test_an_error_of_ours_ends_the_app_as_one_of_its_own() -> None:
    app: App[None] = App()

    async def fail() -> None:
        async with app.run_test() as pilot:
            end_with(app, LookupError("lost"))
            await pilot.pause()

    with pytest.raises(LookupError, match="lost"):
        await fail()
    assert app.return_code == 1


class Shown(Exception):
    """As the errors of Textual's own that bring a page of their own."""

    def __rich__(self) -> str:
        return "a page"


@pytest.mark.parametrize("error", [LookupError("lost"), Shown()])
async def test_an_app_of_ours_ends_with_its_error_and_prints_nothing_of_it(error: Exception) -> None:
    app: OpenApp[None] = OpenApp()

    async def fail() -> None:
        async with app.run_test() as pilot:
            end_with(app, error)
            await pilot.pause()

    with pytest.raises(type(error)):
        await fail()
    assert app.broke_with is error
    assert app.return_code == 1
    assert not app._exit_renderables


def test_our_hinges_are_still_overrides_of_something() -> None:
    for ours, stock, names in (
        (OpenApp, App, ("panic", "_fatal_error", "_display")),
        (OpenParser, _xterm_parser.XTermParser, ("read1", "_sequence_to_key_events")),
        (OpenDriver, linux_driver.LinuxDriver, ("_sigcont_application", "start_application_mode")),
    ):
        for name in names:
            assert hasattr(stock, name), f"{stock.__name__} has no {name} any more, which {ours.__name__} builds on"
    assert get_type_hints(_parser.Read1)["timeout"] == float | None


def test_continuing_resumes_the_application_mode() -> None:
    assert "self.resume_application_mode()" in source(linux_driver.LinuxDriver._sigcont_application)
    assert "self.suspend_application_mode()" in source(linux_driver.LinuxDriver._sigtstp_application)


def test_no_color_is_what_the_theme_makes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = OpenApp[None]()
    assert app.no_color
    assert any(type(known).__name__ in ("Monochrome", "NoColor") for known in app.get_line_filters())
    app.leave_colours_alone()
    assert not app.no_color
    assert not any(type(known).__name__ in ("Monochrome", "NoColor") for known in app.get_line_filters())


async def test_the_pieces_of_an_update_are_what_its_text_writes() -> None:
    """What the display layer takes in place of `render_segments`, whole and in part, under a dialog too."""
    app: App[None] = App()
    async with app.run_test(size=(40, 10)) as pilot:
        await app.mount(Static("hello " * 40), Input(value="漢字 and more"))
        await pilot.pause()
        _same_picture(app, app.screen._compositor.render_full_update())
        await app.push_screen(ModalScreen())
        await app.screen.mount(Static("a dialog"))
        await pilot.pause()
        for region in (Region(3, 1, 20, 2), Region(0, 0, 40, 1)):
            app.screen._compositor._dirty_regions.add(region)
            update = app.screen._compositor.render_update(screen_stack=app._background_screens)
            assert isinstance(update, ChopsUpdate)
            _same_picture(app, update)


def _same_picture(app: App[None], update: LayoutUpdate | ChopsUpdate) -> None:
    stock, ours = Picture(40, 10), Picture(40, 10)
    stock.write(update.render_segments(app.console).replace("\n", "\r\n"))
    ours.write(as_textual_writes(pieces_of(update), (0, 0), app.console))
    assert any(stock.text)
    assert ours.cells == stock.cells


def test_textual_sends_its_frames_through_the_method_we_override() -> None:
    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"]
    stock = source(App._display)
    for name in (
        "self._batch_count",
        "self._running",
        "self._closed",
        "self.is_headless",
        "self._driver.is_inline",
        "self._previous_cursor_position = cursor_position",
        "self.screen.outer_size.clamp_offset(",
        "renderable.render_segments(console)",
        "self.post_display_hook()",
    ):
        assert name in stock, f"App._display has no {name} any more; OpenApp._display does the same by itself"
    assert "app._display(self, update)" in source(Screen._compositor_refresh)


def test_styles_become_codes_where_we_ask_for_them() -> None:
    assert Strip.render_ansi(Style(bold=True, color="red"), ColorSystem.TRUECOLOR) == "1;31"
    assert "style._link" in source(Strip.render_style)

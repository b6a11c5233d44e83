"""Every private name of Textual that the terminal floor uses, under plain names: the one file to repair if it changes.

`OpenParser`, `OpenDriver` and `OpenApp` are Textual's own classes with their inner hinges plain and overridable.
Written for Textual 8.2; `tests/terminal/test_textual_private.py` is the contract.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple, TextIO, TypeVar, cast

from rich.console import RenderableType
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._parser import Read1
from textual._time import get_time
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import Monochrome, NoColor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

T = TypeVar("T")

PASTE_START: str = BRACKETED_PASTE_START
PASTE_END: str = BRACKETED_PASTE_END

StockWriter = WriterThread


class OpenParser(XTermParser):
    """Textual's parser of what a terminal sends."""

    def __init__(self) -> None:
        self._reading_sequence = False
        super().__init__(False)

    @property
    def mouse_pixels(self) -> bool:
        """Whether the mouse is told in pixels: never, since `OpenDriver` does not ask for them."""
        return False

    @mouse_pixels.setter
    def mouse_pixels(self, pixels: bool) -> None:
        """Textual's parser takes it for granted where a terminal reports its size by itself."""

    def patience(self, begun: bool, stock_s: float) -> float:  # noqa: ARG002
        """Seconds to wait for the rest of an escape sequence; not `begun`: nothing but an ESC has come so far."""
        return stock_s

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        """The keys that `sequence` stands for; none if it is not (yet) a known one."""
        return super()._sequence_to_key_events(sequence, alt)

    @property
    def seconds_left(self) -> float | None:
        """Until `tick` has something to do; None: nothing is half read."""
        return None if self._timeout_time is None else max(0.0, self._timeout_time - get_time())

    def read1(self, timeout: float | None = None) -> Read1:  # type: ignore[override]
        begun, self._reading_sequence = self._reading_sequence, timeout is not None
        return Read1(None if timeout is None else self.patience(begun, timeout))

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        return self.keys_of(sequence, alt)


class OpenDriver(LinuxDriver):
    """Textual's driver for Linux and macOS."""

    def make_writer(self, file: TextIO) -> WriterThread:
        """The thread that writes to the terminal, not yet started; called each time the screen is taken."""
        return StockWriter(file)

    @property
    def output(self) -> TextIO:
        return cast(TextIO, self._file)

    @output.setter
    def output(self, file: TextIO) -> None:
        self._file = file  # type: ignore[assignment]

    @property
    def writer(self) -> WriterThread | None:
        return self._writer

    @property
    def app(self) -> App[Any]:
        return self._app

    @property
    def mouse(self) -> bool:
        """Whether the terminal is to report the mouse; for the next time that it is told."""
        return self._mouse

    @mouse.setter
    def mouse(self, on: bool) -> None:
        self._mouse = on

    def tell_mouse(self) -> None:
        """Has the terminal report the mouse if that is wanted; called twice when the screen is taken."""
        super()._enable_mouse_support()

    def _enable_mouse_support(self) -> None:
        self.tell_mouse()

    def _enable_mouse_pixels(self) -> None:
        # A report for each pixel says no more than one for each cell, and a drag is a flood of them.
        return

    def take_screen(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def tell_of_resuming(self) -> None:
        """Has the app publish its resume signal when the screen is taken the next time."""
        self._must_signal_resume = True

    def call_in_loop(self, function: Callable[[], object], after_s: float = 0) -> Literal["asked", "loop closed"]:
        """Runs `function` in the app's loop; from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._loop.call_later, after_s, function)
        except RuntimeError:
            return "loop closed"
        return "asked"

    def continued(self) -> None:
        """SIGCONT came, outside `App.suspend` and while the app runs."""
        super()._sigcont_application()

    def _sigcont_application(self, *_: object) -> None:
        # The handler stays when the app has ended; without a running loop the stock one raises into the main thread.
        if self._auto_restart and self._loop.is_running():
            self.call_in_loop(self._continue_in_loop)

    def _continue_in_loop(self) -> None:
        # Not in the handler: the signal may have come in the middle of a write, and to take the screen anew is to wait
        # for the writer, which waits for the lock of that write.
        if self._auto_restart:
            self.continued()

    # The stock driver makes its writer by name inside `start_application_mode`; the setter puts ours in its place.
    _writer: WriterThread | None = None

    @property
    def _writer_thread(self) -> WriterThread | None:
        return self._writer

    @_writer_thread.setter
    def _writer_thread(self, stock: WriterThread | None) -> None:
        self._writer = None if stock is None else self.make_writer(self.output)


class Piece(NamedTuple):
    """A part of row `y` of the screen, from column `x` on."""

    x: int
    y: int
    strip: Strip


class OpenApp(App[T]):
    """Textual's app that ends after an error as after any other end: nothing is printed on the terminal. What it draws
    may be taken as strips, before it becomes text."""

    def show_pieces(self, pieces: Iterable[Piece]) -> bool:  # noqa: ARG002
        """Show `pieces`, those that come later on top of those before; False: Textual is to send them itself."""
        return False

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self._has_been_shown(renderable):
            self._previous_cursor_position = self.screen.outer_size.clamp_offset(self.cursor_position)
            self.post_display_hook()
        else:
            super()._display(screen, renderable)

    def _has_been_shown(self, renderable: RenderableType | None) -> bool:
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or self._batch_count:
            return False
        if not self._running or self._closed or self.is_headless or self._driver is None or self._driver.is_inline:
            return False
        return self.show_pieces(pieces_of(renderable))

    def leave_colours_alone(self) -> None:
        """With NO_COLOR Textual turns every colour into a grey, which is one too: what is shown then is for a theme."""
        self.no_color = False
        self._filters = [known for known in self._filters if not isinstance(known, (Monochrome, NoColor))]

    @property
    def broke_with(self) -> Exception | None:
        """The error that ended the app; None: it was none."""
        return self._exception

    def panic(self, *renderables: object) -> None:  # noqa: ARG002 - they show the error and what it was about
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()


def driver_of(app: App[Any]) -> Driver | None:
    """The driver of a running app; None before it runs."""
    return app._driver


SYNC_BEGIN: str = SYNC_START
SYNC_FINISH: str = SYNC_END


def takes_synchronized_output(app: App[Any]) -> bool:
    """Whether the terminal said that it shows a frame at once that stands between the two marks."""
    return app._sync_available


def pieces_of(update: LayoutUpdate | ChopsUpdate) -> Iterator[Piece]:
    """What the text of `update` would write, in the same order at the same places."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield Piece(x, y, strip)
                x += strip.cell_length
        return
    for y, x1, x2 in update.spans:
        for end, (x, part) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if part is None or x > x2 or end <= x1:
                continue
            whole = x2 > x >= x1 and end <= x2
            yield Piece(x, y, part if whole else part.crop(0, min(end, x2) - x))


def drawn_in_parts(screen: Screen[Any]) -> bool:
    """Whether nothing but parts of `screen` need drawing: it is on top, and no new layout of it is due."""
    app = screen.app
    due = screen._layout_required or screen._scroll_required or screen._repaint_required
    return app.screen is screen and not (app._batch_count or due)


def places_of(screen: Screen[Any]) -> dict[Widget, tuple[Region, Region]]:
    """Where the visible widgets of `screen` lie, and how far each may draw (region and clip, in cells of the screen);
    those on top come first. The same object until the layout changes."""
    return screen._compositor.visible_widgets


def bind_only(node: DOMNode, bindings: Iterable[Binding]) -> None:
    """Has `node`, before it is shown, know these keys instead of those of its class."""
    node._bindings = BindingsMap(bindings)


def end_with(app: App[Any], error: Exception) -> None:
    """End the app as an error in one of its own handlers would: the terminal in order, the traceback printed."""
    try:
        raise error
    except Exception as raised:  # noqa: BLE001 - Textual takes the traceback from the error being handled
        app._handle_exception(raised)

"""The conversation pane: one widget on the line API for a conversation of any length."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from time import monotonic, perf_counter
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from aishtui.chat.messages import Message as ChatMessage
from aishtui.pane.document import Document
from aishtui.pane.frame import Frame, Renderer
from aishtui.pane.governor import NOT_READY_S, Governor
from aishtui.pane.palette import NAMES, PREFIX
from aishtui.pane.plain import PlainRenderer
from aishtui.pane.rows import Rows
from aishtui.pane.searchable import Searchable
from aishtui.pane.selecting import selected_text
from aishtui.pane.strips import MARGIN
from aishtui.pane.textual_private import show_bar, show_position
from aishtui.pane.ticking import LATE_S


class Transcript(Searchable, inherit_bindings=False, can_focus=True):
    """Shows a document, and no more than what is in view of it."""

    ALLOW_SELECT = True
    COMPONENT_CLASSES: ClassVar[set[str]] = {PREFIX + name for name in NAMES}
    DEFAULT_CSS = """
    Transcript { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Line up", show=False, id="pane.line_up"),
        Binding("down,j", "scroll_down", "Line down", show=False, id="pane.line_down"),
        Binding("pageup", "page_up", "Page up", show=False, id="pane.page_up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="pane.page_down"),
        Binding("ctrl+u,alt+pageup", "half_up", "Half a page up", show=False, id="pane.half_up"),
        Binding("ctrl+d,alt+pagedown", "half_down", "Half a page down", show=False, id="pane.half_down"),
        Binding("home,g", "scroll_home", "To the beginning", show=False, id="pane.top"),
        Binding("end,G", "scroll_end", "To the end", show=False, id="pane.end"),
        Binding("alt+up", "cursor_previous", "Previous message", show=False, id="message.previous"),
        Binding("alt+down", "cursor_next", "Next message", show=False, id="message.next"),
        Binding("enter", "activate", "Actions of the message, or open a fold", show=False, id="message.activate"),
        Binding("o", "toggle_fold", "Open or close a fold", show=False, id="message.toggle"),
        Binding("slash", "find_open", "Search in the conversation", show=False, id="find.open"),
        Binding("n", "find_next", "Next hit", show=False, id="find.next"),
        Binding("N", "find_previous", "Previous hit", show=False, id="find.previous"),
    ]

    class Activated(Message):
        """The user wants to do something with the message under the message cursor; empty where none is chosen."""

        def __init__(self, message_id: str) -> None:
            self.message_id = message_id
            super().__init__()

    class CursorMoved(Message):
        """The message cursor is at another message now."""

    class FollowChanged(Message):
        """The reader left the end or came back to it, or more lines have come below."""

        def __init__(self, following: bool, new_lines: int) -> None:
            self.following = following
            self.new_lines = new_lines
            super().__init__()

    def __init__(self, *, frames_per_second: int = 30, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.output_ready: Callable[[], bool] = lambda: True
        """Whether the terminal has taken what it was sent; while it has not, frames are skipped."""
        self.paint: Callable[[Widget, int, Sequence[Strip]], bool] = lambda _widget, _first, _strips: False
        """Shows rows of this widget at once, or says that it cannot; then Textual draws them in its own time."""
        self._governor = Governor(frames_per_second)
        self._renderer: Renderer = PlainRenderer()
        self._rows = Rows(self)
        self._laid_size = Size(0, 0)
        self._frame_timer: asyncio.TimerHandle | None = None
        self._clock: Timer | None = None
        self._clock_due = 0.0
        self._follow_told = (True, 0)

    @property
    def document(self) -> Document:
        return self._document

    @document.setter
    def document(self, document: Document) -> None:
        if document is not self._document:
            self._document = document
            self._search.end()
            self._show_anew()

    @property
    def frames_per_second(self) -> int:
        return self._governor.frames_per_second

    @frames_per_second.setter
    def frames_per_second(self, frames: int) -> None:
        self._governor.frames_per_second = frames

    def document_changed(self) -> None:
        """Something in the document is new: draw it in the next frame, the first one at once."""
        if self._frame_timer is None and self.is_mounted:
            wait = self._governor.wait(monotonic())
            if wait > 0:
                self._draw_in(wait)
            else:
                self._draw_frame()

    @property
    def frame_wait(self) -> float:
        """Seconds until a frame could be drawn; 0: at once. What comes before need not be read before."""
        return self._governor.wait(monotonic()) if self.output_ready() else NOT_READY_S

    # Moving

    def scroll_lines(self, lines: int) -> None:
        """Move by so many lines, down where positive."""
        if self.size.height:
            self._document.move(lines, self._frame())
            self._moved()

    def scroll_pages(self, pages: float) -> None:
        """Move by pages of the pane's height less two lines; 0.5 is half a page."""
        self.scroll_lines(round(pages * max(1, self.size.height - 2)))

    def scroll_to_top(self) -> None:
        if self.size.height:
            self._document.move_to(0, self._frame())
            self._moved()

    def follow_end(self) -> None:
        """Go to the end and stay there while it grows."""
        self._document.follow()
        self._moved()

    def previous_message(self) -> None:
        """Move the message cursor up; it begins at the message at the bottom of the pane."""
        self._move_cursor(-1)

    def next_message(self) -> None:
        """Move the message cursor down."""
        self._move_cursor(+1)

    @property
    def message_under_cursor(self) -> ChatMessage | None:
        cursor = self._document.cursor
        return self._document.message_at(cursor) if cursor is not None else None

    def choose_message(self, message_id: str) -> None:
        """Put the message cursor on this message and bring its beginning into view."""
        if self.size.height:
            self._document.lay_out(self._frame())
            self._document.choose(message_id, self._frame())
            self._moved()
            self.post_message(self.CursorMoved())

    def leave_messages(self) -> None:
        """Take the message cursor away."""
        if self._document.cursor is not None:
            self._document.cursor = None
            self.refresh()
            self.post_message(self.CursorMoved())

    def _move_cursor(self, step: int) -> None:
        if self.size.height:
            self._document.move_cursor(step, self._frame())
            self._moved()
            self.post_message(self.CursorMoved())

    def action_scroll_up(self) -> None:
        self.scroll_lines(-1)

    def action_scroll_down(self) -> None:
        self.scroll_lines(1)

    def action_page_up(self) -> None:
        self.scroll_pages(-1)

    def action_page_down(self) -> None:
        self.scroll_pages(1)

    def action_half_up(self) -> None:
        self.scroll_pages(-0.5)

    def action_half_down(self) -> None:
        self.scroll_pages(0.5)

    def action_scroll_home(self) -> None:
        self.scroll_to_top()

    def action_scroll_end(self) -> None:
        self.follow_end()

    def action_cursor_previous(self) -> None:
        self.previous_message()

    def action_cursor_next(self) -> None:
        self.next_message()

    def action_activate(self) -> None:
        """What a chosen message is wanted for is up to who hears of it; while none is, open or close what is folded."""
        message = self.message_under_cursor
        if message is not None or self._document.fold_at_hand(self.size.height) is None:
            self.post_message(self.Activated(message.id if message is not None else ""))
        else:
            self.action_toggle_fold()

    def action_toggle_fold(self) -> None:
        """Open or close what is folded in the message under the cursor, else the first fold in view."""
        index, fold = self._document.fold_at_hand(self.size.height) or (0, "")
        message = self._document.message_at(index)
        if message is not None and fold:
            self.toggle_fold(message.id, fold)

    def watch_scroll_y(self, _old: float, new_value: float) -> None:
        """The scroll bar or the wheel moved the pane: make it a place in the document."""
        top = round(new_value)
        step = top - self._document.top
        if step == 0:
            return
        if top >= self.max_scroll_y:
            # Also what Textual does by itself when the pane grows: it takes the position back to the last possible one.
            self._document.follow()
        elif abs(step) <= 2 * self.size.height:
            self._document.move(step, self._frame())
        else:
            self._document.move_to(top, self._frame())
        self._moved()

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop` as cached strips: a row that only moved costs a look-up, here and in the compositor."""
        began = perf_counter()
        if self._laid_size != self.size:
            self._lay_out()
        strips = self._drawn(crop.y, crop.height)
        if crop.x or crop.right != self.size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        self._governor.spent(perf_counter() - began)
        return strips

    def render_line(self, y: int) -> Strip:
        """One row with the offsets by which Textual selects text."""
        return self._rows.selectable(self._document, y)

    def _drawn(self, first: int, count: int) -> list[Strip]:
        return self._rows.drawn(
            self._document, first, count, self.size.height,
            focused=self.has_focus, selection=self.text_selection, finder=self._search.on,
        )  # fmt: skip

    def _frame(self) -> Frame:
        return Frame(max(1, self.size.width - 2 * MARGIN), self.size.height, self._renderer, monotonic(), date.today())

    def _draw_frame(self, clock: bool = False) -> None:
        """Lay out what is new and have it drawn, unless nobody sees it or the terminal is behind."""
        self._stop_frame_timer()
        if not self.is_attached or not self.size.height or not self.display:
            return
        if not self.output_ready():
            self._draw_in(NOT_READY_S, clock)
            return
        began = monotonic()
        self._governor.began(began)
        self._lay_out(clock)
        self._governor.spent(monotonic() - began)

    def _draw_in(self, seconds: float, clock: bool = False) -> None:
        # Not a timer of Textual's: that is a task and two messages, and costs half as much as the frame.
        self._frame_timer = asyncio.get_running_loop().call_later(seconds, self._draw_frame, clock)

    def _stop_frame_timer(self) -> None:
        if self._frame_timer is not None:
            self._frame_timer.cancel()
            self._frame_timer = None

    def _lay_out(self, clock: bool = False) -> None:
        self._fit()
        new_lines = self._document.new_lines
        change = self._document.lay_out(self._frame(), clock)
        self._search.refresh()
        if change is not None:
            # More text may make a hit of what stands above it.
            self._show_rows(0 if self.searching else change.row)
        elif new_lines != self._document.new_lines:
            self._show_rows(self.size.height - 1)
        self._settle(bar=clock)

    def _show_rows(self, first: int) -> None:
        """The rows from `first` on have changed."""
        count = self.size.height - first
        if not self.paint(self, first, self._drawn(first, count)):
            self.refresh(Region(0, first, self.size.width, count))

    def _fit(self) -> None:
        """Rows are as wide as the pane is left of its scroll bar."""
        self._laid_size = self.size
        self._rows.fit(self.size.width - self.scrollbar_size_vertical)

    def _moved(self) -> None:
        if not self.size.height:
            return
        self._fit()
        self._document.lay_out(self._frame())
        self._search.refresh()
        self.refresh()
        self._settle(bar=True)

    def _settle(self, bar: bool) -> None:
        """After each layout: the scroll bar, the clock, and who wants to know of the end or of a search."""
        show_position(self, self.size.width, self._document.total, self._document.top)
        growing = self._document.growing
        # Behind a growing answer the bar creeps with every line: there it moves with the clock, once a second.
        if bar or not (growing and self._document.following):
            show_bar(self, coarse=growing)
        self._keep_clock()
        follow = (self._document.following, self._document.new_lines)
        if follow != self._follow_told:
            self._follow_told = follow
            self.post_message(self.FollowChanged(*follow))
        self._tell_search()

    def _keep_clock(self) -> None:
        """A timer for the next second of the clocks in view, and none where there is no clock."""
        now = monotonic()
        due = self._document.next_second(now)
        if self._clock is not None and due != self._clock_due and (due is None or now < self._clock_due):
            self._clock.stop()
            self._clock = None
        if self._clock is None and due is not None:
            self._clock_due = due
            self._clock = self.set_timer(due - now + LATE_S, self._tick)

    def _tick(self) -> None:
        self._clock = None
        self._draw_frame(clock=True)
        if self.size.height and self.display:
            self._keep_clock()

    def _show_anew(self) -> None:
        """Another document, or all its lines have changed."""
        if self.is_mounted and self.size.height:
            if self in self.screen.selections:
                self.screen.clear_selection()
            self._moved()

    # What happens to the widget

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.notify_style_update())
        # Markdown and pygments take 80 ms to load: only once the first picture is on the screen.
        self.call_after_refresh(self._load_markdown)

    def _load_markdown(self) -> None:
        self.run_worker(self._import_markdown, thread=True, exit_on_error=True)

    def _import_markdown(self) -> None:
        from aishtui.pane.markdown import MarkdownRenderer  # after the first paint, see on_mount

        self.app.call_from_thread(self._use, MarkdownRenderer())

    def _use(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._show_anew()

    def notify_style_update(self) -> None:
        """Colours may have changed: lines stay, strips do not."""
        super().notify_style_update()
        self._rows.colours_changed()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_unmount(self) -> None:
        self._stop_frame_timer()

    def on_resize(self) -> None:
        self._show_anew()

    def on_show(self) -> None:
        self._show_anew()

    def on_click(self, event: events.Click) -> None:
        """A click on a fold opens or closes it."""
        fold = event.style.meta.get("fold")
        row = next(iter(self._document.rows(event.y, 1)), None)
        message = self._document.message_at(row[0]) if row is not None else None
        if fold is not None and message is not None:
            event.stop()
            self.toggle_fold(message.id, fold)

    def toggle_fold(self, message_id: str, fold: str) -> None:
        """Open or close a message's `thinking` or its long `text`."""
        if self.size.height:
            self._document.toggle(message_id, fold, self._frame())
            self._moved()

    # Selecting

    def selected_text(self) -> str:
        """What the mouse has selected, as its source; empty if nothing is."""
        selection = self.text_selection
        return selected_text(self._document, selection, self._frame()) if selection is not None else ""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selected_text(self._document, selection, self._frame()), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's signature
        self.refresh()

"""The conversation pane: one widget on the line API for a conversation of any length."""

from collections.abc import Callable
from datetime import date
from functools import partial
from time import monotonic, perf_counter
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer

from aishtui.chat import wording
from aishtui.chat.messages import Message as ChatMessage
from aishtui.pane.document import Document
from aishtui.pane.frame import Frame, Renderer
from aishtui.pane.governor import NOT_READY_S, Governor
from aishtui.pane.lines import Look
from aishtui.pane.palette import NAMES, PREFIX, Palette
from aishtui.pane.parts import FOLDED, HEADER
from aishtui.pane.plain import PlainRenderer
from aishtui.pane.selecting import selected_text, selection_y
from aishtui.pane.strips import MARGIN, StripCache, highlighted
from aishtui.pane.textual_private import show_position
from aishtui.pane.ticking import LATE_S

_MORE = Look(("more",))


class Transcript(ScrollView, inherit_bindings=False, can_focus=True):
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
        Binding("home,g", "scroll_home", "To the beginning", show=False, id="pane.top"),
        Binding("end,G", "scroll_end", "To the end", show=False, id="pane.end"),
        Binding("alt+up", "cursor_previous", "Previous message", show=False, id="message.previous"),
        Binding("alt+down", "cursor_next", "Next message", show=False, id="message.next"),
        Binding("enter,o", "activate", "Open or close, actions of the message", show=False, id="message.activate"),
    ]

    class Activated(Message):
        """The user chose the message under the message cursor."""

        def __init__(self, message_id: str) -> None:
            self.message_id = message_id
            super().__init__()

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
        self._governor = Governor(frames_per_second)
        self._document = Document()
        self._renderer: Renderer = PlainRenderer()
        self._palette = Palette(self)
        self._strips = StripCache(self._palette, 0)
        self._laid_size = Size(0, 0)
        self._frame_timer: Timer | None = None
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
                self._frame_timer = self.set_timer(wait, self._draw_frame)
            else:
                self._draw_frame()

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

    def _move_cursor(self, step: int) -> None:
        if self.size.height:
            self._document.move_cursor(step, self._frame())
            self._moved()

    def action_scroll_up(self) -> None:
        self.scroll_lines(-1)

    def action_scroll_down(self) -> None:
        self.scroll_lines(1)

    def action_page_up(self) -> None:
        self.scroll_pages(-1)

    def action_page_down(self) -> None:
        self.scroll_pages(1)

    def action_scroll_home(self) -> None:
        self.scroll_to_top()

    def action_scroll_end(self) -> None:
        self.follow_end()

    def action_cursor_previous(self) -> None:
        self.previous_message()

    def action_cursor_next(self) -> None:
        self.next_message()

    def action_activate(self) -> None:
        """Open or close what is folded; whatever else a message is chosen for is up to who hears of it."""
        index, fold = self._document.fold_at_hand(self.size.height) or (self._document.cursor, "")
        message = self._document.message_at(index) if index is not None else None
        if message is not None and fold:
            self.toggle_fold(message.id, fold)
        elif message is not None:
            self.post_message(self.Activated(message.id))

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
        width = self.size.width
        filters = self.get_line_filters()
        background = self.background_colors[1]
        strips = self._row_strips(crop.y, crop.height, self.text_selection)
        if crop.bottom == self.size.height and strips:
            strips[-1] = self._with_mark(strips[-1])
        if crop.x or crop.right != width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        for line_filter in filters:
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        self._governor.spent(perf_counter() - began)
        return strips

    def render_line(self, y: int) -> Strip:
        """One row with the offsets by which Textual selects text."""
        for entry, line, content in self._document.rows(y, 1):
            strip = self._strips.strip(content, self._document.marked(entry, line))
            return strip.apply_offsets(0, selection_y(entry, line))
        return self._strips.blank()

    def _row_strips(self, first: int, count: int, selection: Selection | None) -> list[Strip]:
        strips: list[Strip] = []
        at_hand = self._document.fold_at_hand(self.size.height) if self.has_focus else None
        for entry, line, content in self._document.rows(first, count):
            strip = self._strips.strip(content, self._document.marked(entry, line))
            if content.fold and (entry, content.fold) == at_hand:
                strip = self._with_key(strip)
            span = selection.get_span(selection_y(entry, line)) if selection is not None else None
            if span is not None:
                style = self.screen.get_component_rich_style("screen--selection")
                strip = highlighted(strip, max(MARGIN, span[0]), None if span[1] == -1 else span[1], style)
            strips.append(strip)
        strips.extend([self._strips.blank()] * (count - len(strips)))
        return strips

    def _with_key(self, strip: Strip) -> Strip:
        """The row of a fold, with the key that opens or closes it."""
        shown = strip.text.rstrip()
        label = f"  Enter {'opens' if shown.lstrip(' ▌').startswith(FOLDED) else 'closes'}"
        start = cell_len(shown)
        if start + len(label) > self.size.width:
            return strip
        key = Strip([Segment(label, self._palette.style(HEADER))], len(label))
        return Strip.join([strip.crop(0, start), key, strip.crop(start + len(label))])

    def _with_mark(self, strip: Strip) -> Strip:
        """The last row, with what has come below it while the reader is elsewhere."""
        if self._document.following or not self._document.new_lines:
            return strip
        label = f" {wording.plural(self._document.new_lines, 'new line')}, End to follow "
        start = self.size.width - len(label)
        if start < 0:
            return strip
        return Strip.join([strip.crop(0, start), Strip([Segment(label, self._palette.style(_MORE))], len(label))])

    def _frame(self) -> Frame:
        return Frame(max(1, self.size.width - 2 * MARGIN), self.size.height, self._renderer, monotonic(), date.today())

    def _draw_frame(self, clock: bool = False) -> None:
        """Lay out what is new and have it drawn, unless nobody sees it or the terminal is behind."""
        self._stop_frame_timer()
        if not self.is_attached or not self.size.height or not self.display:
            return
        if not self.output_ready():
            self._frame_timer = self.set_timer(NOT_READY_S, partial(self._draw_frame, clock))
            return
        began = monotonic()
        self._governor.began(began)
        self._lay_out(clock)
        self._governor.spent(monotonic() - began)

    def _stop_frame_timer(self) -> None:
        if self._frame_timer is not None:
            self._frame_timer.stop()
            self._frame_timer = None

    def _lay_out(self, clock: bool = False) -> None:
        self._fit()
        new_lines = self._document.new_lines
        change = self._document.lay_out(self._frame(), clock)
        if change is not None:
            height = self.size.height - change.row
            self.refresh(Region(0, change.row, self.size.width, height))
        elif new_lines != self._document.new_lines:
            self.refresh(Region(0, self.size.height - 1, self.size.width, 1))
        self._settle()

    def _fit(self) -> None:
        """Strips are as wide as the pane."""
        self._laid_size = self.size
        if self._strips.width != self.size.width:
            self._strips = StripCache(self._palette, self.size.width)

    def _moved(self) -> None:
        if not self.size.height:
            return
        self._fit()
        self._document.lay_out(self._frame())
        self.refresh()
        self._settle()

    def _settle(self) -> None:
        """After each layout: the scroll bar, the clock, and who wants to know of the end."""
        show_position(self, self.size.width, self._document.total, self._document.top)
        self._keep_clock()
        follow = (self._document.following, self._document.new_lines)
        if follow != self._follow_told:
            self._follow_told = follow
            self.post_message(self.FollowChanged(*follow))

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
        self._palette = Palette(self)
        self._strips = StripCache(self._palette, self._strips.width)
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

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

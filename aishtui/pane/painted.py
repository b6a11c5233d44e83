"""How the conversation pane is drawn: in frames, at most so many a second, of no more than what is in view."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from time import monotonic, perf_counter

from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from aishtui.pane.document import Document
from aishtui.pane.frame import Frame, KeyNames, Renderer
from aishtui.pane.governor import Governor
from aishtui.pane.plain import PlainRenderer
from aishtui.pane.rows import Rows
from aishtui.pane.searchable import Searchable
from aishtui.pane.strips import MARGIN
from aishtui.pane.textual_private import show_bar, show_position
from aishtui.pane.ticking import LATE_S

MOST_AT_ONCE = 10
"""Lines by which the view follows an answer, where a move is dear; never more than a third of the pane."""


class Painted(Searchable):
    """The part of the transcript that draws: frames of what is new, and the clocks in view once a second."""

    class FollowChanged(Message):
        """The reader left the end or came back to it, or more lines have come below."""

        def __init__(self, following: bool, new_lines: int) -> None:
            self.following = following
            self.new_lines = new_lines
            super().__init__()

    class ReaderMoved(Message):
        """The view may be at another place of the document."""

    def __init__(self, *, frames_per_second: int = 30, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.paint: Callable[[Widget, int, Sequence[Strip]], bool] = lambda _widget, _first, _strips: False
        """Shows rows of this widget at once, or says that it cannot; then Textual draws them in its own time."""
        self.moves_alone: Callable[[Widget], bool] = lambda _widget: True
        """Whether the terminal moves rows of this widget and nothing beside them. Where it does not, each move has much
        sent again, and the view follows an answer by several lines at once."""
        self.key_names = KeyNames()
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
    def renderer(self) -> Renderer:
        """What turns answers into lines; the plain one until Markdown's is loaded."""
        return self._renderer

    @property
    def frames_per_second(self) -> int:
        return self._governor.frames_per_second

    @frames_per_second.setter
    def frames_per_second(self, frames: int) -> None:
        self._governor.frames_per_second = frames

    @property
    def output_wait(self) -> Callable[[], float]:
        """Says in how many seconds the terminal will have taken what it was sent; until then frames are skipped."""
        return self._governor.line_wait

    @output_wait.setter
    def output_wait(self, seconds: Callable[[], float]) -> None:
        self._governor.line_wait = seconds

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
        return self._governor.wait(monotonic())

    @property
    def up_to_date(self) -> bool:
        """Whether nothing waits for the next frame."""
        return self._frame_timer is None

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
        width = max(1, self.size.width - 2 * MARGIN)
        height = self.size.height
        step = 1 if self.moves_alone(self) else max(1, min(MOST_AT_ONCE, height // 3))
        return Frame(width, height, self._renderer, monotonic(), date.today(), self.key_names, step)

    def _draw_frame(self, clock: bool = False) -> None:
        """Lay out what is new and have it drawn, unless nobody sees it or the terminal is behind."""
        self._stop_frame_timer()
        if not self.is_attached or not self.size.height or not self.display:
            return
        if wait := self.output_wait():
            self._draw_in(wait, clock)
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
        self.post_message(self.ReaderMoved())

    def _settle(self, bar: bool) -> None:
        """After each layout: the scroll bar, the clock, and who wants to know of the end or of a search."""
        top = self._document.top
        # Free lines below the end are there to be scrolled over.
        total = max(self._document.total, top + self.size.height if top else 0)
        show_position(self, self.size.width, total, top)
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

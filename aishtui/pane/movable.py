"""How the reader moves in the conversation pane: by lines and pages, by the bar, and from message to message."""

from textual.message import Message

from aishtui.chat.messages import Message as ChatMessage
from aishtui.pane.painted import Painted


class Movable(Painted):
    """The part of the transcript that moves the view and the message cursor; the keys are the transcript's own."""

    class CursorMoved(Message):
        """The message cursor is at another message now."""

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

    def point_at(self, message_id: str) -> None:
        """The same, but nothing moves where its beginning is in view already."""
        if self.size.height:
            self._document.lay_out(self._frame())
            self._document.point_at(message_id, self._frame())
            self._moved()
            self.post_message(self.CursorMoved())

    @property
    def versioned_message(self) -> ChatMessage | None:
        """Whose versions are gone through by a key: of those in view that have some, the nearest to the one under the
        message cursor; without a cursor the last."""
        index = self._document.versioned_at_hand(self.size.height)
        return self._document.message_at(index) if index is not None else None

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

"""What one conversation looks like: which lines of its messages are known, and where the reader is."""

from collections.abc import Iterator, Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.places import ReadingPlace
from aishtui.pane.contents import Contents
from aishtui.pane.frame import Frame
from aishtui.pane.lines import Line
from aishtui.pane.reading_spot import Spot, line_of, spot_of
from aishtui.pane.saved_place import line_at, place_of
from aishtui.pane.stack import Place


@dataclass(frozen=True, slots=True)
class Change:
    """What a new layout changed: the rows of the pane from `row` on."""

    row: int


class Document(Contents):
    """One conversation as the pane shows it; one per tab, kept while the tab is hidden. Lays out only when asked."""

    def __init__(self) -> None:
        super().__init__()
        self.following = True
        """Whether the end is in view and stays there."""
        self.new_lines = 0
        """How many lines have come below since the reader left the end."""
        self.cursor: int | None = None
        """The index of the message under the message cursor."""
        self._top = Place(0, 0)
        self._in_steps = False
        """Whether an answer has grown in view, so that free lines may stand below it."""
        self._spot: tuple[Place, Spot] | None = None
        """Where another width has put the reader, and for which spot: many changes in a row add nothing up."""
        self._resumed: ReadingPlace | None = None
        """Where the reader was the last time, until they move."""

    def load(self, messages: Sequence[Message]) -> None:
        """Show these messages and none else, following the end; the welcome text from its beginning."""
        self.following = bool(messages) or not self.welcome
        self.new_lines, self.cursor, self._top, self._spot, self._resumed = 0, None, Place(0, 0), None, None
        self._in_steps = False
        super().load(messages)

    def resume(self, place: ReadingPlace | None) -> None:
        """Go on where the reader was the last time; without a place, or where its message is gone, at the end."""
        index = self._index.get(place.message_id) if place is not None else None
        if index is not None:
            self.following, self._top, self._resumed, self._shape = False, Place(index, 0), place, None

    @property
    def place(self) -> ReadingPlace | None:
        """Where the reader is, for the next time; None at the end."""
        if self.following or self.empty:
            return None
        if self._resumed is not None:
            return self._resumed
        entry = self._stack.entries[self._top.entry]
        return place_of(entry, self._top.line) if entry.laid_out else ReadingPlace(entry.message.id)

    def replace_path(self, messages: Sequence[Message], keep_cursor: bool = False) -> None:
        """Show another branch. What both have in common stays as it is, and so does the reader's place in it; with
        `keep_cursor` the message cursor stays on its message, wherever that stands now."""
        chosen = self.message_at(self.cursor) if keep_cursor and self.cursor is not None else None
        same = self._exchange(messages)
        if self._top.entry >= same:
            self.following, self._top, self._resumed = True, Place(0, 0), None
            self._in_steps = False
        self.new_lines, self.cursor = 0, self._index.get(chosen.id) if chosen is not None else None

    # Laying out

    def lay_out(self, frame: Frame, clock: bool = False) -> Change | None:
        """Lay out what changed and what is in view; what of the pane changed with it, if anything."""
        if self._shape != (frame.width, frame.renderer, frame.keys):
            self._shape = (frame.width, frame.renderer, frame.keys)
            self._lay_out_anew(frame)
            return Change(0)
        top = self._top
        if clock:
            self._changed.update(self._running)
        lines = {index: self._update(index, frame) for index in sorted(self._changed)}
        self._changed.clear()
        self._show(frame)
        if self._top != top:
            return Change(0)
        changed = [at for at in lines.items() if at[0] >= top.entry and at[1] < self._stack.entries[at[0]].height]
        rows = [self._stack.lines_above(Place(*at)) - self.top for at in changed]
        first = min(rows, default=frame.height)
        return Change(max(0, first)) if first < frame.height else None

    def _update(self, index: int, frame: Frame) -> int:
        """Lay out a changed entry; the index of its first changed line."""
        line, grown = self._stack.update(index, frame)
        if grown > 0 and not self.following and index >= self._top.entry:
            self.new_lines += grown
        return line

    def _show(self, frame: Frame) -> None:
        """Lay out what is in view, and keep the reader's place."""
        if not self._stack.entries:
            return
        end = self._stack.end(frame)
        self._in_steps = self._in_steps or bool(self.following and self._running)
        if self.following:
            self._top = self._last_top(end, frame)
        else:
            height = self._stack.need(self._top.entry, frame).height
            self._top = min(Place(self._top.entry, min(self._top.line, height - 1)), self._last_top(end, frame))
            if self._top >= end:
                # A larger pane, or a text that became shorter: all there is has been seen.
                self.new_lines = 0
        self._stack.show(self._top, frame)

    def _last_top(self, end: Place, frame: Frame) -> Place:
        """Where the view stands that shows the end: at the end, or while an answer grows at the next of the steps
        that are counted from its beginning, with free lines below for what comes."""
        if frame.step == 1 or not self._in_steps or end == Place(0, 0):
            return end
        answer = Place(len(self._stack) - 1, 0)
        lines = self._stack.lines_above(end) - self._stack.lines_above(answer)
        return self._stack.place_from(answer, -(-lines // frame.step) * frame.step, frame)

    def _lay_out_anew(self, frame: Frame) -> None:
        """Width or renderer changed: all lines are others, and the reader's line is the one with the same words."""
        spot = self._reading_spot() if self._resumed is None else None
        self._stack.forget(frame.width)
        self._changed.clear()
        if self._resumed is not None:
            self._top = self._resumed_top(self._resumed, frame)
        if spot is not None:
            line = line_of(self._stack.need(self._top.entry, frame), spot)
            self._top = Place(self._top.entry, line)
        self._show(frame)
        self._spot = (self._top, spot) if spot is not None else None

    def _resumed_top(self, place: ReadingPlace, frame: Frame) -> Place:
        index = self._index[place.message_id]
        return Place(index, line_at(self._stack.need(index, frame), place))

    def _reading_spot(self) -> Spot | None:
        """Where in the message at the top the reader is; None where that makes no difference."""
        if self.following or not self._stack.entries:
            return None
        if self._spot is not None and self._spot[0] == self._top:
            return self._spot[1]
        entry = self._stack.entries[self._top.entry]
        return spot_of(entry, self._top.line) if entry.laid_out else None

    # Where the reader is

    @property
    def total(self) -> int:
        """The lines of the whole document, guessed where they are not known."""
        return max(0, self._stack.total - 1)

    @property
    def top(self) -> int:
        """The number of lines above the pane, guessed as `total` is."""
        return self._stack.lines_above(self._top) if self._stack.entries else 0

    def rows(self, first: int, count: int) -> Iterator[tuple[int, int, Line]]:
        """Up to `count` rows of the pane from its row `first` on: entry, line in the entry, line."""
        return self._stack.rows(Place(self._top.entry, self._top.line + first), count)

    def move(self, lines: int, frame: Frame) -> None:
        """Move the view by so many lines, down where positive: exactly, whatever the guesses about heights are."""
        if self._stack.entries:
            self._show(frame)
            self.go(self._stack.place_from(self._top, lines, frame), frame)

    def move_to(self, top: int, frame: Frame) -> None:
        """Show the line that is about `top` lines from the beginning: for the scroll bar."""
        if self._stack.entries:
            self.go(self._stack.place_at(top), frame)

    def go(self, place: Place, frame: Frame) -> None:
        """Show this line at the top of the pane, or the end where nothing would be below it."""
        if not self._stack.entries:
            return
        end = self._stack.end(frame)
        self._in_steps = self._in_steps and (bool(self._running) or place >= self._top)
        self.following = place >= max(end, self._top)
        self._top, self._spot, self._resumed = min(place, self._last_top(end, frame)), None, None
        if self.following:
            self.new_lines = 0
        self._show(frame)

    def bring(self, place: Place, frame: Frame) -> None:
        """Bring a line into view, a third from the top; nothing moves where it is in view already."""
        if not self._stack.entries:
            return
        self._show(frame)
        # What has come below is told in the last row, over the text.
        free = frame.height - (not self.following and self.new_lines > 0)
        if all((entry, line) != (place.entry, place.line) for entry, line, _ in self.rows(0, free)):
            self.go(self._stack.place_from(place, -(frame.height // 3), frame), frame)

    def last_in_view(self, frame: Frame) -> Place:
        """The place in the last row of the pane that shows one."""
        if self._stack.entries:
            self._show(frame)
        last = Place(0, 0)
        for entry, line, _ in self.rows(0, frame.height):
            last = Place(entry, line)
        return last

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following, self.new_lines, self._resumed = True, 0, None

    # The message cursor, and what is folded

    def move_cursor(self, step: int, frame: Frame) -> None:
        """To the previous (-1) or next (+1) message; it comes into view with its beginning at the top."""
        if not self._index:
            return
        last = len(self._stack) - 1
        if self.cursor is None:
            visible = next(iter(self.rows(max(0, frame.height - 1), 1)), None)
            self.cursor = visible[0] if visible else last
        else:
            self.cursor = min(last, max(0, self.cursor + step))
        if step > 0 and self.cursor == last:
            end = self._stack.end(frame)
            self.go(max(Place(self.cursor, 0), end) if end.entry == last else end, frame)
        else:
            self.go(Place(self.cursor, 0), frame)

    def choose(self, message_id: str, frame: Frame) -> None:
        """Put the message cursor on a message; its beginning comes into view."""
        if message_id in self._index:
            self.cursor = self._index[message_id]
            self.go(Place(self.cursor, 0), frame)

    def point_at(self, message_id: str, frame: Frame) -> None:
        """Put the message cursor on a message; its beginning comes to the top, unless it is in view."""
        index = self._index.get(message_id)
        if index is not None:
            self.cursor = index
            self._show(frame)
            if all((entry, line) != (index, 0) for entry, line, _ in self.rows(0, frame.height)):
                self.go(Place(index, 0), frame)

    def versioned_at_hand(self, height: int) -> int | None:
        """The index of the message in view with other versions that is nearest to the cursor, else the last."""
        seen = sorted({entry for entry, _, _ in self.rows(0, height)})
        found = [index for index in seen if (m := self.message_at(index)) is not None and m.id in self._versioned]
        near = self.cursor if self.cursor is not None else len(self._stack)
        return min(found, key=lambda index: (abs(index - near), -index), default=None)

    def marked(self, entry: int, line: int) -> bool:
        """Whether a line belongs to the message under the cursor; the blank line after it does not."""
        return entry == self.cursor and line < self._stack.entries[entry].height - 1

    def toggle(self, message_id: str, fold: str, frame: Frame) -> None:
        """Open or close the `thinking` or the long `text` of a message. The view stays: what opens, opens downwards."""
        index = self._index.get(message_id)
        if index is not None:
            self._stack.entries[index].toggle(fold)
            self._stack.update(index, frame)
            self.go(self._top, frame)

    def fold_at_hand(self, height: int) -> tuple[int, str] | None:
        """What a key opens or closes: the fold of the message under the cursor (empty if it has none) while that is
        in view, else the first fold in view. The message's index comes first."""
        rows = list(self.rows(0, height))
        if self.cursor is not None and any(entry == self.cursor for entry, _, _ in rows):
            return self.cursor, self._stack.entries[self.cursor].fold
        return next(((entry, line.fold) for entry, _, line in rows if line.fold), None)

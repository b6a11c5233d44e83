"""A long text to be read: the rows in view and no others, moved through by keys and wheel."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from aishtui.widgets.line import LineWidget, Span
from aishtui.widgets.reading_text import ReadingRows, ReadingText, Row

_WHEEL_ROWS = 3
_MARGIN = 1


class TextReader(LineWidget, can_focus=True):
    """Holds its place by character, so that a resize keeps what was being read at the top."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-reader--title",
        "text-reader--name",
        "text-reader--muted",
        "text-reader--error",
        "text-reader--hit",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Line up", show=False),
        Binding("down", "move(1)", "Line down", show=False),
        Binding("pageup,b", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("home,g,ctrl+home", "top", "Top", show=False),
        Binding("end,G,ctrl+end", "end", "End", show=False),
    ]

    class Moved(Message):
        """Other rows are in view; `share` of the text is above the bottom of the reader, 0 to 1."""

        def __init__(self, share: float) -> None:
            self.share = share
            super().__init__()

    def __init__(self, reading: ReadingText, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reading = reading
        self._rows = ReadingRows(reading, 80)
        self._length = len(reading.text.rstrip("\n"))
        self._top = 0

    def show(self, reading: ReadingText) -> None:
        """Another text, from its beginning."""
        self._reading, self._top = reading, 0
        self._rows = ReadingRows(reading, max(1, self.size.width - 2 * _MARGIN))
        self._length = len(reading.text.rstrip("\n"))
        self.refresh()

    def on_resize(self) -> None:
        self._rows = ReadingRows(self._reading, self.size.width - 2 * _MARGIN)
        self._show_from(self._rows.at(self._top))

    @property
    def whole(self) -> bool:
        """Whether all of the text is in view."""
        return self._top == 0 and self._share() >= 1

    def rows_in_view(self) -> list[Row]:
        """No more than fit, the first at the top."""
        rows: list[Row] = []
        row: Row | None = self._rows.at(self._top)
        while row is not None and len(rows) < self.size.height:
            rows.append(row)
            row = self._rows.after(row)
        return rows

    def action_move(self, lines: int) -> None:
        """So many rows, down where positive."""
        row = self._rows.at(self._top)
        for _ in range(abs(lines)):
            following = self._rows.after(row) if lines > 0 else self._rows.before(row)
            if following is None:
                break
            row = following
        self._show_from(row)

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        self._show_from(self._rows.at(0))

    def action_end(self) -> None:
        self._show_from(self._rows.at(max(0, len(self._reading.text) - 1)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-_WHEEL_ROWS)

    def _show_from(self, row: Row) -> None:
        """With `row` at the top, or as much above it as the end leaves room for."""
        self._top = row.start
        missing = self.size.height - len(self.rows_in_view())
        for _ in range(missing):
            above = self._rows.before(row)
            if above is None:
                break
            row = above
        self._top = row.start
        self.refresh()
        self.post_message(self.Moved(self._share()))

    def _share(self) -> float:
        rows = self.rows_in_view()
        return min(1.0, rows[-1].stop / self._length) if rows and self._length else 1.0

    def render_lines(self, crop: Region) -> list[Strip]:
        rows = self.rows_in_view()
        strips = [self._strip(row) for row in rows] + [self.row([])] * (self.size.height - len(rows))
        return [strip.crop(crop.x, crop.right) for strip in strips[crop.y : crop.bottom]]

    def _strip(self, row: Row) -> Strip:
        spans = [Span(" " * (_MARGIN + row.indent))]
        for text, part in self._reading.pieces(row):
            spans.append(Span(text, f"text-reader--{part}" if part else ""))
        return self.row(spans)

"""A long text to be read."""

from typing import ClassVar

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from aishtui.widgets.line import Span
from aishtui.widgets.reading_text import ReadingRows, ReadingText, Row
from aishtui.widgets.row_reader import RowReader

_MARGIN = 1


class TextReader(RowReader[Row]):
    """Holds its place by character, so that a resize keeps what was being read at the top."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-reader--title",
        "text-reader--name",
        "text-reader--muted",
        "text-reader--error",
        "text-reader--hit",
    }

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
        self.go(self._rows.at(self._top))

    @property
    def whole(self) -> bool:
        """Whether all of the text is in view."""
        return self._top == 0 and self._share() >= 1

    def top_row(self) -> Row:
        return self._rows.at(self._top)

    def first_row(self) -> Row:
        return self._rows.at(0)

    def last_row(self) -> Row:
        return self._rows.at(max(0, len(self._reading.text) - 1))

    def after(self, row: Row) -> Row | None:
        return self._rows.after(row)

    def before(self, row: Row) -> Row | None:
        return self._rows.before(row)

    def go(self, row: Row) -> None:
        self._top = row.start
        self._top = self.with_room_above(row).start
        self.refresh()
        self.post_message(self.Moved(self._share()))

    def _share(self) -> float:
        rows = self.rows_in_view()
        return min(1.0, rows[-1].stop / self._length) if rows and self._length else 1.0

    def render_lines(self, crop: Region) -> list[Strip]:
        rows = self.rows_in_view()
        with self.drawing_rows():
            strips = [self._strip(row) for row in rows] + [self.row([])] * (self.size.height - len(rows))
        return [strip.crop(crop.x, crop.right) for strip in strips[crop.y : crop.bottom]]

    def _strip(self, row: Row) -> Strip:
        spans = [Span(" " * (_MARGIN + row.indent))]
        for text, part in self._reading.pieces(row):
            spans.append(Span(text, f"text-reader--{part}" if part else ""))
        return self.row(spans)

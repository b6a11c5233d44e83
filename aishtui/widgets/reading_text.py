"""A long text in rows, found from any place on: nothing is laid out, counted or indexed that is not looked at."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from aishtui.chat.clean import clean_text
from aishtui.pane.wrapping import breaks, cells

NAME = "name"
"""The part of a line that stands left of its value; the value's further rows begin below its first."""

_LONGEST_LINE = 4096
"""A longer line is wrapped in pieces of so many characters, each by itself: one line may be megabytes."""
_MOST_KEPT = 256


class Mark(NamedTuple):
    """The characters from `start` to `stop` look like `part`."""

    start: int
    stop: int
    part: str


class Row(NamedTuple):
    """The characters of one row, and how many blank cells stand before them."""

    start: int
    stop: int
    indent: int = 0


class ReadingText:
    """Text that is added to until it is read; only safe characters, tabs as blanks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0
        self._whole: str | None = None

    def add(self, text: str, part: str = "") -> None:
        """Append `text`, which looks like `part` (a component class, without its prefix)."""
        safe = clean_text(text)
        safe = safe.expandtabs(4) if "\t" in safe else safe
        if part and safe:
            self._marks.append(Mark(self._length, self._length + len(safe), part))
        self._parts.append(safe)
        self._length += len(safe)
        self._whole = None

    def line(self, text: str = "", part: str = "") -> None:
        self.add(text, part)
        self.add("\n")

    @property
    def text(self) -> str:
        if self._whole is None:
            self._whole = "".join(self._parts)
            self._parts = [self._whole]
        return self._whole

    def pieces(self, row: Row) -> Iterator[tuple[str, str]]:
        """The row's text in pieces of one look each: (text, part)."""
        at = row.start
        for mark in self._marks[max(0, bisect_right(self._marks, (row.start,)) - 1) :]:
            if mark.start >= row.stop:
                break
            if mark.stop > at:
                yield self.text[at : max(at, mark.start)], ""
                at = max(at, mark.start)
                yield self.text[at : min(mark.stop, row.stop)], mark.part
                at = min(mark.stop, row.stop)
        yield self.text[at : row.stop], ""

    def name_width(self, start: int) -> int:
        """How many characters of the line at `start` are its name."""
        index = bisect_right(self._marks, (start, self._length + 1)) - 1
        mark = self._marks[index] if index >= 0 else None
        return mark.stop - start if mark is not None and mark.start == start and mark.part == NAME else 0


class ReadingRows:
    """The rows of a text at one width. A row is addressed by the place of its first character."""

    def __init__(self, reading: ReadingText, width: int) -> None:
        self._reading = reading
        self._text = reading.text
        self._width = max(1, width)
        self._kept: dict[int, list[Row]] = {}

    def at(self, place: int) -> Row:
        """The row that holds the character at `place`."""
        rows = self._rows(self._piece(place))
        return rows[max(0, bisect_right(rows, place, key=lambda row: row.start) - 1)]

    def after(self, row: Row) -> Row | None:
        """The next row; None below the last."""
        rows = self._rows(self._piece(row.start))
        index = bisect_right(rows, row.start, key=lambda other: other.start)
        if index < len(rows):
            return rows[index]
        stop = self._stop(self._piece(row.start))
        if stop < len(self._text) and self._text[stop] == "\n":
            stop += 1
            return self.at(stop) if stop < len(self._text) else None
        return self.at(stop) if stop < len(self._text) else None

    def before(self, row: Row) -> Row | None:
        """The row above; None above the first."""
        piece = self._piece(row.start)
        rows = self._rows(piece)
        index = bisect_right(rows, row.start, key=lambda other: other.start) - 1
        if index > 0:
            return rows[index - 1]
        return self._rows(self._piece(piece - 1))[-1] if piece > 0 else None

    def _piece(self, place: int) -> int:
        """Where the line, or the piece of a long line, begins that holds the character at `place`."""
        begins = self._text.rfind("\n", 0, place) + 1
        return begins + (place - begins) // _LONGEST_LINE * _LONGEST_LINE if place > begins else begins

    def _stop(self, piece: int) -> int:
        """Where it ends: at a newline, at the end, or at the longest that a piece may be."""
        limit = min(piece + _LONGEST_LINE, len(self._text))
        found = self._text.find("\n", piece, limit)
        return found if found >= 0 else limit

    def _rows(self, piece: int) -> list[Row]:
        rows = self._kept.get(piece)
        if rows is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            rows = self._kept[piece] = list(self._wrapped(piece))
        return rows

    def _wrapped(self, piece: int) -> Iterator[Row]:
        stop = self._stop(piece)
        name = self._reading.name_width(piece)
        indent = cells(self._text[piece : piece + name]) if name else 0
        if indent > self._width // 2:
            name = indent = 0
        first = True
        for start, end, _ in breaks(self._text[piece + name : stop], self._width - indent):
            if first:
                yield Row(piece, piece + name + end)
                first = False
            else:
                yield Row(piece + name + start, piece + name + end, indent)

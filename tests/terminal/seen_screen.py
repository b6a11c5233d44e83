"""A terminal that is told what it draws as the display layer thinks terminals do, and says what is seen of it."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

import pyte
from pyte.screens import Char
from rich.cells import split_graphemes

from aishtui.terminal.cells import is_simple
from benchmarks.margins import MarginScreen

_NOT_SEEN = re.compile(r"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b[\]P][^\x07\x1b]*(?:\x07|\x1b\\)")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;<=>?$ ]*|[\]P][^\x07\x1b]*\x1b?)?\Z")


class Look(NamedTuple):
    """What is seen of one cell. Of a blank, nothing is seen of the colour and the shape of what is not there."""

    text: str
    colour: str
    background: str
    shape: str


class SeenScreen(MarginScreen):
    """Unlike pyte's: a character of several code points has one place, as wide as rich takes it for; of a wide one
    that is written over, the other half goes; erased cells have the background and nothing else, without `fills` not
    even that (BCE); and dim letters are seen (where pyte has those that blink, of which there are none here)."""

    def __init__(self, columns: int, lines: int, fills: bool = True) -> None:
        self._fills = fills
        self._cells: dict[Char, dict[str, Char]] = {}
        super().__init__(columns, lines)

    @property
    def looks(self) -> list[list[Look]]:
        return [self.row_looks(y) for y in range(self.lines)]

    def row_looks(self, y: int) -> list[Look]:
        line = self.buffer[y]
        return [_look(line[x]) for x in range(self.columns)]

    @property
    def place(self) -> tuple[int, int]:
        """Where the cursor stands: column and row."""
        return min(self.cursor.x, self.columns - 1), self.cursor.y

    def draw(self, data: str) -> None:
        if is_simple(data) and self.cursor.x + len(data) <= self.columns:
            self._draw_simple(data)
            return
        before = self._before()
        for start, end, width in split_graphemes(before + data)[0]:
            text = (before + data)[start:end]
            if start >= len(before):
                self._put(text, width, self.cursor.attrs)
            elif end > len(before):
                self._join(text, width)
        self.dirty.add(self.cursor.y)

    def _draw_simple(self, data: str) -> None:
        x, y, attributes = self.cursor.x, self.cursor.y, self.cursor.attrs
        self._let_go_of_halves(x, x + len(data))
        line = self.buffer[y]
        cells = self._cells.setdefault(attributes, {})
        for at, character in enumerate(data, x):
            cell = cells.get(character)
            if cell is None:
                cell = cells[character] = attributes._replace(data=character)
            line[at] = cell
        self.cursor.x = x + len(data)
        self.dirty.add(y)

    def _before(self) -> str:
        """The character before the cursor: what comes may be a part of it."""
        at = self.cursor.x - self._width_before()
        return self.buffer[self.cursor.y][at].data if at >= 0 else ""

    def _width_before(self) -> int:
        return 2 if self.cursor.x > 1 and not self.buffer[self.cursor.y][self.cursor.x - 1].data else 1

    def _join(self, text: str, width: int) -> None:
        """What belongs to the character before is written as that was."""
        self.cursor.x -= self._width_before()
        self._put(text, width, self.buffer[self.cursor.y][self.cursor.x])

    def _put(self, text: str, width: int, as_: Char) -> None:
        if not 0 < width <= self.columns:
            return
        x, line = min(self.cursor.x, self.columns - width), self.buffer[self.cursor.y]
        self._let_go_of_halves(x, x + width)
        line[x] = as_._replace(data=text)
        if width == 2:
            line[x + 1] = as_._replace(data="")
        self.cursor.x = x + width

    def _let_go_of_halves(self, start: int, stop: int) -> None:
        line = self.buffer[self.cursor.y]
        if start > 0 and not line[start].data:
            line[start - 1] = line[start - 1]._replace(data=" ")
        if stop < self.columns and not line[stop].data:
            line[stop] = line[stop]._replace(data=" ")

    def select_graphic_rendition(self, *attrs: int, **kwargs: Any) -> None:
        super().select_graphic_rendition(*_dim_as_blinking(attrs), **kwargs)

    def erase_characters(self, count: int | None = None) -> None:
        self._let_go_of_halves(self.cursor.x, self.cursor.x + (count or 1))
        with self._erasing():
            super().erase_characters(count)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        if how != 2 and self.cursor.x < self.columns:
            self._let_go_of_halves(self.cursor.x, self.cursor.x + 1)
        with self._erasing():
            super().erase_in_line(how, private)

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        for y in range(self.lines):
            self.buffer[y].update({x: self.buffer[y][x] for x in range(self.columns)})  # pyte erases these only
        with self._erasing():
            super().erase_in_display(how, *args, **kwargs)

    @contextmanager
    def _erasing(self) -> Iterator[None]:
        writing = self.cursor.attrs
        self.cursor.attrs = self.default_char._replace(bg=writing.bg) if self._fills else self.default_char
        yield
        self.cursor.attrs = writing


def _dim_as_blinking(attributes: tuple[int, ...]) -> Iterator[int]:
    rest = list(attributes)
    while rest:
        code = rest.pop(0)
        if code in (38, 48) and rest:
            colour = {5: 2, 2: 4}.get(rest[0], 1)
            yield from (code, *rest[:colour])
            rest = rest[colour:]
        else:
            yield from {2: (5,), 22: (22, 25)}.get(code, (code,))


@cache
def _look(cell: Char) -> Look:
    shapes = (("underlined", cell.underscore), ("struck", cell.strikethrough), ("reverse", cell.reverse))
    seen = [name for name, on in shapes if on]
    if cell.data == " " and not seen:
        return Look(" ", "", cell.bg, "")
    seen += [name for name, on in (("bold", cell.bold), ("dim", cell.blink), ("italic", cell.italics)) if on]
    return Look(cell.data, cell.fg, cell.bg, " ".join(seen))


class SeenStream(pyte.Stream):
    """What comes may be cut anywhere. pyte takes what is said with `<`, `=` or `>` for something else, and prints what
    is passed on to another terminal."""

    csi = {**pyte.Stream.csi, "s": "set_sides"}  # noqa: RUF012 - as pyte has it
    events = pyte.Stream.events | {"set_sides"}

    def __init__(self, screen: SeenScreen) -> None:
        super().__init__(screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    def feed(self, data: bytes | str) -> None:
        text = self._rest + (data if isinstance(data, str) else self._decode(data))
        unfinished = _UNFINISHED.search(text)
        self._rest = text[unfinished.start() :] if unfinished else ""
        super().feed(_NOT_SEEN.sub("", text[: len(text) - len(self._rest)]))

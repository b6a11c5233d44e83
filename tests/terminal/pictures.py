"""What a terminal shows of what was written to it, cell by cell, and how Textual writes pieces itself."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pyte.screens import Char
from rich.console import Console
from textual.strip import Strip

from aishtui.terminal.textual_private import Piece
from benchmarks.margins import MarginScreen, MarginStream


class Seen(NamedTuple):
    text: str
    colour: str
    background: str
    bold: bool
    italic: bool
    underlined: bool
    struck: bool
    reverse: bool


class _Screen(MarginScreen):
    """Terminals differ in the background of what is erased, and of rows that come new by scrolling."""

    def __init__(self, columns: int, lines: int, erases: bool, fills: bool) -> None:
        super().__init__(columns, lines)
        self._erases, self._fills = erases, fills

    def erase_characters(self, count: int | None = None) -> None:
        with self._pen(self._erases):
            super().erase_characters(count)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        with self._pen(self._erases):
            super().erase_in_line(how, private)

    def index(self) -> None:
        bottom = (self.margins or (0, self.lines - 1))[1]
        scrolls = self.cursor.y == bottom
        super().index()
        if scrolls:
            self._fill(bottom)

    def reverse_index(self) -> None:
        top = (self.margins or (0, 0))[0]
        scrolls = self.cursor.y == top
        super().reverse_index()
        if scrolls:
            self._fill(top)

    def _fill(self, y: int) -> None:
        left, right = self.sides or (0, self.columns)
        if self._fills and left <= self.cursor.x < right:
            for x in range(left, right):
                self.buffer[y][x] = self.cursor.attrs._replace(data=" ")

    @contextmanager
    def _pen(self, in_use: bool) -> Iterator[None]:
        pen = self.cursor.attrs
        self.cursor.attrs = pen if in_use else self.default_char
        yield
        self.cursor.attrs = pen


class Picture:
    """A terminal that keeps what it was sent. `erases`: in the background that is in use (`bce`); `fills`: new rows,
    too."""

    def __init__(self, columns: int, lines: int, erases: bool = True, fills: bool = False) -> None:
        self.size = (columns, lines)
        self.received = ""
        self._screen = _Screen(columns, lines, erases, fills)
        self._stream = MarginStream(self._screen)
        self._stream.feed("\x1b[?7l")

    def write(self, text: str) -> None:
        self.received += text
        self._stream.feed(text)

    @property
    def cells(self) -> list[list[Seen]]:
        columns, lines = self.size
        rows = ([self._screen.buffer[y][x] for x in range(columns)] for y in range(lines))
        return [[_seen(cell) for cell in row] for row in rows]

    @property
    def text(self) -> list[str]:
        return ["".join(cell.text for cell in row).rstrip() for row in self.cells]

    @property
    def cursor(self) -> tuple[int, int]:
        return self._screen.cursor.x, self._screen.cursor.y


def _seen(cell: Char) -> Seen:
    """Of a blank nobody sees the colour of its letters."""
    lines = (cell.underscore, cell.strikethrough, cell.reverse)
    letters = (cell.fg, cell.bold, cell.italics) if cell.data != " " or any(lines) else ("default", False, False)
    colour, bold, italic = letters
    return Seen(cell.data, colour, cell.bg, bold, italic, *lines)


def console() -> Console:
    return Console(force_terminal=True, color_system="truecolor", width=200)


def as_textual_writes(pieces: Iterable[Piece], cursor: tuple[int, int], console: Console) -> str:
    parts = [f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in pieces]
    return "".join(parts) + f"\x1b[{cursor[1] + 1};{cursor[0] + 1}H"


def whole(rows: Iterable[Strip]) -> list[Piece]:
    """Rows from the top of the screen on."""
    return [Piece(0, y, strip) for y, strip in enumerate(rows)]

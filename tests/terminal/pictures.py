"""What a terminal shows of what was written to it, cell by cell, and how Textual writes pieces itself."""

from collections.abc import Iterable
from typing import NamedTuple

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


class Picture:
    """A terminal that keeps what it was sent."""

    def __init__(self, columns: int, lines: int) -> None:
        self.size = (columns, lines)
        self.received = ""
        self._screen = MarginScreen(columns, lines)
        self._stream = MarginStream(self._screen)
        self._stream.feed("\x1b[?7l")

    def write(self, text: str) -> None:
        self.received += text
        self._stream.feed(text)

    @property
    def cells(self) -> list[list[Seen]]:
        columns, lines = self.size
        rows = ([self._screen.buffer[y][x] for x in range(columns)] for y in range(lines))
        return [
            [Seen(c.data, c.fg, c.bg, c.bold, c.italics, c.underscore, c.strikethrough, c.reverse) for c in row]
            for row in rows
        ]

    @property
    def text(self) -> list[str]:
        return ["".join(cell.text for cell in row).rstrip() for row in self.cells]

    @property
    def cursor(self) -> tuple[int, int]:
        return self._screen.cursor.x, self._screen.cursor.y


def console() -> Console:
    return Console(force_terminal=True, color_system="truecolor", width=200)


def as_textual_writes(pieces: Iterable[Piece], cursor: tuple[int, int], console: Console) -> str:
    parts = [f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in pieces]
    return "".join(parts) + f"\x1b[{cursor[1] + 1};{cursor[0] + 1}H"


def whole(rows: Iterable[Strip]) -> list[Piece]:
    """Rows from the top of the screen on."""
    return [Piece(0, y, strip) for y, strip in enumerate(rows)]

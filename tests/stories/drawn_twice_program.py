"""aishtui with somebody listening: `… RECORD aishtui's own arguments`.

A line of RECORD is a step of what the terminal is sent: the size of the screen, what the display layer sends, and
what would be sent without it. Nothing is different for being listened to.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import RLock
from typing import Any

from aishtui.cli import main
from aishtui.terminal.displayed_app import DisplayedApp
from aishtui.terminal.driver import TerminalDriver
from aishtui.terminal.screen_writer import ScreenWriter
from aishtui.terminal.textual_private import Piece
from tests.terminal.pictures import as_textual_writes


def within(size: tuple[int, int], pieces: Iterable[Piece]) -> Iterator[Piece]:
    """In the moment of a new size there are pieces of the old one, and terminals do different things with these."""
    width, height = size
    for x, y, strip in pieces:
        if x < width and y < height:
            yield Piece(x, y, strip if x + strip.cell_length <= width else strip.crop(0, width - x))


def listen(record: Path) -> None:
    show, write, send = DisplayedApp.show_pieces, TerminalDriver.write, ScreenWriter.write
    lock, past = RLock(), list[str]()
    file = record.open("a", buffering=1)

    def note(size: tuple[int, int] | None, layer: str, stock: str) -> None:
        file.write(json.dumps({"size": size, "layer": layer, "stock": stock}) + "\n")

    def show_and_tell(app: DisplayedApp[Any], pieces: Iterable[Piece]) -> bool:
        known = list(pieces)
        x, y = app.screen.outer_size.clamp_offset(app.cursor_position)
        size = app.size.width, app.size.height
        with lock:
            note(size, "", as_textual_writes(within(size, known), (x, y), app.console))
            return show(app, known)

    def write_past(driver: TerminalDriver, data: str) -> None:
        with lock:
            past.append(data)
            write(driver, data)
            past.pop()

    def send_and_tell(writer: ScreenWriter, data: str) -> None:
        with lock:
            note(None, data, past[-1] if past else "")
            send(writer, data)

    DisplayedApp.show_pieces = show_and_tell  # type: ignore[method-assign]
    TerminalDriver.write = write_past  # type: ignore[method-assign]
    ScreenWriter.write = send_and_tell  # type: ignore[method-assign]


if __name__ == "__main__":
    listen(Path(sys.argv.pop(1)))
    main()

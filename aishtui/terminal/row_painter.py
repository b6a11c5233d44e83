"""Sends the rows of one widget straight to the terminal, where that shows the same as Textual's way round.

For each frame Textual collects every widget that touches the changed region, draws it anew through its CSS, cuts all
rows where widgets meet, and sends what is left of the pieces: for one widget that nothing lies over, that was most of
the cost of a streaming answer (`docs/performance.md`). What is sent here leaves no trace in Textual: its next update of
its own of the same cells draws the widget as it then is.
"""

from collections.abc import Sequence
from typing import Any

from rich.control import Control
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from aishtui.terminal.textual_private import (
    SYNC_BEGIN,
    SYNC_FINISH,
    OpenApp,
    Piece,
    drawn_in_parts,
    driver_of,
    places_of,
    takes_synchronized_output,
)


class RowPainter:
    """Paints for the widgets of one app. Without a terminal, or whenever something is in the way, it declines."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._places: dict[Widget, tuple[Region, Region]] = {}
        self._free: dict[Widget, Region | None] = {}

    def paint(self, widget: Widget, first: int, strips: Sequence[Strip]) -> bool:
        """Show `strips` as the widget's rows from `first` on, now; False: nothing was sent, `refresh` is the way."""
        driver = driver_of(self._app)
        if driver is None or self._app.is_headless or self._app.is_inline or not drawn_in_parts(widget.screen):
            return False
        place = self._place(widget)
        if place is None or first + len(strips) > place.height:
            return False
        if self._painted(place, first, strips):
            return True
        console = self._app.console
        rows = "".join(
            f"{_at(place.x, place.y + row)}{_fitting(strip, place.width).render(console)}"
            for row, strip in enumerate(strips, start=first)
        )
        cursor = _at(*self._app.screen.outer_size.clamp_offset(self._app.cursor_position))
        if takes_synchronized_output(self._app):
            driver.write(f"{SYNC_BEGIN}{rows}{cursor}{SYNC_FINISH}")
        else:
            driver.write(rows + cursor)
        driver.flush()
        return True

    def _painted(self, place: Region, first: int, strips: Sequence[Strip]) -> bool:
        """Through the display layer, where there is one."""
        if not isinstance(self._app, OpenApp):
            return False
        rows = enumerate(strips, start=place.y + first)
        return self._app.show_pieces(Piece(place.x, y, _fitting(strip, place.width)) for y, strip in rows)

    def _place(self, widget: Widget) -> Region | None:
        """Where the widget's rows lie if they are in full view with nothing on top of them, else None."""
        places = places_of(widget.screen)
        if places is not self._places:
            self._places, self._free = places, {}
        if widget not in self._free:
            self._free[widget] = _free_place(widget, places)
        return self._free[widget]


def _free_place(widget: Widget, places: dict[Widget, tuple[Region, Region]]) -> Region | None:
    """The widget's region without its own scroll bar; None if anything else covers any of it."""
    if widget not in places:
        return None
    region, clip = places[widget]
    if not clip.contains_region(region) or region.size != widget.size:
        return None
    free = region
    for other, (other_region, other_clip) in places.items():
        covered = other_region.intersection(other_clip)
        if other is widget:
            return free
        if other.parent is widget and covered.right == free.right and covered.height == free.height:
            free = free.shrink((0, covered.width, 0, 0))
        elif covered.overlaps(region):
            return None
    return None


def _fitting(strip: Strip, width: int) -> Strip:
    return strip if strip.cell_length <= width else strip.crop(0, width)


def _at(x: int, y: int) -> str:
    return Control.move_to(x, y).segment.text

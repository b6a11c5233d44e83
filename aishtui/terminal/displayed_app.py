"""An app whose frames go through the display layer of its terminal."""

import logging
from collections.abc import Iterable
from typing import TypeVar

from aishtui.terminal.display import Display
from aishtui.terminal.driver import terminal_driver
from aishtui.terminal.keys_in_order import KeysInOrder
from aishtui.terminal.textual_private import Piece, takes_synchronized_output

T = TypeVar("T")

SETTLED_S = 0.1
"""After a new size of the terminal, until nothing more is drawn because of it."""

_log = logging.getLogger(__name__)


class DisplayedApp(KeysInOrder[T]):
    """Where the driver has no display layer, or the layer fails, Textual sends its frames itself."""

    def show_pieces(self, pieces: Iterable[Piece]) -> bool:
        driver = terminal_driver(self)
        if driver is None or driver.display is None:
            return False
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        try:
            driver.display.show(self.console, self.size, pieces, cursor, takes_synchronized_output(self))
        except (AttributeError, LookupError, TypeError, ValueError):
            # Another Textual than the one this was written for. Its own way still works, and what stands on the
            # screen is drawn anew.
            _log.exception("the display layer has failed and is off for this run")
            driver.end_display()
            self.call_next(self.screen.refresh, layout=True)
            return False
        return True

    def redraw(self) -> None:
        """Send all of the screen anew, whatever others have left the terminal like."""
        driver = terminal_driver(self)
        if driver is not None:
            driver.tell_modes()
        if (layer := self._layer) is not None:
            layer.forget()
        self.screen.refresh(layout=True)

    def on_resize(self) -> None:
        """Terminals cut off, wrap or move what stood there, also when the size is soon what it was."""
        if (layer := self._layer) is not None:
            layer.forget()
            self.set_timer(SETTLED_S, layer.catch_up)

    @property
    def _layer(self) -> Display | None:
        driver = terminal_driver(self)
        return driver.display if driver is not None else None

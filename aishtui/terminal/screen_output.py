"""The running app's way to its terminal, for those who have something to send that is not drawn."""

from typing import Any

from textual.app import App
from textual.widget import Widget

from aishtui.terminal.driver import terminal_driver
from aishtui.terminal.textual_private import driver_of


class ScreenOutput:
    """Asks for the driver each time: there is none before the app runs, and a new one after a suspension."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def write(self, data: str) -> None:
        """Send `data` as it is; nothing happens without a terminal."""
        driver = driver_of(self._app)
        if driver is not None:
            driver.write(data)

    def show_title(self, words: str) -> None:
        """Name the window, where there is one to name."""
        driver = terminal_driver(self._app)
        if driver is not None:
            driver.show_title(words)

    def switch_title(self, on: bool) -> None:
        """Have the window named, or left alone; nothing happens without a terminal."""
        driver = terminal_driver(self._app)
        if driver is not None:
            driver.switch_title(on)

    @property
    def mouse(self) -> bool:
        """Whether the terminal reports the mouse."""
        driver = terminal_driver(self._app)
        return driver is not None and driver.mouse

    def switch_mouse(self, on: bool) -> None:
        """Have the mouse reported, or left to the terminal's own selecting; nothing happens without a terminal."""
        driver = terminal_driver(self._app)
        if driver is not None:
            driver.switch_mouse(on)

    def moves_alone(self, widget: Widget) -> bool:
        """Whether the terminal can move rows of `widget` and nothing beside them."""
        driver = terminal_driver(self._app)
        if driver is None:
            return True
        whole_width = widget.outer_size.width >= self._app.size.width
        return driver.display is not None and (driver.display.margins or whole_width)

    def wait(self) -> float:
        """Seconds until the terminal will have taken what was written; 0: another frame makes sense."""
        driver = terminal_driver(self._app)
        return 0.0 if driver is None else driver.output_wait()

"""The mouse's wheel over a list whose cursor comes along."""

from textual import events
from textual.widget import Widget

_ROWS = 3


class Wheel(Widget):
    """A list that is scrolled by rows."""

    def _scroll(self, by: int) -> None:
        raise NotImplementedError

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-_ROWS)

"""A widget whose right border is dragged with the mouse to make it wider or narrower."""

from dataclasses import dataclass

from textual import events
from textual.message import Message

from aishtui.widgets.line import LineWidget


class DraggedBorder(LineWidget):
    """Tells the width that is wanted; how wide it may be, is for whoever hears it."""

    @dataclass(repr=False, eq=False)
    class Resized(Message):
        """The border is being dragged, or `done`: has been let go; `width` in cells."""

        width: int
        done: bool

    _dragging = False
    _dragged = False
    """It has been moved since it was taken: a click is no wish for the width it has."""

    def on_border(self, x: int) -> bool:
        return x == self.size.width - 1

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and self.on_border(event.x):
            event.stop()
            self._dragging, self._dragged = True, False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            event.stop()
            width = self._width_at(event)
            if self._dragged or width != self.size.width:
                self._dragged = True
                self.post_message(self.Resized(width, done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()
            if self._dragged:
                self.post_message(self.Resized(self._width_at(event), done=True))

    def _width_at(self, event: events.MouseEvent) -> int:
        return max(1, event.screen_x - self.region.x + 1)

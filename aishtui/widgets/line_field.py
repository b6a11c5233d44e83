"""A row with a field in it that is written into: what keys and pastes make of its text."""

from textual import events
from textual.geometry import Offset

from aishtui.chat.clean import clean_line
from aishtui.widgets.line import LineWidget
from aishtui.widgets.line_editor import LineEditor


class LineField(LineWidget, can_focus=True):
    """Whoever derives from it draws the field and tells of changes."""

    def __init__(self, longest: int, *, id: str | None = None, classes: str | None = None) -> None:
        """`longest` is how many characters the text may have."""
        super().__init__(id=id, classes=classes)
        self._longest = longest
        self._editor = LineEditor()
        self._chosen = False
        """The text is from before: the next letter takes its place."""

    def tell_changed(self) -> None:
        """The text is another."""
        raise NotImplementedError

    def cursor_cell(self) -> int:
        """In which cell of the row the cursor stands."""
        raise NotImplementedError

    # -- keys

    def _edited(self, event: events.Key) -> LineEditor | None:
        """What the key makes of the text; None if it is no editing key."""
        if event.character and event.is_printable and "alt+" not in event.key:
            return self._free.typed(event.character) if len(self._free.text) < self._longest else self._editor
        if self._chosen and event.key in ("backspace", "delete", "ctrl+h", "ctrl+d", "ctrl+w"):
            return LineEditor()
        return self._editor.pressed(event.key)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        room = max(0, self._longest - len(self._free.text))
        self._take(self._free.typed(clean_line(event.text, self._longest)[:room]))

    @property
    def _free(self) -> LineEditor:
        """Where the next letter goes: a chosen text makes room for it."""
        return LineEditor() if self._chosen else self._editor

    def _take(self, edited: LineEditor) -> None:
        before, self._editor, self._chosen = self._editor.text, edited, False
        self._drawn_anew()
        if self._editor.text != before:
            self.tell_changed()

    # -- drawing

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._chosen = self._chosen and has_focus
        self._drawn_anew()

    def _drawn_anew(self) -> None:
        self.refresh()
        if self.has_focus:
            # Input methods put their window beside the terminal's own cursor.
            self.app.cursor_position = self.content_region.offset + Offset(self.cursor_cell(), 0)

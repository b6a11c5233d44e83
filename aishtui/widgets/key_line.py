"""A line that names what is shown and the keys that do something with it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.line import LineWidget, Span, width_of


class KeyLine(LineWidget):
    """` Details of an answer                       y copies the curl line  Esc closes `."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--title", "key-line--key", "key-line--words"}

    def __init__(self, title: str, keys: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = clean_line(title)
        self._keys = tuple(keys)
        self._right = ""

    @property
    def title(self) -> str:
        return self._title

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Other keys do something now."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def show_title(self, title: str) -> None:
        """Something else is shown."""
        if clean_line(title) != self._title:
            self._title = clean_line(title)
            self.refresh()

    def show_right(self, words: str) -> None:
        """Some quiet words at the right end."""
        if words != self._right:
            self._right = words
            self.refresh()

    def render_line(self, y: int) -> Strip:
        if y:
            return self.row([])
        left = [Span(f" {self._title}" if self._title else "", "key-line--title")]
        right = [Span(f"{self._right} ", "key-line--words")] if self._right else []
        room = self.size.width - width_of(right)
        for key, words in self._keys:
            spans = [Span(f" {key}", "key-line--key"), Span(f" {words} ", "key-line--words")]
            if width_of(left) + width_of(spans) <= room:
                left += spans
        return self.row(left, right)

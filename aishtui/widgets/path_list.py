"""The files and folders that a mention in the prompt may become: a few rows above the prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.line import LineWidget, Span
from aishtui.widgets.list_window import ListWindow

MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class PathRow:
    """A name as it is listed, a folder's with its stroke, and a few words beside it."""

    name: str
    words: str = ""


class PathList(LineWidget):
    """The focus stays in the prompt, where one types; that moves the list too."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"path-list--{part}" for part in ("name", "words", "cursor", "thumb")}

    @dataclass
    class Taken(Message):
        """A row was clicked."""

        index: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[PathRow, ...] = ()
        self._window = ListWindow()
        self._key = ""
        self.display = False

    @property
    def cursor(self) -> int:
        return self._window.cursor

    def show(self, items: Sequence[PathRow], key: str) -> None:
        """Show these, the first one chosen; none: the list goes. `key` is what takes the chosen one."""
        self._items, self._key = tuple(items), key
        self._window.resize(min(MOST_ROWS, len(items)))
        self._window.fill(len(items), 0)
        self.display = bool(items)
        self.refresh(layout=True)

    def move(self, by: int) -> None:
        """Round the ends."""
        if self._items:
            self._window.go((self._window.cursor + by) % len(self._items))
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        index = self._window.top + event.y
        if index < len(self._items):
            self.post_message(self.Taken(index))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return min(MOST_ROWS, len(self._items))

    def render_line(self, y: int) -> Strip:
        index = self._window.top + y
        if index >= len(self._items):
            return self.row([])
        item, chosen = self._items[index], index == self._window.cursor
        thumb = Span("▐" if y in self._window.thumb(min(MOST_ROWS, len(self._items))) else " ", "path-list--thumb")
        words = f"{item.words}  {self._key}".strip() if chosen else item.words
        name, beside = ("path-list--cursor",) * 2 if chosen else ("path-list--name", "path-list--words")
        left = [Span("> " if chosen else "  ", name), Span(clean_line(item.name), name)]
        return self.row(left, [Span(f"  {words} ", beside), thumb], Span(" ", name if chosen else ""))

"""The prompts that were found, a row for each, with the words marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.ages import age
from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.folding import places
from aishtui.chat.past_prompts import PastPrompt
from aishtui.widgets.line import LineWidget, Span, cut, width_of
from aishtui.widgets.list_window import ListWindow
from aishtui.widgets.wheel import Wheel

_LOOKED_AT = 4000
"""So many characters of a prompt are looked through for what its row shows."""
_AHEAD = 20
"""When no more than so many prompts are below the view, more are asked for."""
_JOINED = {ord("\ufe0f"): None, ord("\u200d"): None}
"""What makes one sign of several: terminals differ in how wide that is."""


class PromptList(Wheel, LineWidget):
    """The focus is elsewhere, where one types; whoever has it moves the list."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"prompt-list--{part}" for part in ("text", "hit", "age", "cursor", "cursor-hit", "thumb", "words")
    }

    class Moved(Message):
        """Another prompt is chosen."""

    class MoreWanted(Message):
        """The end of what is here is near."""

    @dataclass
    class Taken(Message):
        """A second click on the chosen prompt."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[PastPrompt, ...] = ()
        self._parts: tuple[str, ...] = ()
        self._window = ListWindow()
        self._words = ""

    @property
    def items(self) -> tuple[PastPrompt, ...]:
        return self._items

    @property
    def cursor(self) -> int:
        return self._window.cursor

    @property
    def chosen(self) -> PastPrompt | None:
        return self._items[self._window.cursor] if self._items else None

    def show(self, items: Sequence[PastPrompt], parts: tuple[str, ...], *, keep: bool = False) -> None:
        """Show these, with the folded `parts` marked, the first one chosen; `keep`: the same place as before."""
        self._items, self._parts = tuple(items), parts
        self._window.resize(self.size.height)
        self._window.fill(len(self._items), None if keep else 0)
        self.refresh()
        self.post_message(self.Moved())

    def say(self, words: str) -> None:
        """What stands there while there is nothing to list."""
        self._words = clean_line(words)
        self.refresh()

    def move(self, by: int) -> None:
        self.go(self._window.cursor + by)

    def move_page(self, direction: int) -> None:
        self.move(direction * max(1, self._window.room - 1))

    def go(self, index: int) -> None:
        before = self._window.cursor
        self._window.go(index)
        self._looked(before)

    def _looked(self, before: int) -> None:
        self.refresh()
        if self._window.cursor != before:
            self.post_message(self.Moved())
        if self._window.last_in_view + _AHEAD >= len(self._items):
            self.post_message(self.MoreWanted())

    def on_resize(self) -> None:
        self._window.resize(self.size.height)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        index = self._window.top + event.y
        if index < len(self._items):
            again = index == self._window.cursor and event.chain > 1
            self.go(index)
            if again:
                self.post_message(self.Taken())

    def _scroll(self, by: int) -> None:
        before = self._window.cursor
        self._window.scroll(by)
        self._looked(before)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        index = self._window.top + y
        if not self._items:
            return self.row([Span(f" {self._words}" if y == 0 else "", "prompt-list--words")])
        if index >= len(self._items):
            return self.row([])
        chosen = index == self._window.cursor
        thumb = "▐" if y in self._window.thumb(self.size.height) else " "
        when = age(self._items[index].created_at, datetime.now().astimezone()) if self.size.width >= 40 else ""
        right = [
            Span(f"  {when} " if when else " ", "prompt-list--cursor" if chosen else "prompt-list--age"),
            Span(thumb, "prompt-list--thumb"),
        ]
        room = self.size.width - 2 - width_of(right)
        text, hit = ("cursor", "cursor-hit") if chosen else ("text", "hit")
        spans = row_of(self._items[index].text, self._parts, room, f"prompt-list--{text}", f"prompt-list--{hit}")
        mark = Span("> " if chosen else "  ", f"prompt-list--{text}")
        return self.row([mark, *spans], right, Span(" ", "prompt-list--cursor" if chosen else ""))


def row_of(prompt: str, parts: tuple[str, ...], room: int, text: str, hit: str) -> list[Span]:
    """The prompt in one row of `room` cells, from so near before the first hit that this one is in view."""
    line = " ".join(prompt[:_LOOKED_AT].split()).translate(_JOINED)
    marked = places(line, parts)
    begin = max(0, marked[0][0] - room // 3) if marked and marked[0][1] > room * 2 // 3 else 0
    spans, at = [Span("…" if begin else "", text)], begin
    for start, end in marked:
        if start >= at:
            spans += [Span(clean_text(line[at:start]), text), Span(clean_text(line[start:end]), hit)]
            at = end
    return cut([span for span in (*spans, Span(clean_text(line[at:]), text)) if span.text], room)

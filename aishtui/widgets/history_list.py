"""The conversations of the history, as many as have been read: one chosen, each with a few rows of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.chat.history import Summary
from aishtui.widgets.fit import wrapped
from aishtui.widgets.history_rows import Sides, facts_row, hit_row, title_of, title_row
from aishtui.widgets.line import LineWidget, Span, cut
from aishtui.widgets.list_window import ListWindow
from aishtui.widgets.title_field import TitleField

_AHEAD = 30
"""When no more than so many conversations are below the view, the next page is asked for."""
_ROOMY = 18
"""From so many rows on, a hit has a row beside that of what the conversation is."""


class HistoryList(LineWidget, can_focus=True):
    """Knows what is shown and which is chosen; what is done with it is the screen's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"history-list--{part}"
        for part in (
            "title", "age", "quiet", "pinned", "busy", "unseen", "deleted", "excerpt", "hit", "cursor", "cursor-hit",
            "thumb", "field", "field-cursor", "words",
        )
    }  # fmt: skip

    class Moved(Message):
        """Another conversation is chosen, or the chosen one is another."""

    @dataclass
    class MoreWanted(Message):
        """The end of what has been read is near."""

        known: int
        """How many are here: whoever hears of it late has read more already."""

    @dataclass
    class Opened(Message):
        """A click or Enter on the chosen one."""

    @dataclass
    class Renamed(Message):
        """A title was typed for a conversation."""

        conversation_id: str
        title: str

    class NameLeft(Message):
        """No title is being typed any more."""

    def __init__(self, *, id: str | None = None, now: Callable[[], datetime] = lambda: datetime.now().astimezone()):
        super().__init__(id=id)
        self._now = now
        self._items: tuple[Summary, ...] = ()
        self._window = ListWindow()
        self._searching = False
        self._words: tuple[str, ...] = ()
        self._told: Summary | None = None
        self._field: TitleField | None = None
        """The title that is being typed."""

    # -- what is shown

    @property
    def items(self) -> tuple[Summary, ...]:
        return self._items

    @property
    def chosen(self) -> Summary | None:
        return self._items[self._window.cursor] if self._items else None

    @property
    def naming(self) -> bool:
        """Whether a title is being typed."""
        return self._field is not None

    def show(self, items: Sequence[Summary], *, searching: bool, keep: bool = True) -> None:
        """Show these; the cursor stays with its conversation where that is still among them (`keep`), else it is at
        the first, or where it was if only that one has gone."""
        before = self.chosen
        self._items, self._searching = tuple(items), searching
        places = {item.id: index for index, item in enumerate(self._items)}
        here = places.get(before.id) if before is not None and keep else None
        if not keep:
            self._window.top = 0
        self._window.resize(self._room())
        self._window.fill(len(self._items), here if here is not None else None if keep else 0)
        if self._field is not None and self._field.conversation_id not in places:
            self.leave_name()
        self._changed()

    def show_words(self, lines: Sequence[str]) -> None:
        """What is said where there is nothing to list: sentences below each other."""
        self._words = tuple(clean_line(line) for line in lines)
        self.refresh()

    def choose(self, conversation_id: str) -> None:
        """The cursor to a conversation, if it is here."""
        index = next((index for index, item in enumerate(self._items) if item.id == conversation_id), None)
        if index is not None:
            self._window.go(index)
            self._changed()

    def move(self, by: int) -> None:
        """So many conversations down, or up where negative."""
        self._go(self._window.cursor + by)

    def move_page(self, direction: int) -> None:
        self.move(direction * max(1, self._window.room - 1))

    def move_to_end(self, *, first: bool) -> None:
        self._go(0 if first else len(self._items) - 1)

    def _go(self, index: int) -> None:
        self._window.go(index)
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        if self.chosen != self._told:
            self._told = self.chosen
            self.post_message(self.Moved())
        if self._items and self._window.last_in_view + _AHEAD >= len(self._items):
            self.post_message(self.MoreWanted(len(self._items)))

    # -- a title

    def rename(self) -> None:
        """Have the chosen one's title typed, in its place."""
        if self.chosen is not None:
            self._type(TitleField.of(self.chosen.id, self.chosen.title))

    def leave_name(self) -> None:
        if self._field is not None:
            self._field = None
            self.refresh()
            self.post_message(self.NameLeft())

    # -- keys, and the mouse

    def on_key(self, event: events.Key) -> None:
        field = self._field
        if field is None:
            return
        if event.key == "enter":
            self.leave_name()
            if field.title:
                self.post_message(self.Renamed(field.conversation_id, field.title))
        elif event.key in ("escape", "ctrl+c"):
            self.leave_name()
        else:
            self._type(field.pressed(event))
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        if self._field is not None:
            event.stop()
            self._type(self._field.pasted(event.text))

    def _type(self, field: TitleField) -> None:
        self._field = field
        self.refresh()
        row = (self._window.cursor - self._window.top) * self._height()
        self.app.cursor_position = self.content_region.offset + Offset(1 + field.cursor(self._field_room()), row)

    def on_blur(self) -> None:
        self.leave_name()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        index = self._window.top + event.y // self._height()
        if self._field is None and 0 <= index < len(self._items):
            again = index == self._window.cursor and event.chain > 1
            self._go(index)
            if again:
                self.post_message(self.Opened())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._window.scroll(1)
        self._changed()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._window.scroll(-1)
        self._changed()

    # -- drawing

    def on_resize(self) -> None:
        self._window.resize(self._room())
        self._changed()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh()

    def _height(self) -> int:
        """The rows of one conversation."""
        return 3 if self._searching and self.size.height >= _ROOMY else 2

    def _room(self) -> int:
        return self.size.height // self._height()

    def _field_room(self) -> int:
        return max(2, self.size.width - 3)

    def render_line(self, y: int) -> Strip:
        if not self._items:
            return self._empty_row(y)
        height = self._height()
        index, part = self._window.top + y // height, y % height
        if not 0 <= index < min(len(self._items), self._window.top + self._window.room):
            return self.row([], self._thumb(y, False))
        chosen = index == self._window.cursor
        item = self._items[index]
        if part == 0 and self._field is not None and self._field.conversation_id == item.id:
            return self.row([Span(" "), *self._field.spans(self._field_room())], self._thumb(y, False))
        left, right = self._sides(item, part, self.size.width - 1)
        styled = [[Span(span.text, _part(span.part, chosen=chosen)) for span in spans] for spans in (left, right)]
        return self.row(styled[0], [*styled[1], *self._thumb(y, chosen)], Span(" ", _part("", chosen=chosen)))

    def _sides(self, item: Summary, part: int, width: int) -> Sides:
        if part == 0:
            return title_row(item, width, self._now())
        if self._searching and part == 1:
            return hit_row(item.hit, width)
        return facts_row(item, width)

    def _thumb(self, y: int, chosen: bool) -> list[Span]:
        """The last cell of a row: where in the list the view is."""
        if y in self._window.thumb(self.size.height):
            return [Span("│", "history-list--thumb")]
        return [Span(" ", _part("", chosen=chosen))]

    def _empty_row(self, y: int) -> Strip:
        rows = [""]
        for line in self._words:
            rows += [*wrapped(line, max(10, self.size.width - 4)), ""]
        words = rows[y] if y < len(rows) else ""
        return self.row(cut([Span("  "), Span(words, "history-list--words")], self.size.width))


def title_words(summary: Summary) -> str:
    """The title in quotes, short enough for a sentence."""
    return f"“{clean_line(title_of(summary), 50)}”"


def _part(part: str, *, chosen: bool) -> str:
    """The component class of a span. Under the cursor all look alike, as some themes have few colours; what was
    searched is marked there too."""
    if chosen:
        return "history-list--cursor-hit" if part == "hit" else "history-list--cursor"
    return f"history-list--{part}" if part else ""

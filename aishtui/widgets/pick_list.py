"""What can be picked, a row for each: its name with the letters that were typed, and what is to be known of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.chat.fuzzy import typed_letters
from aishtui.chat.often_used import PickKind
from aishtui.widgets.fit import fit, wrapped
from aishtui.widgets.line import LineWidget, Span, width_of
from aishtui.widgets.list_window import ListWindow
from aishtui.widgets.wheel import Wheel

_LEAST_LABEL = 24
"""Cells of a name that is too long below which its note gives way."""


class PickEntry(NamedTuple):
    """One thing to pick. `label`, `note` and `group` are safe to be drawn."""

    kind: PickKind
    key: str
    """What it is picked by: a name or an id, as it came."""
    label: str
    note: str = ""
    """Stands at the right."""
    also: str = ""
    """Further words it is found by."""
    group: str = ""
    """The heading it stands under while nothing is typed."""
    dimmed: bool = False
    current: bool = False

    @property
    def place(self) -> tuple[PickKind, str]:
        return self.kind, self.key


class PickList(Wheel, LineWidget):
    """The focus is elsewhere, where one types; whoever has it moves the list."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"pick-list--{part}"
        for part in (
            "label",
            "hit",
            "note",
            "dimmed",
            "current",
            "heading",
            "cursor",
            "cursor-hit",
            "thumb",
            "frame",
            "words",
        )
    }

    class Moved(Message):
        """Another entry is under the cursor, or the same one stands elsewhere."""

    @dataclass
    class Taken(Message):
        """An entry was clicked that was under the cursor already. `beside`: with Ctrl."""

        beside: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: Sequence[PickEntry] = ()
        self._lines: list[int | str] = []
        """What each line shows: the index of an entry, or a heading."""
        self._line_of: list[int] = []
        self._favourites: Collection[tuple[PickKind, str]] = ()
        self._typed = ""
        self._words = ""
        self._window = ListWindow()
        self._cursor = 0
        self._edge = False

    def show_edge(self, on: bool) -> None:
        """Whether a line parts it from what stands beside it."""
        if on != self._edge:
            self._edge = on
            self.refresh()

    @property
    def entries(self) -> Sequence[PickEntry]:
        return self._entries

    @property
    def cursor(self) -> int:
        return self._cursor

    @property
    def chosen(self) -> PickEntry | None:
        return self._entries[self._cursor] if self._entries else None

    def show(
        self,
        entries: Sequence[PickEntry],
        headings: Mapping[int, str],
        favourites: Collection[tuple[PickKind, str]],
        typed: str = "",
        cursor: int = 0,
    ) -> None:
        """These, with a heading above some of them by their index, the letters of `typed` marked."""
        self._entries, self._favourites, self._typed = entries, favourites, typed
        self._lines, self._line_of = _lines(len(entries), headings)
        self._window.resize(self.size.height)
        self._window.fill(len(self._lines), 0)
        self.go(cursor)
        self.post_message(self.Moved())

    def mark(self, favourites: Collection[tuple[PickKind, str]]) -> None:
        """Other ones are favourites now; everything stays where it is."""
        self._favourites = favourites
        self.refresh()

    def say(self, words: str) -> None:
        """What stands there while there is nothing to pick."""
        self._words = clean_line(words)
        self.refresh()

    def move(self, by: int) -> None:
        self.go(self._cursor + by)

    def move_page(self, direction: int) -> None:
        self.move(direction * max(1, self._window.room - 1))

    def go(self, index: int) -> None:
        """The cursor to an entry, as near as there is one, and that into view, with a heading right above it."""
        before = self._cursor
        self._cursor = max(0, min(index, len(self._entries) - 1))
        if self._entries:
            line = self._line_of[self._cursor]
            self._window.go(line - 1 if line and isinstance(self._lines[line - 1], str) else line)
            self._window.go(line)
        self.refresh()
        if self._cursor != before:
            self.post_message(self.Moved())

    def on_resize(self) -> None:
        self._window.resize(self.size.height)
        self.go(self._cursor)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        line = self._window.top + event.y
        found = self._lines[line] if line < len(self._lines) else None
        if isinstance(found, int):
            again = found == self._cursor
            self.go(found)
            if again:
                self.post_message(self.Taken(event.ctrl))

    def _scroll(self, by: int) -> None:
        """The cursor comes along where it would be left behind, and never stands on a heading."""
        self._window.scroll(by)
        line = self._window.cursor
        heads = bool(self._lines) and isinstance(self._lines[line], str)
        found = self._lines[line + heads] if self._lines else None
        if isinstance(found, int) and found != self._cursor:
            self._cursor = found
            self.post_message(self.Moved())
        self.refresh()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        thumb = y in self._window.thumb(self.size.height)
        edge = Span("┃", "pick-list--note") if thumb else Span("│" if self._edge else " ", "pick-list--frame")
        if not self._entries:
            said = wrapped(self._words, max(1, self.size.width - 2))
            return self.row([Span(f" {said[y]}" if y < len(said) else "", "pick-list--note")], [edge])
        line = self._window.top + y
        if line >= len(self._lines):
            return self.row([], [edge])
        found = self._lines[line]
        if isinstance(found, str):
            return self.row([Span(f" {found}", "pick-list--heading")], [edge])
        return self._entry_row(self._entries[found], found == self._cursor, edge)

    def _entry_row(self, entry: PickEntry, under: bool, edge: Span) -> Strip:
        look = "note" if entry.dimmed else "current" if entry.current else "label"
        part, hit, quiet = (
            ("pick-list--cursor", "pick-list--cursor-hit", "pick-list--cursor")
            if under
            else (f"pick-list--{look}", "pick-list--hit", "pick-list--note")
        )
        mark = Span(f"{'>' if under else ' '}{'*' if entry.place in self._favourites else ' '} ", part)
        room = self.size.width - cell_len(mark.text) - 1
        note = fit(entry.note, max(0, room - _LEAST_LABEL - 2))
        right = [Span(f"  {note} " if note else " ", quiet), edge]
        label = _marked(entry.label, self._typed, room - width_of(right[:1]), part, hit)
        return self.row([mark, *label], right, Span(" ", part if under else ""))


def _lines(count: int, headings: Mapping[int, str]) -> tuple[list[int | str], list[int]]:
    """What each line shows, and on which line each entry stands."""
    if not headings:
        return list(range(count)), list(range(count))
    lines: list[int | str] = []
    line_of: list[int] = []
    for index in range(count):
        if index in headings:
            lines.append(headings[index])
        line_of.append(len(lines))
        lines.append(index)
    return lines, line_of


def _marked(label: str, typed: str, room: int, part: str, hit: str) -> list[Span]:
    """The label in so many cells, with the letters by which it was found."""
    shown = fit(label, room)
    found = typed_letters(typed, label) if typed else frozenset()
    kept = len(shown) - (shown != label)
    spans: list[Span] = []
    for at, letter in enumerate(shown):
        look = hit if at in found and at < kept else part
        if spans and spans[-1].part == look:
            spans[-1] = Span(spans[-1].text + letter, look)
        else:
            spans.append(Span(letter, look))
    return spans

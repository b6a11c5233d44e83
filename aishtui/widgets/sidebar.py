"""The sidebar: presets and models to choose from, with a filter; only the visible rows are ever drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.bound_keys import TABLE, BoundKeys
from aishtui.widgets.dragged_border import DraggedBorder
from aishtui.widgets.fit import fit_middle, pad, wrapped
from aishtui.widgets.line import Span, width_of
from aishtui.widgets.sidebar_keys import KEY_ROWS, head_hint, key_rows
from aishtui.widgets.sidebar_list import RowList
from aishtui.widgets.sidebar_rows import MODELS_HEADING, RowKind, SidebarRow

_DETAIL_ROWS = 4
"""Rows at the foot that say in full what is under the cursor, while the sidebar has the focus."""
_ROOMY = 18
"""Rows of the sidebar from which on there is room for them."""

_SLOTS = "123456789"

_MIN_LABEL = 12
"""Cells of a name that does not fit below which its note gives way, unless it is "not served"."""


class Sidebar(DraggedBorder, can_focus=True):
    """Rows of presets and models. It takes the keys it knows while it has the focus; the rest go to the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--heading",
        "sidebar--hint",
        "sidebar--row",
        "sidebar--current",
        "sidebar--dimmed",
        "sidebar--note",
        "sidebar--cursor",
        "sidebar--filter",
        "sidebar--frame",
        "sidebar--thumb",
    }

    @dataclass(repr=False, eq=False)
    class Chosen(Message):
        """The user wants this tab's next prompt, or a new tab, to go to a preset or model."""

        sidebar: "Sidebar"
        kind: RowKind
        key: str
        new_tab: bool

        @property
        def control(self) -> "Sidebar":
            return self.sidebar

    @dataclass(repr=False, eq=False)
    class EditRequested(Message):
        """The user wants to edit a preset, or to make one of a model."""

        sidebar: "Sidebar"
        kind: RowKind
        key: str

        @property
        def control(self) -> "Sidebar":
            return self.sidebar

    @dataclass(repr=False, eq=False)
    class RefreshRequested(Message):
        """The user wants the list as it is now."""

        sidebar: "Sidebar"

        @property
        def control(self) -> "Sidebar":
            return self.sidebar

    @dataclass(repr=False, eq=False)
    class HelpRequested(Message):
        """`?`, while it is not a letter of the filter."""

        sidebar: "Sidebar"

        @property
        def control(self) -> "Sidebar":
            return self.sidebar

    @dataclass(repr=False, eq=False)
    class WidthWanted(Message):
        """The user wants it wider (+1), narrower (-1), or as wide as usual (0)."""

        by: int

    @dataclass(repr=False, eq=False)
    class Left(Message):
        """Esc was pressed and there was nothing left to close in here."""

        sidebar: "Sidebar"

        @property
        def control(self) -> "Sidebar":
            return self.sidebar

    def __init__(self, *, id: str | None = None, classes: str | None = None, keys: BoundKeys = TABLE) -> None:
        super().__init__(id=id, classes=classes)
        self._keys = keys
        self._list = RowList()
        self._filter: str | None = None

    def use_keys(self, keys: BoundKeys) -> None:
        """These are named from now on."""
        self._keys = keys
        self.refresh()

    def show(self, rows: Sequence[SidebarRow]) -> None:
        """New rows, unfiltered. What is under the cursor stays there; while the sidebar has not the focus, the
        cursor goes with the current row when that becomes another."""
        if list(rows) == self._list.rows:
            return
        under, current = self.under_cursor, self._list.current_key
        self._list.replace(rows, self.filter_text)
        if not self.has_focus and self._list.current_key != current:
            self._list.go_to(lambda row: row.current)
        elif under is not None:
            self._list.go_to(lambda row: (row.kind, row.key) == (under.kind, under.key))
        self.refresh()

    @property
    def filter_text(self) -> str:
        """What is typed into the filter; empty when there is none."""
        return self._filter or ""

    @property
    def filtering(self) -> bool:
        return self._filter is not None

    @property
    def under_cursor(self) -> SidebarRow | None:
        return self._list.under_cursor

    def open_filter(self) -> None:
        self._filter = self._filter or ""
        self._fit_list()

    def close_filter(self) -> None:
        under = self.under_cursor
        self._filter = None
        self._list.filter("")
        self._list.go_to(lambda row: row is under)
        self._fit_list()

    # -- keys and mouse

    def on_key(self, event: events.Key) -> None:
        handled = self._filter_key(event) if self.filtering else self._list_key(event.character)
        if handled or self._moving_key(event.key):
            event.stop()
            event.prevent_default()

    def _moving_key(self, key: str) -> bool:
        page, everything = max(1, self._list.height - 1), len(self._list.shown)
        moves: dict[str, Callable[[], None]] = {
            "up": lambda: self._step(-1),
            "down": lambda: self._step(1),
            "pageup": lambda: self._step(-page),
            "pagedown": lambda: self._step(page),
            "home": lambda: self._step(-everything),
            "end": lambda: self._step(everything),
            "enter": lambda: self._choose(new_tab=False),
            "ctrl+enter": lambda: self._choose(new_tab=True),
            "escape": self._escape,
        }
        move = moves.get(key)
        if move is not None:
            move()
        return move is not None

    def _list_key(self, character: str | None) -> bool:
        match character:
            case "/":
                self.open_filter()
            case "j":
                self._step(1)
            case "k":
                self._step(-1)
            case "t":
                self._choose(new_tab=True)
            case "e":
                self._edit()
            case "r":
                self.post_message(self.RefreshRequested(self))
            case "?":
                self.post_message(self.HelpRequested(self))
            case "<" | ">" | "=":
                self.post_message(self.WidthWanted({"<": -1, ">": 1, "=": 0}[character]))
            case str() if character in _SLOTS:
                self._choose_slot(int(character))
            case _:
                return False
        return True

    def _filter_key(self, event: events.Key) -> bool:
        text = self.filter_text
        if event.key in {"backspace", "ctrl+h"}:
            self._set_filter(text[:-1])
        elif event.key in {"ctrl+u", "ctrl+w"}:
            self._set_filter("")
        elif event.character and event.is_printable and "alt+" not in event.key:
            self._set_filter(text + event.character)
        else:
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        if self.filtering:
            event.stop()
            self._set_filter(self.filter_text + clean_line(event.text, 100))

    def on_click(self, event: events.Click) -> None:
        index = self._index_at(event.y) if not self.on_border(event.x) else None
        if index is not None and self._list.shown[index].kind is not RowKind.HEADING:
            event.stop()
            self._list.move_to(index)
            self.refresh()
            self._choose(new_tab=event.ctrl)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._list.scroll(3)
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._list.scroll(-3)
        self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The foot has come or gone. The events of it are heard too early: before the focus is known to be there."""
        super().watch_has_focus(has_focus)
        self._fit_list()

    def on_resize(self) -> None:
        self._fit_list()

    def _step(self, by: int) -> None:
        self._list.step(by)
        self.refresh()

    def _set_filter(self, text: str) -> None:
        self._filter = text
        self._list.filter(text)
        self._list.move_to(0)
        self.refresh()

    def _escape(self) -> None:
        if self.filter_text:
            self._set_filter("")
        elif self.filtering:
            self.close_filter()
        else:
            self.post_message(self.Left(self))

    def _choose(self, *, new_tab: bool) -> None:
        row = self.under_cursor
        if row is not None:
            self.post_message(self.Chosen(self, row.kind, row.key, new_tab))

    def _choose_slot(self, slot: int) -> None:
        """The preset in that slot for this tab, wherever the cursor is."""
        row = next((row for row in self._list.rows if row.slot == slot), None)
        if row is not None:
            self.post_message(self.Chosen(self, row.kind, row.key, new_tab=False))

    def _edit(self) -> None:
        row = self.under_cursor
        if row is not None and row.kind is not RowKind.HEADING:
            self.post_message(self.EditRequested(self, row.kind, row.key))

    # -- which row of the screen is what

    @property
    def _head_rows(self) -> int:
        return 1 if self.filtering else 0

    @property
    def _detail_rows(self) -> int:
        return 0 if not self.has_focus else _DETAIL_ROWS if self.size.height >= _ROOMY else 1

    @property
    def _foot_rows(self) -> int:
        """The details and, where there is room, an empty row above and the keys below."""
        return self._detail_rows + (1 + KEY_ROWS if self._detail_rows == _DETAIL_ROWS else 0)

    @property
    def _gap(self) -> int | None:
        """The index of the row that has a blank one above it: the models', while all of it fits, with the foot too."""
        shown = self._list.shown
        if len(shown) + 1 > min(self._list.height, self.size.height - _DETAIL_ROWS - 1 - KEY_ROWS):
            return None
        heads = (index for index, row in enumerate(shown) if row.key == MODELS_HEADING and row.kind is RowKind.HEADING)
        return next(heads, 0) or None

    def _fit_list(self) -> None:
        self._list.resize(self.size.height - self._head_rows - self._foot_rows)
        self.refresh()

    def _index_at(self, y: int) -> int | None:
        line = y - self._head_rows
        index = self._list.top + line
        gap = self._gap
        if gap is not None and index == gap:
            return None
        index -= gap is not None and index > gap
        return index if 0 <= line < self._list.height and index < len(self._list.shown) else None

    # -- drawing

    def render_line(self, y: int) -> Strip:
        if self.filtering and y == 0:
            return self._framed(y, self._filter_line(), "sidebar--filter")
        foot = y - (self.size.height - self._foot_rows)
        if foot >= 0:
            return self._framed(y, self._foot_line(foot))
        index = self._index_at(y)
        if index is not None:
            row = self._list.shown[index]
            if row.kind is RowKind.HEADING:
                return self._heading_line(y, row)
            return self._row_line(y, row, index == self._list.cursor and self.has_focus)
        if self.filtering and not self._list.shown and y == self._head_rows:
            return self._framed(y, [Span(" nothing has these words", "sidebar--hint")])
        return self._framed(y, [])

    def _filter_line(self) -> list[Span]:
        width = self.size.width - 4
        typed = self.filter_text
        tail = typed[-width + 1 :] if len(typed) >= width > 0 else typed
        return [Span(f" /{tail}", "sidebar--filter"), Span(" ", "sidebar--filter sidebar--cursor")]

    def _foot_line(self, line: int) -> list[Span]:
        width = self.size.width - 3
        roomy, row = self._detail_rows == _DETAIL_ROWS, self.under_cursor
        if roomy and line >= self._foot_rows - KEY_ROWS:
            said = key_rows(row.kind if row is not None else None, width, self._keys, self.filtering)
            return [Span(f" {said[line - self._foot_rows + KEY_ROWS]}", "sidebar--hint")]
        pieces = wrapped(row.detail, width, self._detail_rows) if row is not None else []
        at = line - 1 if roomy else line
        return [Span(f" {pieces[at]}", "sidebar--row")] if 0 <= at < len(pieces) else []

    def _heading_line(self, y: int, row: SidebarRow) -> Strip:
        part = "sidebar--hint" if row.indent else "sidebar--heading"
        hint = head_hint(row.key, self._keys, self.has_focus) if not self.filtering else ""
        if cell_len(row.label) + cell_len(hint) + 3 > self.size.width:
            hint = ""
        return self._framed(y, [Span(f" {' ' * row.indent}{row.label}", part)], right=[Span(hint, "sidebar--hint")])

    def _row_line(self, y: int, row: SidebarRow, under: bool) -> Strip:
        part = "sidebar--dimmed" if row.dimmed else "sidebar--current" if row.current else "sidebar--row"
        cursor = " sidebar--cursor" if under else ""
        slot = str(row.slot) if row.slot else " "
        mark = f"{slot * (row.indent > 0)}{' ' * (row.indent - 1)}{'>' if row.current else ' '}"
        note = [Span(f"{row.note} ", f"sidebar--note{cursor}")] if row.note else []
        label_width = self.size.width - 2 - width_of(note)
        cut = len(mark) + cell_len(row.label) > label_width
        if note and not row.dimmed and cut and (row.kind is RowKind.MODEL or label_width < _MIN_LABEL):
            note, label_width = [], self.size.width - 2
        text = pad(mark + fit_middle(row.label, label_width - len(mark)), label_width)
        return self._framed(y, [Span(f"{text} ", part + cursor)], right=note)

    def _framed(self, y: int, left: list[Span], fill: str = "", right: Sequence[Span] = ()) -> Strip:
        """A row with the line at the right edge, which is heavy where the scroll position is."""
        is_thumb = y - self._head_rows in self._list.thumb()
        edge = Span("┃", "sidebar--thumb") if is_thumb else Span("│", "sidebar--frame")
        return self.row(left, [*right, edge], Span(" ", fill))

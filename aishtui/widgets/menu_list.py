"""A short list to choose from: each row has a key of its own, words, and a hint."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.fit import fit, pad
from aishtui.widgets.line import LineWidget, Span


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One thing to choose. `key` is the character that chooses it (none: only the arrows do). A blank row stands
    between rows of different groups where there is room."""

    key: str
    label: str
    hint: str = ""
    group: int = 0


class MenuList(LineWidget, can_focus=True):
    """Letters choose at once; arrows and Enter, or a click, do too."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "menu-list--key",
        "menu-list--label",
        "menu-list--hint",
        "menu-list--cursor",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-8)", "Page up", show=False),
        Binding("pagedown", "move(8)", "Page down", show=False),
        Binding("home", "move(-999)", "First", show=False),
        Binding("end", "move(999)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    class Chosen(Message):
        """The row at `index` was chosen."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    def __init__(self, rows: Sequence[MenuRow], *, spaced: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items = tuple(rows)
        self._cursor = self._first = 0
        self._lines: list[int | None] = []
        """What each line shows: the index of a row, or nothing."""
        for index, row in enumerate(self._items):
            if spaced and index and row.group != self._items[index - 1].group:
                self._lines.append(None)
            self._lines.append(index)
        self._label_width = max((cell_len(row.label) for row in self._items), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return len(self._lines)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 (Textual's)
        hints = max((cell_len(row.hint) for row in self._items), default=0)
        return 6 + self._label_width + (1 + hints if hints else 0)

    def action_move(self, step: int) -> None:
        self._cursor = min(len(self._items) - 1, max(0, self._cursor + step))
        self._keep_in_view()
        self.refresh()

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self._cursor))

    def on_resize(self) -> None:
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        line, height = self._lines.index(self._cursor), max(1, self.size.height)
        self._first = max(min(self._first, line, len(self._lines) - height), line - height + 1, 0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-1)

    def on_key(self, event: events.Key) -> None:
        for index, row in enumerate(self._items):
            if row.key and row.key == event.character:
                event.stop()
                self.post_message(self.Chosen(index))
                return

    def on_click(self, event: events.Click) -> None:
        index = self._line(event.y)
        if index is not None:
            event.stop()
            self.clicked(index)

    def clicked(self, index: int) -> None:
        """A row was clicked."""
        self.post_message(self.Chosen(index))

    def _line(self, y: int) -> int | None:
        """The row that is drawn at `y`, if any."""
        at = self._first + y
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _more(self, y: int) -> str:
        """What the row at `y` says of rows out of view."""
        if y == 0 and self._first:
            return "^ "
        below = self._first + self.size.height < len(self._lines)
        return "v " if below and y == self.size.height - 1 else ""

    def render_line(self, y: int) -> Strip:
        index = self._line(y)
        if index is None:
            return self.row([])
        item = self._items[index]
        room = self.size.width - 6 - self._label_width
        hint = fit(item.hint, room) if room > 3 or len(item.hint) < room else ""
        part = "menu-list--cursor" if index == self._cursor else ""
        spans = [
            Span(f" {item.key or ' '}", part or "menu-list--key"),
            Span(f"  {pad(item.label, self._label_width)}  ", part or "menu-list--label"),
            Span(hint, part or "menu-list--hint"),
        ]
        return self.row(spans, [Span(self._more(y), part or "menu-list--hint")], Span(" ", part))

"""A form: rows of labels with fields to write in, what is wrong with each below it, and where its value comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line, clean_text
from aishtui.widgets.fit import fit, fit_middle, pad, wrapped
from aishtui.widgets.line import LineWidget, Span
from aishtui.widgets.line_editor import LineEditor

_LINE_END = "¶"
"""Stands for a newline in a field's one row."""
_LEFT = 2
_LEAST_FIELD = 24
"""Cells a field keeps before what stands at its right is left out."""
_MOST_ROWS = 3
"""Of what is wrong with a field."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A field with its label; without a `field` it is a heading."""

    field: str
    label: str
    text: str = ""
    blank: str = ""
    """Said where there is no text."""
    note: str = ""
    """Quiet words at the right end, where there is room."""
    mistake: str = ""
    warning: str = ""
    indent: int = 0
    choices: tuple[str, ...] = ()
    """The texts it can have: then it is not written in, but switched."""
    lines: bool = False
    """Its text may have newlines."""
    longest: int = 2000
    completion: str = ""
    """A text that begins with what stands there."""


class FormView(LineWidget, can_focus=True):
    """One field at a time is written in; the form scrolls with it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form-view--heading",
        "form-view--label",
        "form-view--current",
        "form-view--text",
        "form-view--field",
        "form-view--cursor",
        "form-view--blank",
        "form-view--note",
        "form-view--mistake",
        "form-view--warning",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "step(-1)", "Field above", show=False),
        Binding("down,tab", "step(1)", "Next field", show=False),
        Binding("enter", "enter", "Next field", show=False),
        Binding("pageup", "step(-6)", "Up", show=False),
        Binding("pagedown", "step(6)", "Down", show=False),
        Binding("ctrl+home", "step(-9999)", "First field", show=False),
        Binding("ctrl+end", "step(9999)", "Last field", show=False),
    ]

    @dataclass
    class Changed(Message):
        """The text of a field is another."""

        field: str
        text: str

    @dataclass
    class Moved(Message):
        """Another field is written in."""

        field: str
        left: str

    @dataclass
    class Entered(Message):
        """Enter was pressed in a field."""

        field: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[FormRow, ...] = ()
        self._current = 0
        self._editor = LineEditor()
        self._top = 0

    # -- what it shows

    def show(self, rows: Sequence[FormRow]) -> None:
        """Other rows. The field that is written in stays that, and keeps its text."""
        field = self.current
        self._items = tuple(rows)
        found = next((index for index, row in enumerate(rows) if row.field and row.field == field), None)
        if found is None:
            self._go(next(index for index, row in enumerate(rows) if row.field))
        else:
            self._current = found
            self._items = (*rows[:found], replace(rows[found], text=self._editor.text), *rows[found + 1 :])
        self._drawn_anew()

    def put(self, field: str, text: str) -> None:
        """Give a field another text without telling anybody."""
        self._items = tuple(replace(row, text=text) if row.field == field else row for row in self._items)
        if field == self.current:
            self._editor = LineEditor(text, len(text))
        self._drawn_anew()

    def go_to(self, field: str) -> None:
        """Write in this field, where it is there."""
        index = next((index for index, row in enumerate(self._items) if row.field == field), None)
        if index is not None and index != self._current:
            self._moved_to(index)

    @property
    def current(self) -> str:
        """The field that is written in."""
        return self._items[self._current].field if self._items else ""

    # -- keys

    def action_step(self, by: int) -> None:
        fields = [index for index, row in enumerate(self._items) if row.field]
        at = fields.index(self._current)
        to = fields[min(len(fields) - 1, max(0, at + by))]
        if to != self._current:
            self._moved_to(to)

    def action_enter(self) -> None:
        self.post_message(self.Entered(self.current))

    def on_key(self, event: events.Key) -> None:
        row = self._items[self._current]
        if row.choices:
            if event.key in ("space", "left", "right") or event.character in _initials(row.choices):
                event.stop()
                self._switch(row, event)
            return
        edited = self._edited(row, event)
        if edited is not None:
            event.stop()
            event.prevent_default()
            self._take(edited)

    def _switch(self, row: FormRow, event: events.Key) -> None:
        meant = [text for text in row.choices if event.character in _initials((text,))]
        self._take(LineEditor((meant or [text for text in row.choices if text != row.text])[0]))

    def _edited(self, row: FormRow, event: events.Key) -> LineEditor | None:
        text, at = self._editor.text, self._editor.at
        if event.character and event.is_printable and "alt+" not in event.key:
            return self._editor.typed(event.character) if len(text) < row.longest else self._editor
        if row.lines and event.key in ("ctrl+j", "shift+enter", "alt+enter"):
            return self._editor.typed("\n")
        if event.key in ("right", "end", "ctrl+e") and at == len(text) and row.completion:
            return LineEditor(row.completion, len(row.completion))
        return self._editor.pressed(event.key)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        row = self._items[self._current]
        if row.choices:
            return
        room = max(0, row.longest - len(self._editor.text))
        text = clean_text(event.text) if row.lines else clean_line(event.text, row.longest)
        self._take(self._editor.typed(text[:room]))

    def _take(self, edited: LineEditor) -> None:
        row, self._editor = self._items[self._current], edited
        if edited.text != row.text:
            self.put(row.field, edited.text)
            self._editor = edited
            self.post_message(self.Changed(row.field, edited.text))
        self._drawn_anew()

    def _moved_to(self, index: int) -> None:
        left = self.current
        self._go(index)
        self._drawn_anew()
        self.post_message(self.Moved(self.current, left))

    def _go(self, index: int) -> None:
        self._current = index
        text = self._items[index].text
        self._editor = LineEditor(text, len(text))

    # -- mouse

    def on_click(self, event: events.Click) -> None:
        lines = self._lines()
        at = self._top + event.y
        if 0 <= at < len(lines) and self._items[lines[at][0]].field:
            event.stop()
            index = lines[at][0]
            if index != self._current:
                self._moved_to(index)
            elif self._items[index].choices:
                row = self._items[index]
                self._take(LineEditor(next(text for text in row.choices if text != row.text)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_step(-1)

    # -- drawing

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._drawn_anew()

    def on_resize(self) -> None:
        self._drawn_anew()

    def _drawn_anew(self) -> None:
        self._keep_in_view()
        self.refresh()
        if self.has_focus and self._items:
            shown, at = self._shown(self._items[self._current])
            line = next((y for y, (index, _) in enumerate(self._lines()) if index == self._current), 0)
            cell = _LEFT + self._label_width + cell_len(shown[:at])
            self.app.cursor_position = self.content_region.offset + Offset(cell, max(0, line - self._top))

    @property
    def _label_width(self) -> int:
        longest = max((row.indent + cell_len(row.label) for row in self._items if row.field), default=0)
        return min(longest + 2, max(16, self.size.width // 3))

    def _says(self, row: FormRow) -> list[tuple[str, str]]:
        """What stands below a field, in rows, each with how it looks."""
        width = max(20, self.size.width - _LEFT - self._label_width - 1)
        wrong = [(line, "form-view--mistake") for line in wrapped(row.mistake, width, _MOST_ROWS)]
        return [*wrong, *((line, "form-view--warning") for line in wrapped(row.warning, width, _MOST_ROWS))]

    def _lines(self) -> list[tuple[int, int]]:
        """Of each line which row it belongs to, and which of that row's lines it is."""
        return [(index, line) for index, row in enumerate(self._items) for line in range(1 + len(self._says(row)))]

    def _keep_in_view(self) -> None:
        lines, height = self._lines(), max(1, self.size.height)
        of_current = [y for y, (index, _) in enumerate(lines) if index == self._current]
        if not of_current:
            return
        first, last = of_current[0], of_current[-1]
        # A heading right above stays with its first field.
        above = first - 1 if first and not self._items[lines[first - 1][0]].field else first
        self._top = max(0, min(max(self._top, last - height + 1), above, max(0, len(lines) - height)))
        if first < self._top:
            self._top = first

    @property
    def _room(self) -> int:
        return self.size.width - _LEFT - self._label_width - 1

    def _note(self, row: FormRow) -> str:
        """What stands at the right: nothing where the field needs the room."""
        left = self._room - cell_len(row.note) - 2
        return row.note if left >= max(_LEAST_FIELD, cell_len(_one_row(row.text[: self._room])) + 1) else ""

    def _shown(self, row: FormRow) -> tuple[str, int]:
        """The part of the text in view that is written in, and where in it the cursor is."""
        note = self._note(row)
        room = self._room - (cell_len(note) + 2 if note else 0)
        safe = replace(self._editor, text=_one_row(self._editor.text))
        return safe.in_view(max(1, room))

    def render_line(self, y: int) -> Strip:
        lines = self._lines()
        at = self._top + y
        if not 0 <= at < len(lines):
            return self.row([])
        index, line = lines[at]
        row = self._items[index]
        if not row.field:
            return self.row([Span(f" {row.label}", "form-view--heading")], self._more(y, len(lines)))
        more = self._more(y, len(lines))
        if line:
            said, part = self._says(row)[line - 1]
            return self.row([Span(" " * (_LEFT + self._label_width)), Span(said, part)], more)
        return self._field_line(row, index == self._current, more)

    def _more(self, y: int, lines: int) -> list[Span]:
        """The last cell of a row: whether there is more above or below."""
        above = y == 0 and self._top > 0
        below = y == self.size.height - 1 and self._top + self.size.height < lines
        return [Span("^" if above else "v" if below else " ", "form-view--note")]

    def _field_line(self, row: FormRow, current: bool, more: list[Span]) -> Strip:
        label = pad(" " * row.indent + fit_middle(row.label, self._label_width - row.indent - 1), self._label_width)
        note = self._note(row)
        right = [Span(f"  {note}" if note else "", "form-view--note"), *more]
        if not current:
            left = [Span(f"  {label}", "form-view--label"), *self._value(row, self._room - cell_len(note) - 2)]
            return self.row(left, right)
        left = [Span(f"> {label}", "form-view--current")]
        if row.choices:
            return self.row([*left, *self._choices(row)], right)
        shown, at = self._shown(row)
        rest = fit(_one_row(row.completion[len(row.text) :]), max(0, self._room - cell_len(shown) - cell_len(note) - 4))
        blank = rest if row.text else row.blank
        ghost = blank if at == len(shown) and self.has_focus else ""
        left += [
            Span(shown[:at], "form-view--field"),
            Span(shown[at : at + 1] or ghost[:1] or " ", "form-view--cursor" if self.has_focus else "form-view--field"),
            Span(shown[at + 1 :], "form-view--field"),
            Span(ghost[1:], "form-view--field form-view--blank"),
        ]
        return self.row(left, right, Span(" ", "form-view--field"))

    def _value(self, row: FormRow, room: int) -> list[Span]:
        if row.choices:
            return [Span(row.text, "form-view--text")]
        if not row.text:
            return [Span(fit(row.blank, room), "form-view--blank")]
        return [Span(fit(_one_row(row.text), room), "form-view--text")]

    def _choices(self, row: FormRow) -> list[Span]:
        spans = []
        for text in row.choices:
            chosen = text == row.text
            spans.append(Span(f" {text} ", "form-view--cursor" if chosen and self.has_focus else "form-view--field"))
        return spans


def _initials(texts: Sequence[str]) -> list[str]:
    return [text[0] for text in texts]


def _one_row(text: str) -> str:
    """Each character stays one, so that the cursor stands where it does in the text."""
    shown = text.replace("\n", _LINE_END).replace("\t", " ")
    safe = clean_text(shown)
    return safe if len(safe) == len(shown) else "".join(" " if clean_text(each) != each else each for each in shown)

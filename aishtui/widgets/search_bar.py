"""The line in which one says what to look for in the conversation, and reads how many hits there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.chat.wording import plural
from aishtui.widgets.line import Span, width_of
from aishtui.widgets.line_editor import LineEditor
from aishtui.widgets.line_field import LineField

_STEPS = {"enter": 1, "down": 1, "up": -1, "shift+enter": -1, "shift+\r": -1}
_KEYS = (
    "Enter next · Up previous · Esc closes",
    "Enter next · Esc closes",
    "Esc closes",
)
"""What the keys do, as many as there is room for."""
_LONGEST = 200
_LEAST_FIELD = 16


class SearchBar(LineField):
    """One row. What it says is told as it is typed; it knows nothing of what is searched."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "search-bar--label",
        "search-bar--words",
        "search-bar--cursor",
        "search-bar--chosen",
        "search-bar--count",
        "search-bar--nothing",
        "search-bar--hint",
    }

    @dataclass(repr=False, eq=False)
    class Changed(Message):
        """Other words were typed."""

        words: str

    @dataclass(repr=False, eq=False)
    class Stepped(Message):
        """The user wants the next (+1) or the previous (-1) hit."""

        by: int

    def __init__(
        self,
        *,
        label: str = " find: ",
        keys: Sequence[str] = _KEYS,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`keys` say what the keys do; the first that fits is shown."""
        super().__init__(_LONGEST, id=id, classes=classes)
        self._label = label
        self._keys = tuple(keys)
        self._number, self._total, self._note = 0, 0, ""

    @property
    def words(self) -> str:
        return self._editor.text

    def show_words(self, words: str, *, chosen: bool = False) -> None:
        """Put words there without telling anybody; `chosen` ones go as soon as something is typed."""
        text = clean_line(words, _LONGEST)
        self._editor, self._chosen = LineEditor(text, len(text)), chosen and bool(text)
        self._drawn_anew()

    def show_found(self, number: int, total: int, note: str = "") -> None:
        """At hit `number` (0: at none) of `total`; `note` says what was special on the way there."""
        self._number, self._total, self._note = number, total, note
        self.refresh()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        step = _STEPS.get(event.key)
        edited = self._edited(event)
        if step is not None:
            self._chosen = False
            self.refresh()
            self.post_message(self.Stepped(step))
        elif edited is not None:
            self._take(edited)
        else:
            return
        event.stop()
        event.prevent_default()

    # -- drawing

    def tell_changed(self) -> None:
        self.post_message(self.Changed(self.words))

    def cursor_cell(self) -> int:
        shown, at = self._window(self._field_width(self._said(self.size.width)))
        return cell_len(self._label + shown[:at])

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - the only row
        said = self._said(self.size.width)
        shown, at = self._window(self._field_width(said))
        if self._chosen:
            field = [Span(shown, "search-bar--chosen")]
        elif self.has_focus:
            field = [
                Span(shown[:at], "search-bar--words"),
                Span(shown[at : at + 1] or " ", "search-bar--cursor"),
                Span(shown[at + 1 :], "search-bar--words"),
            ]
        else:
            field = [Span(shown, "search-bar--words")]
        return self.row([Span(self._label, "search-bar--label"), *field], said)

    def _field_width(self, said: list[Span]) -> int:
        return max(1, self.size.width - len(self._label) - width_of(said))

    def _window(self, room: int) -> tuple[str, int]:
        """The part of the words that is shown in so many cells, and where the cursor is in it."""
        return self._editor.in_view(room)

    def _said(self, width: int) -> list[Span]:
        """How the search stands, and as much of the keys as there is room for."""
        count, note = self._count(), Span(f", {self._note}" if self._note else "", "search-bar--count")
        room = width - len(self._label) - max(_LEAST_FIELD, cell_len(self.words) + 1)
        gap = "   " if count.text else ""
        said = [[count, note, Span(gap + keys, "search-bar--hint")] for keys in self._keys]
        said += [[count, note], [count]]
        fitting = (spans for spans in said if width_of(spans) + len("   ") <= room)
        return [Span("  "), *next(fitting, [count]), Span(" ")]

    def _count(self) -> Span:
        if not self.words.strip():
            return Span("", "search-bar--count")
        if not self._total:
            return Span("not found", "search-bar--nothing")
        text = f"{self._number} of {self._total}" if self._number else plural(self._total, "hit")
        return Span(text, "search-bar--count")

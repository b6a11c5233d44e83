"""The line in which one says what to look for in the history: words, and filters such as `preset:deep`."""

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.chat.history_line import pieces
from aishtui.widgets.line import Span
from aishtui.widgets.line_editor import LineEditor
from aishtui.widgets.line_field import LineField

_LABEL = " search: "
_LONGEST = 500
_EMPTY = ("words, or filters such as preset:deep since:2026-11", "words or filters")
"""What stands there while nothing is typed, in the longest words that fit."""


class QueryLine(LineField):
    """One row. What it says is told as it is typed; keys that do not edit are left to the screen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "query-line--label",
        "query-line--words",
        "query-line--filter",
        "query-line--cursor",
        "query-line--chosen",
        "query-line--hint",
    }

    @dataclass
    class Changed(Message):
        """Something else is looked for."""

        line: str

    @dataclass
    class Tabbed(Message):
        """Tab was pressed: complete, or go on."""

        back: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(_LONGEST, id=id)

    @property
    def line(self) -> str:
        return self._editor.text

    @property
    def cursor(self) -> int:
        return self._editor.at

    def show_line(self, line: str, *, at: int | None = None, chosen: bool = False) -> None:
        """Put a line there without telling anybody; a `chosen` one goes as soon as something is typed."""
        text = clean_line(line, _LONGEST) if line.strip() else ""
        text += " " if text and line.endswith(" ") else ""
        self._editor = LineEditor(text, len(text) if at is None else min(at, len(text)))
        self._chosen = chosen and bool(text)
        self._drawn_anew()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        if event.key in ("tab", "shift+tab"):
            self._chosen = False
            self.post_message(self.Tabbed(back=event.key == "shift+tab"))
        else:
            edited = self._edited(event)
            if edited is None:
                return
            self._take(edited)
        event.stop()
        event.prevent_default()

    # -- drawing

    def tell_changed(self) -> None:
        self.post_message(self.Changed(self.line))

    def cursor_cell(self) -> int:
        shown, at = self._editor.in_view(self._room())
        return cell_len(_LABEL + shown[:at])

    def _room(self) -> int:
        return max(2, self.size.width - len(_LABEL) - 1)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - the only row
        return self.row([Span(_LABEL, "query-line--label"), *self._field()])

    def _field(self) -> list[Span]:
        room = self._room()
        if not self.line:
            hint = next((words for words in _EMPTY if cell_len(words) + 1 <= room), "")
            cursor = [Span(" ", "query-line--cursor")] if self.has_focus else []
            return [*cursor, Span(hint, "query-line--hint")]
        shown, at = self._editor.in_view(room)
        if self._chosen:
            return [Span(shown, "query-line--chosen")]
        looks = self._looks()[self._editor.at - at :][: len(shown)]
        if self.has_focus:
            shown, looks = shown + " " * (at == len(shown)), [*looks, "query-line--words"][: len(shown) + 1]
            looks[at] = "query-line--cursor"
        return _spans(shown, looks)

    def _looks(self) -> list[str]:
        """How each character of the line looks: filters otherwise than words."""
        looks = ["query-line--words"] * len(self.line)
        for piece in pieces(self.line):
            if piece.key:
                looks[piece.start : piece.stop] = ["query-line--filter"] * (piece.stop - piece.start)
        return looks


def _spans(text: str, looks: list[str]) -> list[Span]:
    """One span for each stretch that looks the same."""
    spans: list[Span] = []
    for sign, look in zip(text, looks, strict=False):
        if spans and spans[-1].part == look:
            spans[-1] = Span(spans[-1].text + sign, look)
        else:
            spans.append(Span(sign, look))
    return spans

"""What is to be known of the field that is written in: a few rows below a form."""

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.fit import fit_middle, wrapped
from aishtui.widgets.line import LineWidget, Span


class FieldHelp(LineWidget):
    """Words as far as there is room, and below them the place that the field's value comes from."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"field-help--words", "field-help--place"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words: tuple[str, ...] = ()
        self._place = ""

    def show(self, words: Sequence[str], place: str) -> None:
        """Sentences, the most important first, and a place such as `/etc/presets.toml, line 3`."""
        told = (tuple(clean_line(each, 1000) for each in words if each), clean_line(place, 1000))
        if told != (self._words, self._place):
            self._words, self._place = told
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size.width - 2, self.size.height
        if y == height - 1:
            return self.row([Span(f" {fit_middle(self._place, width)}", "field-help--place")])
        pieces = wrapped(" ".join(self._words), width, height - 1)
        return self.row([Span(f" {pieces[y]}" if y < len(pieces) else "", "field-help--words")])

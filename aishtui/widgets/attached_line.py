"""What goes with the prompt when it is sent: a row above it, there only while anything does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.fit import fit
from aishtui.widgets.line import LineWidget, Span, width_of

_LEAST_NAME = 12


@dataclass(frozen=True, slots=True)
class AttachedWords:
    """A file, and of what size it is, or why it cannot go with the prompt."""

    name: str
    words: str
    wrong: bool = False


class AttachedLine(LineWidget):
    """` with notes.md 3.2 kB · src/app.py 6.1 kB`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"attached-line--{part}" for part in ("label", "name", "words", "wrong")}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[AttachedWords, ...] = ()
        self.display = False

    @property
    def items(self) -> tuple[AttachedWords, ...]:
        return self._items

    def show(self, items: Sequence[AttachedWords]) -> None:
        """Of no items there is no row."""
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.display = bool(items)
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        if y or not self._items:
            return self.row([])
        spans = [Span("  with ", "attached-line--label")]
        for number, item in enumerate(self._items):
            between = [Span(" · ", "attached-line--label")] if number else []
            left = len(self._items) - number
            more = f" · and {left} more" if number else ""
            room = self.size.width - width_of([*spans, *between]) - len(item.words) - 2
            if number and room < _LEAST_NAME + (len(more) if left > 1 else 0):
                spans.append(Span(more, "attached-line--label"))
                break
            name = Span(fit(clean_line(item.name), max(1, room)), "attached-line--name")
            words = Span(f" {clean_line(item.words)}", f"attached-line--{'wrong' if item.wrong else 'words'}")
            spans += [*between, name, words]
        return self.row(spans)

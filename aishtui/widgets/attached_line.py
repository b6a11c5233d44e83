"""What goes with the prompt when it is sent: a row above it, there only while anything does."""

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.fit import fit
from aishtui.widgets.line import LineWidget, Span, width_of

_LEAST_NAME = 12


@dataclass(frozen=True, slots=True)
class AttachedWords:
    """A file, and of what size it is; or, where it cannot go with the prompt, what it `is`."""

    name: str
    words: str
    wrong: bool = False


class AttachedLine(LineWidget):
    """` with notes.md 3.2 kB · src/app.py 6.1 kB · not logo.png, which is not a text file`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"attached-line--{part}" for part in ("label", "name", "words", "wrong")}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: tuple[AttachedWords, ...] = ()
        self.display = False

    @property
    def items(self) -> tuple[AttachedWords, ...]:
        return self._items

    def show(self, items: Sequence[AttachedWords]) -> None:
        """Those that go with it first; of no items there is no row."""
        items = tuple(sorted(items, key=lambda item: item.wrong))
        if items != self._items:
            self._items = items
            self.display = bool(items)
            self.refresh(layout=True)

    def render_line(self, y: int) -> Strip:
        if y or not self._items:
            return self.row([])
        spans: list[Span] = []
        for number, item in enumerate(self._items):
            before = ("  " if not number else " · ") + ("not " if item.wrong else "" if number else "with ")
            words = f", which {clean_line(item.words)}" if item.wrong else f" {clean_line(item.words)}"
            left = len(self._items) - number
            more = f" · and {left} more"
            room = self.size.width - width_of(spans) - len(before) - len(words)
            if number and room < _LEAST_NAME + (len(more) if left > 1 else 0):
                spans.append(Span(more, "attached-line--label"))
                break
            name = Span(fit(clean_line(item.name), max(_LEAST_NAME, room)), "attached-line--name")
            look = f"attached-line--{'wrong' if item.wrong else 'words'}"
            spans += [Span(before, "attached-line--label"), name, Span(words, look)]
        return self.row(spans)

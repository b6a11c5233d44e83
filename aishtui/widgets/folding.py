"""A text in which large pastes stand folded, as labels: each is edited as a whole or not at all."""

from typing import ClassVar

from rich.text import Text
from textual.widgets.text_area import Edit, EditResult, Location

from aishtui.widgets.mentioning import MentioningArea
from aishtui.widgets.prompt_pastes import MOST_LINE_CHARACTERS, Pastes


class FoldingArea(MentioningArea, inherit_bindings=False):
    """`FOLDED` is the component class of labels, and of mentions whose files are there."""

    FOLDED: ClassVar[str]

    def __init__(self, *, id: str | None = None, classes: str | None = None, compact: bool = False) -> None:
        self._pastes = Pastes()
        super().__init__(id=id, classes=classes, compact=compact)

    @property
    def value(self) -> str:
        """The whole text as it would be sent: folded pastes unfolded."""
        return self._pastes.unfold(self.text)

    def put_paste(self, text: str, what: str) -> None:
        """At the cursor, folded where it is long; `what` it is, in its label."""
        row, _ = self.cursor_location
        long_line = len(self.document[row]) + len(text) > MOST_LINE_CHARACTERS
        self._pasting = True
        self.put(self._pastes.fold(text, what) if long_line or self._pastes.needs_folding(text) else text)
        self._pasting = False

    def put(self, text: str) -> None:
        """At the cursor, in place of what is selected."""
        self.replace(text, *self.selection, maintain_selection_offset=False)

    def folded_at_hand(self) -> str:
        """The text of the folded paste at the cursor, else of the last one; empty where none is folded."""
        place = self._fold_at_hand()
        return self._pastes.unfold(self.get_text_range(*place)) if place is not None else ""

    def unfold_at_hand(self) -> bool:
        """Puts that text where its label stands. False where it is too much to be edited, or could steer the
        terminal."""
        text, place = self.folded_at_hand(), self._fold_at_hand()
        if place is None or not self._pastes.can_be_edited(text):
            return False
        self.replace(text, *place, maintain_selection_offset=False)
        return True

    def _fold_at_hand(self) -> tuple[Location, Location] | None:
        rows = range(self.document.line_count) if self._pastes else ()
        folds = [((row, a), (row, b)) for row in rows for a, b in self._pastes.spans(self.document[row])]
        here = (fold for fold in folds if fold[0] <= self.cursor_location <= fold[1])
        return next(here, folds[-1] if folds else None)

    def edit(self, edit: Edit) -> EditResult:
        """A folded paste is edited as a whole or not at all."""
        if self._pastes:
            top, bottom = self._around_pastes(edit.top, edit.bottom)
            edit = Edit(edit.text, top, bottom, edit.maintain_selection_offset)
        return super().edit(edit)

    def _around_pastes(self, top: Location, bottom: Location) -> tuple[Location, Location]:
        """The range grown over every label it cuts; an insertion inside a label moves behind it."""
        inside = self._label_around(top)
        if top == bottom:
            place = (top[0], inside[1]) if inside else top
            return place, place
        cut = self._label_around(bottom)
        return (top[0], inside[0]) if inside else top, (bottom[0], cut[1]) if cut else bottom

    def _label_around(self, location: Location) -> tuple[int, int] | None:
        row, column = location
        spans = self._pastes.spans(self.document[row])
        return next((span for span in spans if span[0] < column < span[1]), None)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        for start, end in (*self._pastes.spans(line.plain), *self.mention_spans(line.plain)):
            line.stylize(self.get_component_rich_style(self.FOLDED), start, end)
        return line

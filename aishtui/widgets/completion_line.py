"""The line above the prompt that says what the command that is being typed may become."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.strip import Strip

from aishtui.chat.clean import clean_line
from aishtui.widgets.completion import Candidate, Completion
from aishtui.widgets.line import LineWidget, Span, cut, width_of

_GAP = "  "
_LONGEST = 48
"""Characters of a candidate."""


class CompletionLine(LineWidget):
    """One row: candidates, as many as fit around the chosen one; of one alone, what it is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"completion-line--{part}" for part in ("word", "chosen", "note", "hint", "problem")
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._completion = Completion("", "")
        self._chosen: int | None = None

    def show(self, completion: Completion, chosen: int | None = None) -> None:
        """`chosen` is the index of the candidate that stands in the prompt."""
        self._completion, self._chosen = completion, chosen
        self.display = True
        self.refresh()

    def hide(self) -> None:
        self.display = False

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - the only row
        found, room = self._completion, self.size.width - 1
        if found.problem:
            return self.row([Span(f" {clean_line(found.problem)}", "completion-line--problem")])
        spans = self._words(found.candidates, room)
        if found.hint:
            hint = Span(f" {_GAP * bool(spans)}{clean_line(found.hint)}", "completion-line--hint")
            # What can be chosen comes first, and what is known of it as far as there is room.
            spans = [*spans, *cut([hint], room - width_of(spans))] if width_of(spans) + 12 < room else spans
        return self.row(spans or [Span(" nothing to complete", "completion-line--hint")])

    def _words(self, candidates: Sequence[Candidate], room: int) -> list[Span]:
        at = self._chosen or 0
        first = self._first(candidates, at, room)
        spans = [Span(f" +{first}", "completion-line--hint")] if first else []
        for index in range(first, len(candidates)):
            word = self._word(candidates[index], index == self._chosen, alone=len(candidates) == 1)
            left = len(candidates) - index
            more = [Span(f" +{left}", "completion-line--hint")]
            after = width_of(more) if left > 1 else 0
            if width_of(spans) + width_of(word) + after > room and spans:
                return [*spans, *more]
            spans += word
        return cut(spans, room)

    def _first(self, candidates: Sequence[Candidate], at: int, room: int) -> int:
        """From which candidate on they are shown, so that the chosen one is in view with some before it."""
        first, used = at, 12
        while first > 0:
            used += cell_len(_shown(candidates[first - 1])) + len(_GAP)
            if used > room // 2:
                break
            first -= 1
        return first

    def _word(self, candidate: Candidate, chosen: bool, alone: bool) -> list[Span]:
        word = Span(_shown(candidate), f"completion-line--{'chosen' if chosen else 'word'}")
        note = clean_line(candidate.note, 40)
        shown = note if chosen or alone or note.isdecimal() else ""
        return [Span(" "), word, *([Span(f" {shown}", "completion-line--note")] if shown else []), Span(" ")]


def _shown(candidate: Candidate) -> str:
    return clean_line(candidate.shown or candidate.text, _LONGEST)

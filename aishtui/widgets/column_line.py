"""The lines of a column: the one above its conversation, and the one below."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.strip import Strip

from aishtui.widgets.column_words import ColumnState, foot_parts, head_parts, one_line
from aishtui.widgets.line import Span
from aishtui.widgets.status_words import SEPARATOR, StatusPart, fit_parts
from aishtui.widgets.ticking_line import TickingLine

Words = Callable[[ColumnState, float], list[StatusPart]]


class ColumnLine(TickingLine):
    """`▌1 deep · qwen-coder-7b-32k · boltzmann · last time dirac`; of the column in focus with a mark before it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "column-line--plain",
        "column-line--model",
        "column-line--name",
        "column-line--active",
        "column-line--mark",
        "column-line--backend",
        "column-line--stage",
        "column-line--surprise",
        "column-line--good",
        "column-line--bad",
        "column-line--between",
    }

    def __init__(self, words: Words, *, classes: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(classes=classes, monotonic=monotonic)
        self._state: ColumnState | None = None
        self.words = words
        """`head_parts`, `foot_parts` or `one_line`."""

    def show(self, state: ColumnState | None) -> None:
        if state == self._state:
            return
        shown = self._parts()
        self._state, self._view = state, state.view if state is not None else None
        self._tick_if_needed()
        if self._parts() != shown:
            self.redraw()

    def _parts(self) -> list[StatusPart]:
        if self._state is None:
            return []
        return self.words(replace(self._state, view=self._view), self._monotonic())

    def render_line(self, y: int) -> Strip:
        if y or self._state is None:
            return Strip.blank(self.size.width, self.rich_style)
        spans = [Span("▌" if self._state.active and self.words is not foot_parts else " ", "column-line--mark")]
        for part in fit_parts(self._parts(), self.size.width - 2):
            if len(spans) > 1:
                spans.append(Span(SEPARATOR, "column-line--between"))
            spans.append(Span(part.text, f"column-line--{part.kind}"))
        return self.row(spans)


def head_line() -> ColumnLine:
    return ColumnLine(head_parts, classes="column-head")


def foot_line() -> ColumnLine:
    return ColumnLine(foot_parts, classes="column-foot")


def words_for(whole: bool) -> Words:
    """What the line above says: of who answers, or all of it where there is no line below."""
    return one_line if whole else head_parts

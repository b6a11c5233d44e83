"""The status bar: the truth about the answer in view, and the two keys that lead to all others."""

import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.strip import Strip

from aishtui.chat.answers import AnswerView
from aishtui.chat.clean import clean_line
from aishtui.widgets.bound_keys import TABLE, BoundKeys
from aishtui.widgets.line import Span, width_of
from aishtui.widgets.status_words import SEPARATOR, StatusPart, fit_parts, parts_of
from aishtui.widgets.ticking_line import TickingLine

Hints = tuple[tuple[str, ...], ...]
"""From the most to the fewest: what is said of an answer is worth more than they are."""


class StatusBar(TickingLine):
    """` boltzmann · qwen-coder-7b-32k · first 0.4 s · 42 tok/s · complete      F1 help  ^P commands `."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status-bar--plain",
        "status-bar--model",
        "status-bar--backend",
        "status-bar--stage",
        "status-bar--surprise",
        "status-bar--good",
        "status-bar--bad",
        "status-bar--hint",
        "status-bar--key",
    }

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        keys: BoundKeys = TABLE,
    ) -> None:
        super().__init__(id=id, classes=classes, monotonic=monotonic)
        self._hints, self._hints_of_comparison = _hints(keys)
        self._preset_line = ""
        self._said: tuple[StatusPart, ...] = ()
        self._besides: tuple[StatusPart, ...] = ()

    def add(self, parts: Sequence[StatusPart]) -> None:
        """What stands behind whatever else it says."""
        if tuple(parts) != self._besides:
            self._besides = tuple(parts)
            self.redraw()

    def use_keys(self, keys: BoundKeys) -> None:
        """These are named from now on."""
        self._hints, self._hints_of_comparison = _hints(keys)
        self.redraw()

    def show(self, view: AnswerView | None, preset_line: str = "") -> None:
        """The answer in view; without one `preset_line` says where the next prompt goes."""
        self._show(view, preset_line, ())

    def say(self, parts: Sequence[StatusPart]) -> None:
        """Something else than an answer: how a comparison stands."""
        self._show(None, "", tuple(parts))

    def _show(self, view: AnswerView | None, preset_line: str, said: tuple[StatusPart, ...]) -> None:
        if (view, preset_line, said) == (self._view, self._preset_line, self._said):
            return
        shown = self._parts()
        self._view, self._preset_line, self._said = view, preset_line, said
        self._tick_if_needed()
        if self._parts() != shown:
            self.redraw()

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        rights = [self._hint_spans(hints) for hints in (self._hints_of_comparison if self._said else self._hints)]
        fitted = [fit_parts(self._parts(), self.size.width - width_of(right) - 2) for right in rights]
        kept = fitted[-1]
        right = rights[fitted.index(kept)]
        spans = [Span(" ")]
        for part in kept:
            spans += [*([Span(SEPARATOR, "status-bar--hint")] if len(spans) > 1 else [])]
            spans.append(Span(part.text, f"status-bar--{part.kind}"))
        return self.row(spans, right)

    def _parts(self) -> list[StatusPart]:
        if self._view is not None:
            return [*parts_of(self._view, self._monotonic()), *self._besides]
        if self._said:
            return [*self._said, *self._besides]
        preset = [StatusPart(clean_line(self._preset_line), 0)] if self._preset_line else []
        return [*preset, *self._besides]

    def _hint_spans(self, hints: tuple[str, ...]) -> list[Span]:
        spans: list[Span] = []
        for hint in hints:
            key, _, words = hint.partition(" ")
            spans += [Span(f" {key}", "status-bar--key"), Span(f" {words} ", "status-bar--hint")]
        return spans


def _hints(keys: BoundKeys) -> tuple[Hints, Hints]:
    """What stands at the right end, beside an answer and beside a comparison."""
    help_ = f"{keys.name('help.show')} help"
    palette = keys.name("app.palette")
    commands = (f"{palette.replace('Ctrl+', '^')} commands",) if keys.keys("app.palette") else ()
    compare = f"{keys.name('compare.open')} compare"
    return (
        ((compare, help_, *commands), (help_, *commands), (help_,), ()),
        ((compare, help_, *commands), (compare, help_), (compare,)),
    )

"""Whose answers are compared, above their difference; and which others there are to choose from."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.geometry import Size
from textual.strip import Strip

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.difference_view import BESIDE_FROM
from aishtui.widgets.fit import fit, pad
from aishtui.widgets.line import LineWidget, Span


@dataclass(frozen=True, slots=True)
class Named:
    """An answer in words, all of them cleaned."""

    short: str
    """`fast`: what it is called among the others."""
    brief: str
    """`fast → boltzmann`."""
    name: str
    """`fast · qwen2.5-coder-1.5b → boltzmann`."""
    figures: tuple[str, ...]
    """`first 0.4 s`, `42 tok/s`, and last how it ended."""

    def figures_in(self, width: int) -> str:
        """As many figures as there is room for, from the first on; how it ended always."""
        for count in range(len(self.figures) - 1, 0, -1):
            words = " · ".join([*self.figures[:count], self.figures[-1]])
            if cell_len(words) <= width:
                return words
        return self.figures[-1]


class DifferenceHead(LineWidget):
    """Two rows, and a third where there are more than two answers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"difference-head--{name}" for name in ("frame", "removed", "added", "name", "quiet", "key")
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._answers: Sequence[Named] = ()
        self._left = self._right = 0

    def show(self, answers: Sequence[Named], left: int, right: int) -> None:
        """`left` and `right` are places in `answers`."""
        self._answers, self._left, self._right = answers, left, right
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return 3 if len(self._answers) > 2 else 2

    def render_line(self, y: int) -> Strip:
        if not self._answers or y > 2:
            return self.row([])
        left, right = self._answers[self._left], self._answers[self._right]
        if y == 2:
            return self.row(self._choice())
        if self.size.width >= BESIDE_FROM:
            return self.row(self._beside(left, right, y))
        sign = _span("+ ", "added") if y else _span("- ", "removed")
        return self.row([sign, *self._below(right if y else left)])

    def _below(self, answer: Named) -> list[Span]:
        """One side on a row of its own: of the name and the figures as much as there is room for."""
        width = self.size.width - 2
        ending = cell_len(answer.figures[-1]) + 2
        names = (answer.name, answer.brief)
        name = next((name for name in names if cell_len(name) + ending <= width), answer.short)
        if cell_len(name) > width // 2 and cell_len(answer.brief) <= width // 2:
            name = answer.brief
        return [_span(name, "name"), _span(f"  {answer.figures_in(width - cell_len(name) - 2)}", "quiet")]

    def _beside(self, left: Named, right: Named, y: int) -> list[Span]:
        half = (self.size.width - 1) // 2
        rest = self.size.width - half - 1
        if y:
            one, other = f"  {left.figures_in(half - 2)}", f"  {right.figures_in(rest - 2)}"
            return [_span(pad(one, half), "quiet"), _span("│", "frame"), _span(other, "quiet")]
        return [
            _span("- ", "removed"),
            _span(pad(left.name, half - 2), "name"),
            _span("│", "frame"),
            _span("+ ", "added"),
            _span(fit(right.name, rest - 2), "name"),
        ]

    def _choice(self) -> list[Span]:
        """`answers  1 fast -  2 chat  3 cloud +`."""
        spans = [_span("  answers", "quiet")]
        for number, answer in enumerate(self._answers, 1):
            spans += [_span(f"  {number} ", "key"), _span(answer.short, "name")]
            if number - 1 == self._left:
                spans.append(_span(" -", "removed"))
            if number - 1 == self._right:
                spans.append(_span(" +", "added"))
        return spans


def _span(text: str, part: str) -> Span:
    return Span(text, f"difference-head--{part}")

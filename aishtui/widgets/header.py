"""The header line: the endpoint, whether it answers, and how much is going on."""

from typing import ClassVar

from rich.cells import cell_len
from textual.strip import Strip

from aishtui.chat.catalog import EndpointHealth, HealthState
from aishtui.chat.clean import clean_line
from aishtui.chat.wording import plural
from aishtui.widgets.fit import fit
from aishtui.widgets.line import LineWidget, Span, width_of

_MIN_LABEL = 16
"""Cells of a long address below which the number of answers gives way to it."""


class HeaderLine(LineWidget):
    """` aishtui   hossenfelder.fritz.box:8082 ok · 11 models            2 answering`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header-line--name",
        "header-line--endpoint",
        "header-line--ok",
        "header-line--waiting",
        "header-line--down",
        "header-line--answering",
    }

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._health: EndpointHealth | None = None
        self._models: int | None = None
        self._answering = 0

    def show(self, health: EndpointHealth | None, models: int | None, answering: int) -> None:
        """`models` is None while the catalogue is not known; `answering` counts the answers being written."""
        if (health, models, answering) != (self._health, self._models, self._answering):
            self._health, self._models, self._answering = health, models, answering
            self.redraw()

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        name = [Span(" aishtui ", "header-line--name"), Span("  ")]
        label, state = self._label(), self._state()
        ok = self._health is not None and self._health.state is HealthState.OK
        right = [Span(f"  {self._answering} answering ", "header-line--answering")] if self._answering else []
        count: list[Span] = []
        if ok and self._models is not None:
            count = [Span(f" · {plural(self._models, 'model')}", "header-line--endpoint")]
        for tail, end in ((count, right), ([], right), ([], [])):
            room = self.size.width - width_of([*name, *state, *tail, *end]) - 1
            if cell_len(label) <= room or (not tail and room >= _MIN_LABEL):
                break
        return self.row([*name, Span(fit(label, room), "header-line--endpoint"), *state, *tail], end)

    def _label(self) -> str:
        if self._health is None:
            return ""
        label = clean_line(self._health.label)
        return f"embedded broker {label}" if self._health.embedded else label

    def _state(self) -> list[Span]:
        if self._health is None:
            return []
        match self._health.state:
            case HealthState.OK:
                return [Span(" ok", "header-line--ok")]
            case HealthState.UNKNOWN:
                return [Span(" connecting", "header-line--waiting")]
            case HealthState.DOWN:
                return [Span(" down", "header-line--down")]

"""The base of the workbench's own line widgets: styled spans put together to one row of cells."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.fit import fit


@dataclass(frozen=True, slots=True)
class Span:
    """Some text and the component classes that style it (several are separated by spaces; none: the widget's)."""

    text: str
    part: str = ""


_BLANK = Span(" ")


def width_of(spans: Sequence[Span]) -> int:
    return sum(cell_len(span.text) for span in spans)


def cut(spans: Sequence[Span], width: int) -> list[Span]:
    """The spans in at most `width` cells; where something is missing the last one ends in `…`."""
    kept: list[Span] = []
    left = width
    for span in spans:
        if cell_len(span.text) > left:
            kept.append(Span(fit(span.text, left), span.part))
            break
        kept.append(span)
        left -= cell_len(span.text)
    return kept


Paint: TypeAlias = Callable[[Widget, int, Sequence[Strip]], bool]
"""Shows rows of a widget, from the given one on, at once; False: it cannot, Textual is to draw them in its own time."""


class LineWidget(Widget):
    """A widget that draws its own rows. Text from outside comes to it cleaned, and is never markup.

    It has neither padding nor border: its rows need not go through Textual's drawing of these.
    """

    ALLOW_SELECT = False

    _drawn: tuple[Size, list[Strip]] | None = None
    """The rows as they were drawn last, and for which size; None when they may be others now."""
    _plain: Style | None = None
    """The widget's own style, while its rows are being drawn."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.paint: Paint = lambda _widget, _first, _strips: False

    def redraw(self) -> None:
        """What it shows has changed. Small things that change often (a clock, a spinner) are not to cost the drawing
        of the whole screen."""
        self._drawn = None
        rows = self.size.height if self.is_attached else 0
        if not rows or not self.paint(self, 0, self.render_lines(Region(0, 0, self.size.width, rows))):
            self.refresh()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self._drawn = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        self._drawn = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual asks for the rows of all widgets beside one that has changed: they are drawn once."""
        size = self.size
        if self._drawn is None or self._drawn[0] != size:
            self._drawn = (size, self._draw(size.height))
        strips = self._drawn[1][crop.y : crop.bottom]
        if crop.x or crop.right < size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _draw(self, rows: int) -> list[Strip]:
        with self.drawing_rows():
            strips = [self.render_line(y) for y in range(rows)]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        return strips

    @contextmanager
    def drawing_rows(self) -> Iterator[None]:
        """Until its end the widget's own style is the same: Textual puts it together anew each time it is asked."""
        self._plain = self.rich_style
        try:
            yield
        finally:
            self._plain = None

    def part_style(self, part: str) -> Style:
        return self.get_component_rich_style(*part.split()) if part else self._plain or self.rich_style

    def strip_of(self, spans: Sequence[Span]) -> Strip:
        segments = [Segment(span.text, self.part_style(span.part)) for span in spans if span.text]
        return Strip(segments, width_of(spans)).simplify()

    def row(self, left: Sequence[Span], right: Sequence[Span] = (), fill: Span = _BLANK) -> Strip:
        """One row of the widget's width: `left`, filling, `right`. When both do not fit, `left` is cut."""
        width = self.size.width
        left = cut(left, width - width_of(right))
        gap = max(0, width - width_of(right) - width_of(left))
        strip = self.strip_of([*left, Span(fill.text * gap, fill.part), *right])
        return strip if strip.cell_length == width else strip.adjust_cell_length(width, self.part_style(""))

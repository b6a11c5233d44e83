"""The difference of two texts to be read, by row, page or difference."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.differences import Differences
from aishtui.widgets.difference_rows import DifferenceRows, Spot
from aishtui.widgets.line import Span
from aishtui.widgets.row_reader import RowReader

BESIDE_FROM = 120
"""From so many cells on the sides stand beside each other."""
_ABOVE = 2
"""So many rows are seen above a difference that was gone to."""
_NOWHERE = range(0)


class DifferenceView(RowReader[Spot]):
    """Keeps what is at its top, also when it gets another width. A difference is `here` once it was gone to, until the
    reader moves on otherwise."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"difference-view--{name}" for name in ("frame", "removed", "removed-words", "added", "added-words", "here")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right", "step(1)", "Next difference", show=False),
        Binding("p,N,left", "step(-1)", "Previous difference", show=False),
    ]

    class Moved(Message):
        """Other rows are in view, or another difference is `here` (from 0; None: none)."""

        def __init__(self, here: int | None, share: float) -> None:
            self.here = here
            self.share = share
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Differences | None = None
        self._rows = DifferenceRows(Differences((), ()), 1, beside=False)
        self._top = Spot(0, 0)
        self._here: int | None = None

    @property
    def here(self) -> int | None:
        return self._here

    def show(self, found: Differences, *, anew: bool = True) -> None:
        """Another difference, from its first place on; or, not `anew`, the same with more in it, where it stands."""
        mark = self._rows.mark(self._top) if self._rows.items and not anew else (0, 0)
        self._found = found
        self._lay_out()
        stays = not anew and self._here is not None and self._here < len(found.places)
        self._here = self._here if stays else None
        self._show_from(self._rows.spot_of(mark))
        if anew and found.places:
            self.action_step(1)

    def on_resize(self) -> None:
        if self._found is not None:
            mark = self._rows.mark(self._top)
            self._lay_out()
            self._show_from(self._rows.spot_of(mark))

    def _lay_out(self) -> None:
        if self._found is not None:
            width = self.size.width
            self._rows = DifferenceRows(self._found, width, beside=width >= BESIDE_FROM)

    # -- moving

    def top_row(self) -> Spot | None:
        return self._top if self._rows.items else None

    def first_row(self) -> Spot:
        return Spot(0, 0)

    def last_row(self) -> Spot | None:
        return self._rows.last_of(len(self._rows.items) - 1) if self._rows.items else None

    def after(self, row: Spot) -> Spot | None:
        return self._rows.after(row)

    def before(self, row: Spot) -> Spot | None:
        return self._rows.before(row)

    def go(self, row: Spot) -> None:
        if row != self._top:
            self._here = None
        self._show_from(row)

    def action_step(self, step: int) -> None:
        """To the next difference (1) or the one before (-1): from the one that is here, else from the top row on."""
        if not self._rows.places:
            return
        if self._here is not None:
            here = self._here + step
        elif step > 0:
            here = next((n for n, place in enumerate(self._rows.places) if place.stop > self._top.item), -1)
        else:
            here = sum(place.start < self._top.item for place in self._rows.places) - 1
        if 0 <= here < len(self._rows.places):
            self._here = here
            self._bring_into_view(self._rows.places[here])

    def _bring_into_view(self, place: range) -> None:
        shown = self.rows_in_view()
        first, last = Spot(place.start, 0), self._rows.last_of(place[-1])
        if first in shown and last in shown:
            self._show_from(self._top)
            return
        for _ in range(_ABOVE):
            first = self._rows.before(first) or first
        self._show_from(first)

    def _show_from(self, spot: Spot) -> None:
        self._top = spot
        if self._rows.items:
            self._top = self.with_room_above(spot)
        self.refresh()
        self.post_message(self.Moved(self._here, self._share()))

    # -- drawing

    @property
    def whole(self) -> bool:
        """Whether all of it is in view."""
        spots = self.rows_in_view()
        return not spots or (spots[0] == Spot(0, 0) and self._rows.after(spots[-1]) is None)

    def _share(self) -> float:
        spots = self.rows_in_view()
        return (spots[-1].item + 1) / len(self._rows.items) if spots else 1.0

    def _draw(self, rows: int) -> list[Strip]:
        here = self._rows.places[self._here] if self._here is not None else _NOWHERE
        strips = [self._strip(self._rows.spans(spot, here)) for spot in self.rows_in_view()[:rows]]
        strips += [self.row([])] * (rows - len(strips))
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        return strips

    def _strip(self, spans: list[Span]) -> Strip:
        return self.row([Span(span.text, f"difference-view--{span.part}" if span.part else "") for span in spans])

    def render_line(self, y: int) -> Strip:
        return self.render_lines(self.region.reset_offset)[y]

"""The difference of two texts to be read: the rows in view and no others, moved through by row, page or difference."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from aishtui.chat.differences import Differences
from aishtui.widgets.difference_rows import DifferenceRows, Spot
from aishtui.widgets.line import LineWidget, Span

BESIDE_FROM = 120
"""From so many cells on the sides stand beside each other."""
_WHEEL_ROWS = 3
_ABOVE = 2
"""So many rows are seen above a difference that was gone to."""
_NOWHERE = range(0)


class DifferenceView(LineWidget, can_focus=True):
    """Keeps what is at its top, also when it gets another width. A difference is `here` once it was gone to, until the
    reader moves on otherwise."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"difference-view--{name}" for name in ("frame", "removed", "removed-words", "added", "added-words", "here")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Line up", show=False),
        Binding("down", "move(1)", "Line down", show=False),
        Binding("pageup,b", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("home,g,ctrl+home", "top", "Top", show=False),
        Binding("end,G,ctrl+end", "end", "End", show=False),
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

    def action_move(self, lines: int) -> None:
        """So many rows, down where positive."""
        spot = self._top
        for _ in range(abs(lines) if self._rows.items else 0):
            following = self._rows.after(spot) if lines > 0 else self._rows.before(spot)
            if following is None:
                break
            spot = following
        self._leave(spot)

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        self._leave(Spot(0, 0))

    def action_end(self) -> None:
        self._leave(self._rows.last_of(len(self._rows.items) - 1) if self._rows.items else Spot(0, 0))

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

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-_WHEEL_ROWS)

    def _leave(self, spot: Spot) -> None:
        if spot != self._top:
            self._here = None
        self._show_from(spot)

    def _bring_into_view(self, place: range) -> None:
        shown = self.spots_in_view()
        first, last = Spot(place.start, 0), self._rows.last_of(place[-1])
        if first in shown and last in shown:
            self._show_from(self._top)
            return
        for _ in range(_ABOVE):
            first = self._rows.before(first) or first
        self._show_from(first)

    def _show_from(self, spot: Spot) -> None:
        """With `spot` at the top, or as much above it as the end leaves room for."""
        if self._rows.items:
            self._top = spot
            for _ in range(self.size.height - len(self.spots_in_view())):
                above = self._rows.before(spot)
                if above is None:
                    break
                spot = above
        self._top = spot
        self.refresh()
        self.post_message(self.Moved(self._here, self._share()))

    # -- drawing

    def spots_in_view(self) -> list[Spot]:
        """No more than fit, the first at the top."""
        spots: list[Spot] = []
        spot: Spot | None = self._top if self._rows.items else None
        while spot is not None and len(spots) < self.size.height:
            spots.append(spot)
            spot = self._rows.after(spot)
        return spots

    @property
    def whole(self) -> bool:
        """Whether all of it is in view."""
        spots = self.spots_in_view()
        return not spots or (spots[0] == Spot(0, 0) and self._rows.after(spots[-1]) is None)

    def _share(self) -> float:
        spots = self.spots_in_view()
        return (spots[-1].item + 1) / len(self._rows.items) if spots else 1.0

    def _draw(self, rows: int) -> list[Strip]:
        here = self._rows.places[self._here] if self._here is not None else _NOWHERE
        strips = [self._strip(self._rows.spans(spot, here)) for spot in self.spots_in_view()[:rows]]
        strips += [self.row([])] * (rows - len(strips))
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        return strips

    def _strip(self, spans: list[Span]) -> Strip:
        return self.row([Span(span.text, f"difference-view--{span.part}" if span.part else "") for span in spans])

    def render_line(self, y: int) -> Strip:
        return self.render_lines(self.region.reset_offset)[y]

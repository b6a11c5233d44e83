"""Conversations beside each other, stacked, or one at a time: as the width and the height allow."""

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message

from aishtui.pane.transcript import Transcript
from aishtui.widgets.arrangement import Arrangement, arrange
from aishtui.widgets.column_line import foot_line, head_line, words_for
from aishtui.widgets.column_words import ColumnState
from aishtui.widgets.tab_bar import TabBar, TabLabel


class ColumnView(Vertical):
    """One conversation with the lines above and below it, which only a comparison has."""

    def __init__(self, pane: Transcript, framed: bool = False) -> None:
        """`framed`: the lines are there from the beginning."""
        super().__init__(classes="column-view")
        self._framed = framed
        self.pane = pane
        self.head = head_line()
        self.foot = foot_line()

    def compose(self) -> ComposeResult:
        if self._framed:
            yield self.head
        yield self.pane
        if self._framed:
            yield self.foot

    def frame(self) -> None:
        """Have the lines, from now on."""
        if not self._framed:
            self._framed = True
            self.mount(self.head, before=self.pane)
            self.mount(self.foot, after=self.pane)

    def show(self, state: ColumnState) -> None:
        self.head.show(state)
        self.foot.show(state)
        self.set_class(state.active, "-active")

    def rest(self) -> None:
        """It is no column now: nothing of it ticks."""
        self.head.show(None)
        self.foot.show(None)


class Columns(Container):
    """There is always one conversation; further ones are made when they are needed first, and kept."""

    class Clicked(Message):
        """The line above a column, or below it, was clicked."""

        def __init__(self, index: int) -> None:
            self.index = index
            super().__init__()

    def __init__(self, prepare: Callable[[ColumnView], None], *, id: str | None = None) -> None:
        """`prepare` is called with each column but the first before it is mounted."""
        super().__init__(id=id, classes=f"-{Arrangement.SINGLE.value}")
        self._prepare = prepare
        self._views = [ColumnView(Transcript(id="transcript"))]
        self._bar = TabBar(id="column-tabs", adds=False)
        self._count = 1
        self._active = 0
        self.enlarged = False
        """The column in focus has all the room."""
        self.arrangement = Arrangement.SINGLE

    def compose(self) -> ComposeResult:
        yield from self._views

    @property
    def active(self) -> ColumnView:
        """The column in focus."""
        return self._views[self._active]

    def views(self) -> tuple[ColumnView, ...]:
        """The columns there are, in view or not."""
        return tuple(self._views[: self._count])

    def in_view(self) -> tuple[ColumnView, ...]:
        """Those that are drawn."""
        return (self.active,) if self.arrangement in (Arrangement.SINGLE, Arrangement.TABS) else self.views()

    def show(self, count: int, active: int) -> None:
        """Show so many columns, with that one in focus. They are there at once, and drawn once they are mounted."""
        if count > 1 and not self._bar.is_attached:
            self.mount(self._bar, before=self._views[0])  # what only a comparison has waits for the first one
            self._views[0].frame()
        while len(self._views) < count:
            self._add()
        self._count, self._active = count, active
        self.enlarged = self.enlarged and count > 1
        for view in self._views[count if count > 1 else 0 :]:
            view.rest()
        self.rearrange()

    def _add(self) -> None:
        view = ColumnView(Transcript(), framed=True)
        view.add_class("-later")
        view.display = False
        self._views.append(view)
        self._prepare(view)
        self.mount(view)

    def show_states(self, states: Sequence[ColumnState], labels: Sequence[TabLabel]) -> None:
        """What stands in the lines of the columns, and in the row that names them."""
        for view, state in zip(self.views(), states, strict=True):
            view.show(state)
        self._bar.show(labels)

    def on_click(self, event: events.Click) -> None:
        for index, view in enumerate(self.views()):
            if event.widget in (view.head, view.foot):
                event.stop()
                self.post_message(self.Clicked(index))

    def on_resize(self) -> None:
        self.rearrange()

    def rearrange(self) -> None:
        """Arrange the columns for the room there is."""
        room = self.size
        self.arrangement = arrange(room.width, room.height, self._count, self.enlarged)
        for each in Arrangement:
            self.set_class(self.arrangement is each, f"-{each.value}")
        shown = self.in_view()
        words = words_for(self.arrangement is not Arrangement.BESIDE)
        for view in self._views:
            view.display = view in shown
            if view.head.words is not words:
                view.head.words = words
                view.head.redraw()

"""The tab bar: one row with every tab's number, preset and state, in the line above the conversation."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.line import LineWidget, Span, width_of

SPINNER = "*·"
"""No strokes: between the tabs they would look like a part of the line."""
_SPINNER_S = 0.5
_TITLE_CELLS = 24
_LINE = "─"
_GAP = Span(" ", "tab-bar--line")


class TabState(StrEnum):
    """What a tab's last answer is up to. DONE and what follows stand only until the tab has been looked at."""

    IDLE = "idle"
    QUEUED = "queued"
    ANSWERING = "answering"
    DONE = "done"
    STOPPED = "stopped"
    CUT_OFF = "cut_off"
    FAILED = "failed"


_LOUDEST = (
    TabState.ANSWERING,
    TabState.QUEUED,
    TabState.FAILED,
    TabState.CUT_OFF,
    TabState.STOPPED,
    TabState.DONE,
    TabState.IDLE,
)


def together(states: Sequence[TabState]) -> TabState:
    """What is said of several as one: what still goes on before how any has ended, the worst end before a good one."""
    return min(states, key=_LOUDEST.index)


_WORDS = {
    TabState.IDLE: "",
    TabState.QUEUED: "queued",
    TabState.DONE: "ok",
    TabState.STOPPED: "stopped",
    TabState.CUT_OFF: "cut off",
    TabState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class TabLabel:
    """A tab as the bar shows it. `marked`: the prompt goes to it too (`:all`). `queue` counts what was typed ahead."""

    id: str
    title: str
    state: TabState = TabState.IDLE
    active: bool = False
    marked: bool = False
    queue: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A tab's spans and the columns they take, before scrolling. An empty id is the `+`."""

    id: str
    spans: tuple[Span, ...]
    start: int
    end: int


class TabBar(LineWidget):
    """`─ 1 fast ─ 2 deep * ─ 3 cloud ok ─ + ────`; a blank on each side keeps a tab's block off the line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tab-bar--line",
        "tab-bar--tab",
        "tab-bar--active",
        "tab-bar--done",
        "tab-bar--failed",
        "tab-bar--busy",
        "tab-bar--new",
        "tab-bar--more",
    }

    @dataclass(repr=False, eq=False)
    class Selected(Message):
        """A tab was clicked."""

        tab_bar: "TabBar"
        tab_id: str

        @property
        def control(self) -> "TabBar":
            return self.tab_bar

    @dataclass(repr=False, eq=False)
    class NewRequested(Message):
        """The `+` was clicked."""

        tab_bar: "TabBar"

        @property
        def control(self) -> "TabBar":
            return self.tab_bar

    def __init__(self, *, id: str | None = None, classes: str | None = None, adds: bool = True) -> None:
        """`adds`: it ends in the `+` that asks for another one."""
        super().__init__(id=id, classes=classes)
        self._adds = adds
        self._labels: tuple[TabLabel, ...] = ()
        self._placed: tuple[_Placed, ...] = ()
        self._left = 0
        self._turn = 0
        self._spinning: Timer | None = None
        self.still = False
        """Nothing turns while an answer comes: each turn is sent."""

    def show(self, labels: Sequence[TabLabel]) -> None:
        if tuple(labels) == self._labels:
            return
        self._labels = tuple(labels)
        self._spin_if_needed()
        self._place()

    @property
    def ticking(self) -> bool:
        """Whether its timer runs: only while something is answering."""
        return self._spinning is not None

    def on_mount(self) -> None:
        self._spin_if_needed()

    def on_resize(self) -> None:
        self._place()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        column = event.x - 1 + self._left
        for tab in self._placed:
            if tab.start <= column < tab.end:
                self.post_message(self.Selected(self, tab.id) if tab.id else self.NewRequested(self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(8)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-8)

    def _spin_if_needed(self) -> None:
        """The timer runs only while something is answering, and somebody wants to see it turn."""
        busy = any(label.state is TabState.ANSWERING for label in self._labels) and not self.still
        if busy and self._spinning is None and self.is_attached:
            self._spinning = self.set_interval(_SPINNER_S, self._spin)
        elif not busy and self._spinning is not None:
            self._spinning.stop()
            self._spinning = None

    def _spin(self) -> None:
        self._turn += 1
        self._place(reveal=False)

    def _place(self, reveal: bool = True) -> None:
        placed: list[_Placed] = []
        column = 0
        for number, label in enumerate(self._labels, 1):
            spans = self._spans(number, label)
            placed.append(_Placed(label.id, spans, column, column + width_of(spans)))
            column = placed[-1].end + 1
        if self._adds:
            placed.append(_Placed("", (Span(" + ", "tab-bar--new"),), column, column + 3))
        self._placed = tuple(placed)
        if reveal:
            self._reveal_active()
        self.redraw()

    def _spans(self, number: int, label: TabLabel) -> tuple[Span, ...]:
        name = f"{'>' if label.marked else ''}{number} {clean_line(label.title, _TITLE_CELLS)}"
        answering = label.state is TabState.ANSWERING
        state = SPINNER[self._turn % len(SPINNER)] if answering else _WORDS[label.state]
        state = " ".join(filter(None, [state, label.queue]))
        if label.active:
            return (_GAP, Span(f"{name} {state}".rstrip(), "tab-bar--active"), _GAP)
        part = {
            TabState.ANSWERING: "tab-bar--busy",
            TabState.QUEUED: "tab-bar--busy",
            TabState.DONE: "tab-bar--done",
            TabState.FAILED: "tab-bar--failed",
            TabState.CUT_OFF: "tab-bar--failed",
        }.get(label.state, "tab-bar--tab")
        return (Span(f" {name} ", "tab-bar--tab"), *((Span(state, part), _GAP) if state else ()))

    @property
    def _room(self) -> int:
        """Columns for tabs: one on each side is for the line or the marks of more."""
        return max(1, self.size.width - 2)

    @property
    def _total(self) -> int:
        return self._placed[-1].end if self._placed else 0

    def _scroll(self, by: int) -> None:
        self._left = min(max(0, self._left + by), max(0, self._total - self._room))
        self.refresh()

    def _reveal_active(self) -> None:
        active = next((i for i, label in enumerate(self._labels) if label.active), None)
        if active is not None and self.size.width:
            tab = self._placed[active]
            self._left = max(tab.end - self._room, min(self._left, tab.start))
        self._scroll(0)

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        spans: list[Span] = []
        for tab in self._placed:
            spans += [*([Span(_LINE, "tab-bar--line")] if spans else []), *tab.spans]
        inside = self.strip_of(spans).crop(self._left, self._left + self._room)
        before = Span("‹", "tab-bar--more") if self._left > 0 else Span(_LINE, "tab-bar--line")
        hidden = self._left + self._room < self._total
        after = Span("›", "tab-bar--more") if hidden else Span(_LINE, "tab-bar--line")
        filling = Span(_LINE * max(0, self._room - inside.cell_length), "tab-bar--line")
        return Strip.join([self.strip_of([before]), inside, self.strip_of([filling, after])]).simplify()

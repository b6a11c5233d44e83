"""Rows to be read: those in view and no others, moved through by keys and wheel."""

from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType

from aishtui.widgets.line import LineWidget

R = TypeVar("R")
_WHEEL_ROWS = 3


class RowReader(LineWidget, Generic[R], can_focus=True):
    """Knows of its rows only which comes after and before another: what they are, is for who builds on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Line up", show=False),
        Binding("down", "move(1)", "Line down", show=False),
        Binding("pageup,b", "page(-1)", "Page up", show=False),
        Binding("pagedown,space", "page(1)", "Page down", show=False),
        Binding("home,g,ctrl+home", "top", "Top", show=False),
        Binding("end,G,ctrl+end", "end", "End", show=False),
    ]

    # -- what the rows are

    def top_row(self) -> R | None:
        """The one at the top; None where there are none."""
        raise NotImplementedError

    def first_row(self) -> R | None:
        raise NotImplementedError

    def last_row(self) -> R | None:
        raise NotImplementedError

    def after(self, row: R) -> R | None:
        raise NotImplementedError

    def before(self, row: R) -> R | None:
        raise NotImplementedError

    def go(self, row: R) -> None:
        """The reader wants to see this row at the top, or as near to it as the end allows."""
        raise NotImplementedError

    # -- moving

    def rows_in_view(self) -> list[R]:
        """No more than fit, the first at the top."""
        rows: list[R] = []
        row = self.top_row()
        while row is not None and len(rows) < self.size.height:
            rows.append(row)
            row = self.after(row)
        return rows

    def with_room_above(self, row: R) -> R:
        """`row`, which is at the top, or what stands above it by as much as the end leaves room for."""
        for _ in range(self.size.height - len(self.rows_in_view())):
            above = self.before(row)
            if above is None:
                break
            row = above
        return row

    def action_move(self, lines: int) -> None:
        """So many rows, down where positive."""
        row = self.top_row()
        if row is None:
            return
        for _ in range(abs(lines)):
            following = self.after(row) if lines > 0 else self.before(row)
            if following is None:
                break
            row = following
        self.go(row)

    def action_page(self, direction: int) -> None:
        self.action_move(direction * max(1, self.size.height - 1))

    def action_top(self) -> None:
        if (row := self.first_row()) is not None:
            self.go(row)

    def action_end(self) -> None:
        if (row := self.last_row()) is not None:
            self.go(row)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-_WHEEL_ROWS)

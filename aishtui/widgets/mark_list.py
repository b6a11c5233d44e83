"""A list in which rows are marked, each as often as it is wanted, before all that is marked is taken at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.menu_list import MenuList, MenuRow

_MOST = 9
"""One digit tells how often."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Something that can be marked, so many times by now; without `marks` it is chosen like the row of a menu."""

    row: MenuRow
    marks: int | None = 0


class MarkList(MenuList):
    """Blank marks a row or takes the mark away, a digit marks it so many times; so does a click. Enter takes them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", show=False),
        *(Binding(str(times), f"mark_times({times})", f"{times} times", show=False) for times in range(_MOST + 1)),
    ]

    class Marked(Message):
        """Another row is marked, or the same another number of times."""

    def __init__(self, rows: Sequence[MarkRow], *, spaced: bool = False, id: str | None = None) -> None:
        self._rows = list(rows)
        super().__init__([_with_mark(row) for row in rows], spaced=spaced, id=id)

    @property
    def marks(self) -> tuple[int, ...]:
        """How often each row is marked."""
        return tuple(row.marks or 0 for row in self._rows)

    def action_mark(self) -> None:
        self._mark(self._cursor, 0 if self._rows[self._cursor].marks else 1)

    def action_mark_times(self, times: int) -> None:
        self._mark(self._cursor, times)

    def clicked(self, index: int) -> None:
        self.action_move(index - self._cursor)
        if self._rows[index].marks is None:
            super().clicked(index)
        else:
            self.action_mark()

    def _mark(self, index: int, times: int) -> None:
        if self._rows[index].marks is None:
            return
        self._rows[index] = replace(self._rows[index], marks=times)
        self._items = tuple(_with_mark(row) for row in self._rows)
        self.refresh()
        self.post_message(self.Marked())


def _with_mark(row: MarkRow) -> MenuRow:
    if row.marks is None:
        return replace(row.row, label=f"    {row.row.label}")
    mark = " " if not row.marks else "x" if row.marks == 1 else str(row.marks)
    return replace(row.row, label=f"[{mark}] {row.row.label}")

"""Choosing who is to be compared: presets and models in a list, each marked as often as it is to be asked."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from aishtui.chat.clean import clean_line
from aishtui.chat.compared_names import LEAST, MOST
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset
from aishtui.widgets.mark_list import MarkList, MarkRow
from aishtui.widgets.menu_list import MenuList, MenuRow
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS

_NAME = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who can be asked, and how often that is marked at first; `hint` is what is to be known of it."""

    preset: Preset
    marks: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is to be compared; the open `tabs` instead."""

    presets: tuple[Preset, ...] = ()
    tabs: bool = False


class ComparisonChoice(ModalScreen[Chosen | None]):
    """Closed without a choice by Esc, q or F4."""

    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,f4", "dismiss", "Close")]

    def __init__(self, candidates: Sequence[Candidate], tabs: int) -> None:
        """`tabs` is how many open tabs can be shown beside each other."""
        super().__init__()
        self._candidates = tuple(candidates)
        rows = [
            MarkRow(MenuRow("", clean_line(one.preset.name, _NAME), clean_line(one.hint, _NAME)), one.marks)
            for one in candidates
        ]
        if LEAST <= tabs <= MOST:
            rows.append(MarkRow(MenuRow("t", f"The {tabs} open tabs", "as they are", 1), None))
        self._list = MarkList(rows, id="comparison-list")

    def compose(self) -> ComposeResult:
        frame = Vertical(self._list, id="comparison")
        frame.border_title = Content("Compare")
        yield frame

    def on_mount(self) -> None:
        self._show_count()
        self._list.focus()

    @on(MarkList.Marked)
    def _show_count(self) -> None:
        self.query_one("#comparison", Vertical).border_subtitle = Content(_foot(sum(self._list.marks)))

    @on(MenuList.Chosen)
    def _chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        marks = self._list.marks
        if event.index >= len(self._candidates):
            self.dismiss(Chosen(tabs=True))
        elif LEAST <= sum(marks) <= MOST:
            times = zip(self._candidates, marks, strict=False)
            self.dismiss(Chosen(tuple(one.preset for one, count in times for _ in range(count))))


def _foot(count: int) -> str:
    if count < LEAST:
        return "Space marks, 2 twice; at least two"
    return "Enter begins, Esc closes" if count <= MOST else f"{count}: at most {MOST}"

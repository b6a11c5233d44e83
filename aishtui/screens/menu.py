"""A small dialog over a screen that offers a list and gives back what was chosen."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from aishtui.chat.clean import clean_line
from aishtui.widgets.menu_list import MenuList, MenuRow
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS

T = TypeVar("T")

_SPACED_FROM = 30
"""Rows of a screen on which groups may stand apart."""


class Menu(ModalScreen[T | None], Generic[T]):
    """Closed without a choice by Esc, q or Ctrl+O."""

    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,ctrl+o", "dismiss", "Close")]

    def __init__(self, title: str, choices: Sequence[tuple[MenuRow, T]], *, frame: str = "menu") -> None:
        """`title` says what it is about; `frame` is the id of what is around the list."""
        super().__init__()
        self._title = clean_line(title, 50)
        self._choices = tuple(choices)
        self._frame = frame

    def compose(self) -> ComposeResult:
        spaced = self.app.size.height >= _SPACED_FROM
        menu = MenuList([row for row, _ in self._choices], spaced=spaced, id=f"{self._frame}-list")
        frame = Vertical(menu, id=self._frame)
        # As content, not as text: a title of brackets is no markup.
        frame.border_title = Content(self._title)
        frame.border_subtitle = Content("Esc closes")
        yield frame

    def on_mount(self) -> None:
        self.query_one(MenuList).focus()

    @on(MenuList.Chosen)
    def _chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        self.dismiss(self._choices[event.index][1])

"""The menu of one message: a small dialog over the workbench that gives back what was chosen."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from aishtui.chat.clean import clean_line
from aishtui.screens.message_choices import Choice
from aishtui.widgets.menu_list import MenuList
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS

_SPACED_FROM = 30
"""Rows of a screen on which groups may stand apart."""


class MessageMenu(ModalScreen[Choice | None]):
    """Closed without a choice by Esc, q or Ctrl+O."""

    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,ctrl+o", "dismiss", "Close")]

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        """`title` says which message it is."""
        super().__init__()
        self._title = clean_line(title, 50)
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        rows = [choice.row for choice in self._choices]
        frame = Vertical(
            MenuList(rows, spaced=self.app.size.height >= _SPACED_FROM, id="message-menu-list"), id="message-menu"
        )
        # As content, not as text: a title of brackets is no markup.
        frame.border_title = Content(self._title)
        frame.border_subtitle = Content("Esc closes")
        yield frame

    def on_mount(self) -> None:
        self.query_one(MenuList).focus()

    @on(MenuList.Chosen)
    def _chosen(self, event: MenuList.Chosen) -> None:
        event.stop()
        self.dismiss(self._choices[event.index])

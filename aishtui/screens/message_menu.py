"""The menu of one message."""

from collections.abc import Sequence

from aishtui.screens.menu import Menu
from aishtui.screens.message_choices import Choice


class MessageMenu(Menu[Choice]):
    """Offers what applies to the message."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        """`title` says which message it is."""
        super().__init__(title, [(choice.row, choice) for choice in choices], frame="message-menu")

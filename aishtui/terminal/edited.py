"""What comes of a text in the user's editor. Apart from what opens the editor, which no start needs to load."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

from aishtui.chat.lazy_dataclass import dataclass

Suspended = Callable[[], AbstractContextManager[None]]
"""Gives the terminal away for as long as the body runs: `App.suspend`."""


class NotEdited(Exception):
    """No editor was opened; `str()` says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Edited:
    """How an editor ended, and what stood in the file then; None: the file was gone, or is the user's own."""

    text: str | None
    status: int
    at_once: bool
    """It cannot have been read: the program did not wait for its window to be closed."""
    editor: str
    """What the program is called."""

    @property
    def failed(self) -> bool:
        return self.status != 0

    @property
    def how_it_ended(self) -> str:
        return f"was ended by signal {-self.status}" if self.status < 0 else f"ended with status {self.status}"


Edit = Callable[[str, Suspended, bool], Awaitable[Edited]]
"""Has the user edit a text, or, where the last is True, look at a copy of it. Raises NotEdited."""

"""What the history and the workbench it lies over tell each other."""

from collections.abc import Awaitable, Callable
from dataclasses import field

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.screens.deleted import Deleted
from aishtui.widgets.bound_keys import TABLE, BoundKeys

WRITING = "An answer is being written in it: stop that first (Esc in its tab), or let it end."
WRITING_ELSEWHERE = "Another aishtui is writing an answer in it: it can be deleted once that has ended."
"""Why a conversation cannot be deleted."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A conversation the user wants to have in a tab, at a message if one was found."""

    conversation_id: str
    message_id: str | None = None
    words: str = ""
    """What was searched."""
    new_tab: bool = False
    comparison: str = ""
    """Its columns are wanted instead."""


@dataclass(frozen=True, slots=True)
class HistoryDesk:
    """What the history needs of the workbench it lies over."""

    close_tabs_of: Callable[[str], None]
    """Closes every tab that shows a conversation."""
    keeping_problem: Callable[[], str] = str
    """What is wrong with the store now, as a sentence."""
    export: Callable[[str, str], Awaitable[str]] | None = None
    """Writes a conversation as `md`, `json` or `txt`; gives the sentence that says where."""
    export_comparison: Callable[[str, str, str], Awaitable[str]] | None = None
    """The same for a comparison, by its id, the title of its conversation, and `md` or `json`."""
    deleted: Deleted = field(default_factory=Deleted)
    """What was deleted in this run and not had back."""
    keys: BoundKeys = TABLE


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where the history was left, for the next time it is opened."""

    line: str = ""
    conversation_id: str = ""

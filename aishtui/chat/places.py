"""Where the reader of a conversation is, told by the text: it holds at any width, and after a restart."""

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """What stands at the top of the pane: the line of `message_id` that has so many `letters` of the message above it;
    of several lines of which that is true, the one that is `below` the first of them by so many."""

    message_id: str
    letters: int = 0
    below: int = 0

"""What others have done to a conversation's tree since it was read."""

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message


@dataclass(frozen=True, slots=True)
class TreeNews:
    """Told by what is on disk of it now."""

    messages: tuple[Message, ...] = ()
    """Those that the asker did not know."""
    here: frozenset[str] = frozenset()
    """The ids of all that are not deleted."""
    deleted: frozenset[str] = frozenset()
    """The ids of all that are."""

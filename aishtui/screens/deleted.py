"""What was deleted in this run, conversations and parts of them in one order, so that the last is had back first."""

from aishtui.chat.history import Summary
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.engine.trees import Cut


@dataclass(frozen=True, slots=True)
class Pruned:
    """A part of a conversation, with the words for what it was."""

    cut: Cut
    words: str


class Deleted:
    """What was had back is forgotten."""

    def __init__(self) -> None:
        self._all: list[Summary | Pruned] = []

    @property
    def last(self) -> Summary | Pruned | None:
        return self._all[-1] if self._all else None

    @property
    def last_conversation(self) -> Summary | None:
        return next((what for what in reversed(self._all) if isinstance(what, Summary)), None)

    def add(self, what: Summary | Pruned) -> None:
        self._all.append(what)

    def forget(self, pruned: Pruned) -> None:
        self._all.remove(pruned)

    def forget_conversation(self, conversation_id: str) -> None:
        self._all[:] = [
            what for what in self._all if isinstance(what, Pruned) or what.id != conversation_id
        ]  # what was pruned from it stays pruned, and can be had back later

"""What was deleted in this run, or left out of what is sent, in one order, so that the last is had back first."""

from collections.abc import Mapping
from dataclasses import dataclass

from aishtui.chat.history import Summary
from aishtui.engine.trees import Cut


@dataclass(frozen=True, slots=True)
class Pruned:
    """A part of a conversation, with the words for what it was."""

    cut: Cut
    words: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Earlier turns that were left out of what is sent: with which message it began before, by the tab; and the words
    for what was left out."""

    before: Mapping[str, str]
    words: str


What = Summary | Pruned | Dropped


class Deleted:
    """What was had back is forgotten."""

    def __init__(self) -> None:
        self._all: list[What] = []

    @property
    def last(self) -> What | None:
        return self._all[-1] if self._all else None

    @property
    def last_conversation(self) -> Summary | None:
        return next((what for what in reversed(self._all) if isinstance(what, Summary)), None)

    def add(self, what: What) -> None:
        self._all.append(what)

    def forget(self, what: Pruned | Dropped) -> None:
        self._all.remove(what)

    def forget_conversation(self, conversation_id: str) -> None:
        self._all[:] = [
            what for what in self._all if not isinstance(what, Summary) or what.id != conversation_id
        ]  # what was pruned from it stays pruned, and can be had back later

"""What was deleted or changed in this run, in one order, so that the last is had back first: conversations, parts of
them, what was left out of what is sent, and presets."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aishtui.chat.history import Summary
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.engine.trees import Cut

if TYPE_CHECKING:  # start-up: no preset is changed before the first paint
    from aishtui.store.own_presets import PresetChange


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


@dataclass(frozen=True, slots=True)
class PresetChanged:
    """A preset that was saved, made or deleted, with what is said once that is undone."""

    change: "PresetChange"
    undone: str


What = Summary | Pruned | Dropped | PresetChanged


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

    def forget(self, what: Pruned | Dropped | PresetChanged) -> None:
        self._all.remove(what)

    def forget_conversation(self, conversation_id: str) -> None:
        self._all[:] = [
            what for what in self._all if not isinstance(what, Summary) or what.id != conversation_id
        ]  # what was pruned from it stays pruned, and can be had back later

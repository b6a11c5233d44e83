"""All messages of a conversation in an order that can be read from top to bottom: each branch behind the one before."""

from collections.abc import Iterator

from aishtui.chat.branches import Version, versions
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Conversation, Message


@dataclass(frozen=True, slots=True)
class Placed:
    """A message in that order. Numbers count from 1."""

    message: Message
    number: int
    version: Version | None = None
    """Its place among its siblings, where there are some."""
    after: int | None = None
    """The number of its parent, where that does not stand directly above."""


def in_branches(conversation: Conversation) -> tuple[Placed, ...]:
    """Depth first, older versions first."""
    ordered = list(_depth_first(conversation))
    labels = versions(conversation, ordered)
    numbers = {message.id: number for number, message in enumerate(ordered, 1)}
    placed = []
    for number, message in enumerate(ordered, 1):
        above = numbers.get(message.parent_id or "")
        placed.append(
            Placed(message, number, labels.get(message.id), above if above not in (None, number - 1) else None)
        )
    return tuple(placed)


def along(conversation: Conversation, path: tuple[Message, ...]) -> tuple[Placed, ...]:
    """One path alone; that there are other versions is still said."""
    labels = versions(conversation, path)
    return tuple(Placed(message, number, labels.get(message.id)) for number, message in enumerate(path, 1))


def _depth_first(conversation: Conversation) -> Iterator[Message]:
    children: dict[str | None, list[str]] = {}
    for id_ in sorted(conversation.messages, reverse=True):
        parent = conversation.messages[id_].parent_id
        children.setdefault(parent if parent in conversation.messages else None, []).append(id_)
    waiting = list(children.get(None, ()))
    while waiting:
        current = waiting.pop()
        yield conversation.messages[current]
        waiting.extend(children.get(current, ()))

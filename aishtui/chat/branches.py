"""A conversation's branches: which versions a message has, and how a path goes on below each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aishtui.chat.messages import Conversation, Message, Role


@dataclass(frozen=True, slots=True)
class Version:
    """A message's place among those with the same parent and role, oldest first: `number` of `count`."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"‹{self.number}/{self.count}›"


def versions(conversation: Conversation, path: Iterable[Message]) -> Mapping[str, Version]:
    """Those messages of `path` that have other versions, by id."""
    places = Counter((message.parent_id, message.role) for message in conversation.messages.values())
    alike: dict[tuple[str | None, Role], list[str]] = {place: [] for place, count in places.items() if count > 1}
    if not alike:
        return {}
    for message in conversation.messages.values():
        if (message.parent_id, message.role) in alike:
            alike[message.parent_id, message.role].append(message.id)
    found = {}
    for message in path:
        ids = sorted(alike.get((message.parent_id, message.role), ()))
        if message.id in ids:
            found[message.id] = Version(ids.index(message.id) + 1, len(ids))
    return found


def neighbour(conversation: Conversation, message_id: str, step: int) -> Message | None:
    """The next older (-1) or newer (+1) version of a message; None where there is none."""
    alike = conversation.siblings(message_id)
    at = next(index for index, message in enumerate(alike) if message.id == message_id) + step
    return alike[at] if 0 <= at < len(alike) else None


def newest_leaf_below(conversation: Conversation, message_id: str) -> str:
    """The newest message at the end of a path through `message_id`; itself where nothing follows."""
    children: dict[str | None, list[str]] = {}
    for message in conversation.messages.values():
        children.setdefault(message.parent_id, []).append(message.id)
    waiting, seen, leaves = [message_id], set[str](), []
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        below = children.get(current, [])
        waiting.extend(below)
        if not below:
            leaves.append(current)
    return max(leaves, default=message_id)

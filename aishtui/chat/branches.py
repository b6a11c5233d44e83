"""A conversation's branches: which versions a message has, how a path goes on below each, and what is left of a path
when some of it is deleted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Conversation, Message


@dataclass(frozen=True, slots=True)
class Version:
    """A message's place among those with the same parent, oldest first: `number` of `count`."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"‹{self.number}/{self.count}›"


def versions(conversation: Conversation, path: Collection[Message]) -> Mapping[str, Version]:
    """Those messages of `path` that have other versions, by id."""
    wanted = {conversation.parent_of(message) for message in path}
    alike: dict[str | None, list[str]] = {parent: [] for parent in wanted}
    for message in conversation.messages.values():
        parent = conversation.parent_of(message)
        if parent in alike:
            alike[parent].append(message.id)
    found = {}
    for ids in alike.values():
        if len(ids) > 1:
            for number, message_id in enumerate(sorted(ids), start=1):
                found[message_id] = Version(number, len(ids))
    return {message.id: found[message.id] for message in path if message.id in found}


def neighbour(conversation: Conversation, message_id: str, step: int) -> Message | None:
    """The next older (-1) or newer (+1) version of a message; None where there is none."""
    alike = conversation.siblings(message_id)
    at = next(index for index, message in enumerate(alike) if message.id == message_id) + step
    return alike[at] if 0 <= at < len(alike) else None


def below(conversation: Conversation, message_ids: Iterable[str]) -> set[str]:
    """The ids of these messages and of all that stands below them."""
    children = _children(conversation)
    waiting, found = list(message_ids), set[str]()
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(children.get(current, ()))
    return found


def branch(conversation: Conversation, message_id: str) -> tuple[Message, ...]:
    """The message and all that stands below it, in the order of their ids."""
    return tuple(conversation.messages[id_] for id_ in sorted(below(conversation, (message_id,))))


def newest_leaf_below(conversation: Conversation, message_id: str) -> str:
    """The newest message at the end of a path through `message_id`; itself where nothing follows."""
    children = _children(conversation)
    leaves = [message.id for message in branch(conversation, message_id) if message.id not in children]
    return max(leaves, default=message_id)


def leaf_without(conversation: Conversation, leaf_id: str | None, deleted: Collection[str]) -> str | None:
    """Where a path to `leaf_id` ends once the messages `deleted` have gone from `conversation`, which still has them:
    in the nearest version of the first that goes, the older where two are as near, else above that. The same leaf where
    nothing of the path goes."""
    first = next((message for message in conversation.path(leaf_id) if message.id in deleted), None)
    if first is None:
        return leaf_id
    alike = [message.id for message in conversation.siblings(first.id)]
    at = alike.index(first.id)
    near = sorted((index for index, id_ in enumerate(alike) if id_ not in deleted), key=lambda index: abs(index - at))
    if near:
        return newest_leaf_below(conversation.without(deleted), alike[near[0]])
    return conversation.parent_of(first)


def mended(messages: Mapping[str, Message]) -> Mapping[str, Message]:
    """The messages with no circle among them: what a damaged database may hold would be in no path. The first of each
    circle becomes a beginning."""
    seen: set[str] = set()
    begins: dict[str, Message] = {}
    for start in messages:
        way: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in messages and current not in seen and current not in way:
            way[current] = None
            current = messages[current].parent_id
        if current is not None and current in way:
            ids = list(way)
            first = min(ids[ids.index(current) :])
            begins[first] = replace(messages[first], parent_id=None)
        seen.update(way)
    return {**messages, **begins} if begins else messages


def _children(conversation: Conversation) -> Mapping[str, list[str]]:
    """The ids of what stands directly below each message that has something below it."""
    found: dict[str, list[str]] = {}
    for message in conversation.messages.values():
        parent = conversation.parent_of(message)
        if parent is not None:
            found.setdefault(parent, []).append(message.id)
    return found

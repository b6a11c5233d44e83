"""Messages, and conversations as trees of them."""

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import StrEnum

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.lazy_dataclass import dataclass


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn's half. `text` is the source exactly as typed or received, and is what is copied.

    `id` sorts by creation. `created_at` is an ISO 8601 UTC stamp. `parent_id` is None for the first message.
    A user's message is always COMPLETE and has no facts.
    """

    id: str
    conversation_id: str
    parent_id: str | None
    role: Role
    text: str
    created_at: str
    thinking: str = ""
    status: Status = Status.COMPLETE
    facts: AnswerFacts | None = None
    begins_at: str | None = None
    """Of a prompt: the message with which its request begins, and those of what follows; see `chat/beginnings.py`."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A tree of messages. Nothing in it is ever overwritten: editing or retrying adds a sibling."""

    id: str
    created_at: str
    title: str = ""
    messages: Mapping[str, Message] = field(default_factory=dict)

    def path(self, leaf_id: str | None) -> tuple[Message, ...]:
        """The messages from the first to `leaf_id`; empty for None or an id that is not here."""
        found: list[Message] = []
        seen: set[str] = set()
        current = leaf_id
        while current is not None and current in self.messages and current not in seen:
            seen.add(current)
            found.append(self.messages[current])
            current = self.messages[current].parent_id
        return tuple(reversed(found))

    def parent_of(self, message: Message) -> str | None:
        """The id of the message above; None at the beginning, and where what was above is not here."""
        return message.parent_id if message.parent_id in self.messages else None

    def siblings(self, message_id: str) -> tuple[Message, ...]:
        """All messages with the same parent, in the order of their ids, the message itself too."""
        parent = self.parent_of(self.messages[message_id])
        alike = (message for message in self.messages.values() if self.parent_of(message) == parent)
        return tuple(sorted(alike, key=lambda message: message.id))

    def with_message(self, message: Message) -> "Conversation":
        """This conversation with `message` added or, if its id is here, in place of the one that was."""
        return Conversation(self.id, self.created_at, self.title, {**self.messages, message.id: message})

    def without(self, message_ids: Collection[str]) -> "Conversation":
        """This conversation without these messages; what stands below them and is none of them begins anew."""
        kept = {id_: message for id_, message in self.messages.items() if id_ not in message_ids}
        return Conversation(self.id, self.created_at, self.title, kept)

"""What of a conversation in a file goes into the one that is here: only what is missing; nothing is overwritten."""

from collections.abc import Mapping

from aishtui.chat.answers import Status
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message, Role
from aishtui.chat.portable.kept import KeptConversation


class NotMergeable(Exception):
    """The conversation cannot be taken as a whole; the message is a sentence without its end."""


@dataclass(frozen=True, slots=True)
class Here:
    """What is known of a message that is in the store, deleted or not."""

    conversation_id: str
    parent_id: str | None
    role: Role
    text: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """`refused` are sentences without their ends."""

    add: tuple[Message, ...] = ()
    restore: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def merge(kept: KeptConversation, here: Mapping[str, Here]) -> Merge:
    """`here` are the messages of this conversation in the store, and whatever else there has an id of the file's.
    Raises NotMergeable."""
    add: list[Message] = []
    restore: dict[str, None] = {}
    refused: list[str] = []
    for message in kept.conversation.messages.values():
        known = here.get(message.id)
        if known is None:
            add.append(message)
        elif known.conversation_id != message.conversation_id:
            raise NotMergeable(f"the message {message.id} is in another conversation here ({known.conversation_id})")
        elif not _is_same(known, message):
            refused.append(f"the message {message.id} is here with another text; the one that is here stays")
        elif known.deleted:
            restore[message.id] = None
    for message in add:
        _find_parents(message, kept, here, restore)
    return Merge(tuple(add), tuple(restore), tuple(refused))


def _is_same(known: Here, message: Message) -> bool:
    """An answer that was exported while it grew has become longer here."""
    if (known.parent_id, known.role) != (message.parent_id, message.role):
        return False
    return known.text == message.text or (message.status is Status.CUT_OFF and known.text.startswith(message.text))


def _find_parents(message: Message, kept: KeptConversation, here: Mapping[str, Here], restore: dict[str, None]) -> None:
    """What a new message stands below has to be there; where that was deleted here, it is had back.
    Raises NotMergeable."""
    parent = message.parent_id
    if parent is None or (parent in kept.conversation.messages and parent not in here):
        return
    if parent not in here or here[parent].conversation_id != message.conversation_id:
        raise NotMergeable(f"the message {message.id} follows {parent}, which is neither in the file nor here")
    seen: set[str] = set()
    while parent is not None and parent in here and parent not in seen:
        seen.add(parent)
        if here[parent].deleted:
            restore[parent] = None
        parent = here[parent].parent_id

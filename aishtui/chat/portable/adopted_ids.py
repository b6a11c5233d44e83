"""Ids in a file that is imported: kept where they sort among ours, made anew where they would not.

An id of another form, or from a clock that was ahead, would stand above everything that is written from now on. The new
one depends on what is in the file alone, so that importing it twice changes nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from aishtui.chat.ids import LOW_BITS, id_of, milliseconds_of
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.portable.json_reading import milliseconds
from aishtui.chat.portable.kept import KeptConversation


def with_adopted_ids(kept: KeptConversation, now_ms: int) -> tuple[KeptConversation, int]:
    """The same conversation, and how many ids had to be made anew."""
    of = kept.conversation
    conversation_id = of.id
    if not _sorts_among_ours(of.id, now_ms):
        conversation_id = hashed_id(_then(of.created_at, now_ms) or 0, "conversation", of.id)
    ids = _message_ids(of.messages, conversation_id, now_ms)
    made = sum(old != new for old, new in ids.items()) + (conversation_id != of.id)
    if not made:
        return kept, 0
    messages = {ids[message.id]: _moved(message, ids, conversation_id) for message in of.messages.values()}
    return replace(kept, conversation=Conversation(conversation_id, of.created_at, of.title, messages)), made


def hashed_id(at_ms: int, *parts: str) -> str:
    """An id of that moment, the same for the same parts."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return id_of(at_ms << LOW_BITS | int.from_bytes(digest[: LOW_BITS // 8], "big"))


def _sorts_among_ours(id_: str, now_ms: int) -> bool:
    made_at = milliseconds_of(id_)
    return made_at is not None and made_at <= now_ms


def _message_ids(messages: Mapping[str, Message], conversation_id: str, now_ms: int) -> dict[str, str]:
    """The new id of each message by its old one. Parents first: what has no usable date comes just behind its own."""
    ids: dict[str, str] = {}
    for id_ in messages:
        trail: list[str] = []
        current: str | None = id_
        while current is not None and current in messages and current not in ids:
            trail.append(current)
            current = messages[current].parent_id
        for below in reversed(trail):
            ids[below] = _message_id(messages[below], ids, conversation_id, now_ms)
    return ids


def _message_id(message: Message, ids: Mapping[str, str], conversation_id: str, now_ms: int) -> str:
    if _sorts_among_ours(message.id, now_ms):
        return message.id
    at_ms = _then(message.created_at, now_ms)
    if at_ms is None:
        at_ms = (milliseconds_of(ids.get(message.parent_id or "", "")) or 0) + 1
    return hashed_id(at_ms, conversation_id, message.id)


def _then(stamp: str, now_ms: int) -> int | None:
    """None for a stamp from the future."""
    at_ms = milliseconds(stamp)
    return at_ms if at_ms <= now_ms else None


def _moved(message: Message, ids: Mapping[str, str], conversation_id: str) -> Message:
    parent = message.parent_id
    if parent is not None:
        parent = ids.get(parent, parent)
    begins_at = message.begins_at if message.begins_at is None else ids.get(message.begins_at, message.begins_at)
    return replace(message, id=ids[message.id], conversation_id=conversation_id, parent_id=parent, begins_at=begins_at)

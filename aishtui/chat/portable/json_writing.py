"""Conversations as aishtui's own JSON: complete, the same bytes for the same conversations, a line for each message.

`docs/export.md` describes the format for people.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from aishtui.chat.facts_fields import known_fields
from aishtui.chat.messages import Message
from aishtui.chat.portable.kept import KeptConversation

FORMAT = "aishtui"
VERSION = 1
"""Grows when a reader of the version before would misunderstand what is written."""


def json_document(conversations: Iterable[KeptConversation], behind: Iterable[str] = ()) -> Iterator[str]:
    """The file in pieces, one for each conversation. It has no date of its own, so that what has not changed looks the
    same. `behind` is what else stands in the object, in pieces, the first with the comma before it."""
    yield f'{{"format": "{FORMAT}", "version": {VERSION}, "conversations": ['
    between = "\n"
    for kept in conversations:
        yield between + conversation_json(kept)
        between = ",\n"
    yield "\n]"
    yield from behind
    yield "}\n"


def conversation_json(kept: KeptConversation) -> str:
    """One conversation: a line for what is said of it, and one for each message."""
    of = kept.conversation
    about = one_line(
        {
            "id": of.id,
            "title": of.title,
            "created_at": of.created_at,
            "origin": kept.origin,
            "pinned": kept.pinned,
        }
    )
    lines = ",\n".join(one_line(_message(of.messages[id_])) for id_ in sorted(of.messages))
    return f'{about[:-1]}, "messages": [\n{lines}\n]}}' if lines else f'{about[:-1]}, "messages": []}}'


def _message(message: Message) -> dict[str, Any]:
    """Where its request begins, thinking and facts only where there are any."""
    found: dict[str, Any] = {
        "id": message.id,
        "parent_id": message.parent_id,
        "role": message.role.value,
        "created_at": message.created_at,
        "status": message.status.value,
        "text": message.text,
    }
    if message.begins_at is not None:
        found["begins_at"] = message.begins_at
    if message.thinking:
        found["thinking"] = message.thinking
    if message.facts is not None:
        found["facts"] = known_fields(message.facts)
    return found


def one_line(value: dict[str, Any]) -> str:
    """An object as these files have it."""
    return json.dumps(value, ensure_ascii=False)

"""aishtui's own JSON read back: a conversation is right as a whole, or it is not taken and its mistake is named."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.facts_fields import facts_of, misfits
from aishtui.chat.halves import joined
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.troubles import Wrong, kind_of

_STATUSES = {status.value: status for status in Status}
_ROLES = {role.value: role for role in Role}
_LONGEST_ID = 200
_AS_JSON = ("request", "response_headers")
"""Facts that are JSON in a text: no line, and cleaned where they are shown."""


def is_ours(value: Mapping[str, Any]) -> bool:
    """Whether a conversation by itself, without the object around all of them, is one of ours."""
    messages = value.get("messages")
    if not isinstance(messages, list) or not isinstance(value.get("id"), str):
        return False
    return not messages or (isinstance(messages[0], dict) and "parent_id" in messages[0])


def read_ours(value: object) -> tuple[KeptConversation, list[str]]:
    """The conversation and what was changed in it on the way, a sentence each. Raises Wrong."""
    if not isinstance(value, dict):
        raise Wrong("", f"a conversation must be an object, not {kind_of(value)}")
    id_ = _id(value, "id", "id")
    messages = value.get("messages")
    if not isinstance(messages, list):
        raise Wrong("messages", f"must be a list, not {kind_of(messages)}")
    notes: list[str] = []
    read: dict[str, Message] = {}
    for number, said in enumerate(messages):
        message = _message(said, id_, f"messages[{number}]", notes)
        if message.id in read:
            raise Wrong(f"messages[{number}].id", "is the id of an earlier message too")
        read[message.id] = message
    _refuse_cycles(read)
    title = clean_line(_text(value, "title", "title", ""), _room(value.get("title")))
    of = Conversation(id_, _stamp(value, "created_at"), title, read)
    return KeptConversation(of, value.get("pinned") is True, _origin(value)), notes


def _message(said: object, conversation_id: str, path: str, notes: list[str]) -> Message:
    if not isinstance(said, dict):
        raise Wrong(path, f"a message must be an object, not {kind_of(said)}")
    role = _one_of(said, "role", path, _ROLES)
    status = _one_of(said, "status", path, _STATUSES)
    if status is Status.WRITING:
        status = Status.CUT_OFF
        notes.append("an answer that was being written when it was exported is cut off")
    if role is not Role.ASSISTANT and status is not Status.COMPLETE:
        raise Wrong(f"{path}.status", "is for answers alone: every other message is complete")
    return Message(
        _id(said, "id", f"{path}.id"),
        conversation_id,
        None if said.get("parent_id") is None else _id(said, "parent_id", f"{path}.parent_id"),
        role,
        _whole(said, "text", path, notes),
        _stamp(said, f"{path}.created_at"),
        _whole(said, "thinking", path, notes, ""),
        status,
        _facts(said, role, path, notes),
        None if said.get("begins_at") is None else _id(said, "begins_at", f"{path}.begins_at"),
    )


def _facts(said: Mapping[str, Any], role: Role, path: str, notes: list[str]) -> AnswerFacts | None:
    known = said.get("facts")
    if known is None:
        return None
    if role is not Role.ASSISTANT:
        raise Wrong(f"{path}.facts", "only an answer has facts")
    if not isinstance(known, dict):
        raise Wrong(f"{path}.facts", f"must be an object, not {kind_of(known)}")
    for name in misfits(known):
        notes.append(f"facts that aishtui does not know in this form were left out (`{clean_line(name, 40)}`)")
    facts = facts_of(known)
    cleaned: dict[str, Any] = {name: _clean(name, value) for name, value in _texts(facts)}
    return replace(facts, **cleaned)


def _texts(facts: AnswerFacts) -> list[tuple[str, Any]]:
    found = ((field.name, getattr(facts, field.name)) for field in fields(facts))
    return [(name, value) for name, value in found if type(value) in (str, tuple)]


def _clean(name: str, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Facts are drawn as they are: what a file says of itself is no more to be trusted than a server."""
    if isinstance(value, tuple):
        return tuple(clean_line(joined(line), _room(line)) for line in value)
    whole = joined(value)
    if name in _AS_JSON:
        return whole
    return clean_text(whole) if name == "error" else clean_line(whole, _room(whole))


def _room(text: object) -> int:
    return max(500, len(text)) if isinstance(text, str) else 500


def _whole(said: Mapping[str, Any], name: str, path: str, notes: list[str], default: str | None = None) -> str:
    text = _text(said, name, f"{path}.{name}", default)
    whole = joined(text)
    if whole is not text:
        notes.append("halves of characters were replaced by \N{REPLACEMENT CHARACTER}")
    return whole


def _text(said: Mapping[str, Any], name: str, path: str, default: str | None = None) -> str:
    value = said.get(name, default)
    if not isinstance(value, str):
        raise Wrong(path, "is missing" if value is None and name not in said else f"must be text, not {kind_of(value)}")
    return value


def _id(said: Mapping[str, Any], name: str, path: str) -> str:
    id_ = joined(_text(said, name, path))
    if not id_ or len(id_) > _LONGEST_ID:
        raise Wrong(path, f"must have 1 to {_LONGEST_ID} characters")
    return id_


def _stamp(said: Mapping[str, Any], path: str) -> str:
    """As it is if it is a stamp in UTC; in UTC if it is another."""
    text = _text(said, "created_at", path)
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None and text.endswith(("Z", "+00:00")):
            return text
        if at.tzinfo is not None:
            return at.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError):
        pass  # the sentence below is about this as well
    raise Wrong(path, "must be a date and time with its offset, like 2026-11-25T12:04:11+00:00")


def _one_of(said: Mapping[str, Any], name: str, path: str, known: Mapping[str, Any]) -> Any:
    value = said.get(name)
    if not isinstance(value, str) or value not in known:
        raise Wrong(f"{path}.{name}", f"must be one of {', '.join(known)}")
    return known[value]


def _origin(value: Mapping[str, Any]) -> str:
    origin = value.get("origin")
    return clean_line(origin, 40) if isinstance(origin, str) and origin else "import"


def _refuse_cycles(messages: Mapping[str, Message]) -> None:
    sound: set[str] = set()
    for number, id_ in enumerate(messages):
        trail: set[str] = set()
        current: str | None = id_
        while current is not None and current in messages and current not in sound:
            if current in trail:
                raise Wrong(
                    f"messages[{number}].parent_id", "the message comes before itself: its parents go in a circle"
                )
            trail.add(current)
            current = messages[current].parent_id
        sound |= trail


def stamp_of(value: object) -> str | None:
    """The stamp for a date somebody else wrote, in ISO 8601 or in seconds since 1970; None for what is neither."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds")
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
            at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
            return at.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return None
    return None


def milliseconds(stamp: str) -> int:
    """Of a stamp that was read; what is before 1970 counts as that."""
    try:
        return max(0, round(datetime.fromisoformat(stamp).timestamp() * 1000))
    except (ValueError, OverflowError):
        return 0

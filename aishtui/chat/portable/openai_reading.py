"""Lists of `{role, content}`, as OpenAI's interface takes them and many programs write them, as a conversation."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.clean import clean_line
from aishtui.chat.halves import joined
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.portable.adopted_ids import hashed_id
from aishtui.chat.portable.json_reading import milliseconds, stamp_of
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.troubles import Wrong, kind_of

TITLE_LENGTH = 60
_DATES = ("created_at", "create_time", "created")
_ROLES = {"system": Role.SYSTEM, "developer": Role.SYSTEM, "user": Role.USER, "assistant": Role.ASSISTANT}
_LEFT_OUT = ("tool", "function")


def is_message(value: object) -> bool:
    return isinstance(value, dict) and "role" in value


def read_messages(value: object, number: int, file_ms: int, now_ms: int) -> tuple[KeptConversation, list[str]]:
    """A list of messages, or an object with one. `number` is its place in the file and `file_ms` the date of that, for
    messages that have none. Returns what was changed on the way, a sentence each. Raises Wrong."""
    about: Mapping[str, Any] = value if isinstance(value, dict) else {}
    messages = about.get("messages") if isinstance(value, dict) else value
    path = "messages" if isinstance(value, dict) else ""
    if not isinstance(messages, list):
        raise Wrong(path, f"must be a list of messages with role and content, not {kind_of(messages)}")
    said, notes = _Said(), Counter[str]()
    for place, message in enumerate(messages):
        said.add(message, f"{path}[{place}]", notes)
    if not said.turns:
        raise Wrong(path, "there is no message that could be taken")
    made = said.conversation(about, number, min(file_ms, now_ms))
    return KeptConversation(made, origin="import"), [_counted(note, count) for note, count in notes.items()]


class _Said:
    """The turns of one conversation, one below the other."""

    def __init__(self) -> None:
        self.turns: list[tuple[Role, str, str, AnswerFacts | None]] = []

    def add(self, message: object, path: str, notes: "Counter[str]") -> None:
        if not isinstance(message, dict):
            raise Wrong(path, f"a message must be an object, not {kind_of(message)}")
        name = message.get("role")
        if not isinstance(name, str):
            raise Wrong(f"{path}.role", f"must be text, not {kind_of(name)}")
        role = _ROLES.get(name)
        if role is None:
            what = (
                "results of tools were" if name in _LEFT_OUT else f"messages of the role “{clean_line(name, 40)}” were"
            )
            notes[f"{what} left out"] += 1
            return
        if name == "developer":
            notes["messages of the role “developer” were taken as system prompts"] += 1
        text = _content(message.get("content"), f"{path}.content", notes) + _calls(message, notes)
        thinking = _thinking(message) if role is Role.ASSISTANT else ""
        whole = joined(text)
        if whole != text:
            notes["texts had halves of characters, which were replaced by \N{REPLACEMENT CHARACTER}"] += 1
        self.turns.append((role, whole, joined(thinking), _facts(message, role)))

    def conversation(self, about: Mapping[str, Any], number: int, file_ms: int) -> Conversation:
        dated = next((stamp for name in _DATES if (stamp := stamp_of(about.get(name))) is not None), None)
        begins_ms = file_ms if dated is None else min(milliseconds(dated), file_ms)
        begins_ms = max(0, begins_ms - len(self.turns))
        stamp = datetime.fromtimestamp(begins_ms / 1000, UTC).isoformat(timespec="milliseconds")
        content = [part for role, text, thinking, _ in self.turns for part in (role.value, text, thinking)]
        id_ = hashed_id(begins_ms, "messages", str(number), *content)
        messages: dict[str, Message] = {}
        parent: str | None = None
        for place, (role, text, thinking, facts) in enumerate(self.turns):
            made = hashed_id(begins_ms + place, id_, str(place))
            messages[made] = Message(made, id_, parent, role, text, stamp, thinking, facts=_of(about, role, facts))
            parent = made
        return Conversation(id_, stamp, self._title(about), messages)

    def _title(self, about: Mapping[str, Any]) -> str:
        title = about.get("title")
        if isinstance(title, str) and title.strip():
            return clean_line(joined(title), 200)
        first = next((text for role, text, _, _ in self.turns if role is Role.USER), "")
        return clean_line(first.strip().partition("\n")[0], TITLE_LENGTH)


def _content(content: object, path: str, notes: "Counter[str]") -> str:
    """Parts of text are joined by a blank line."""
    match content:
        case None:
            return ""
        case str():
            return content
        case list():
            parts = [_part(part, f"{path}[{place}]", notes) for place, part in enumerate(content)]
            return "\n\n".join(part for part in parts if part is not None)
        case _:
            raise Wrong(path, f"must be text or a list of parts, not {kind_of(content)}")


def _part(part: object, path: str, notes: "Counter[str]") -> str | None:
    if isinstance(part, str):
        return part
    if not isinstance(part, dict):
        raise Wrong(path, f"a part must be an object, not {kind_of(part)}")
    text = part.get("text", part.get("refusal"))
    if isinstance(text, str):
        return text
    kind = part.get("type")
    notes[f"parts of the kind “{clean_line(kind if isinstance(kind, str) else 'unknown', 40)}” were left out"] += 1
    return None


def _calls(message: Mapping[str, Any], notes: "Counter[str]") -> str:
    """Calls of tools, shown and stored as what they are: the way aishtui keeps those it is answered with."""
    calls = message.get("tool_calls") or ([message["function_call"]] if message.get("function_call") else [])
    if not isinstance(calls, list) or not calls:
        return ""
    notes["calls of tools were taken as text"] += len(calls)
    return "".join(f"\n\n```json\n{json.dumps(call, ensure_ascii=False)}\n```\n" for call in calls)


def _thinking(message: Mapping[str, Any]) -> str:
    names = ("reasoning_content", "reasoning", "thinking")
    return next((text for name in names if isinstance(text := message.get(name), str)), "")


def _facts(message: Mapping[str, Any], role: Role) -> AnswerFacts | None:
    model = message.get("model")
    if role is not Role.ASSISTANT or not isinstance(model, str) or not model.strip():
        return None
    return AnswerFacts(asked_model=clean_line(joined(model)))


def _of(about: Mapping[str, Any], role: Role, facts: AnswerFacts | None) -> AnswerFacts | None:
    """The model may be said once, for all of a conversation."""
    return facts or _facts(about, role)


def _counted(note: str, count: int) -> str:
    return note if count == 1 else f"{note} ({count} of them)"

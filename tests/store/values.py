"""Short ways to the values the store keeps."""

from dataclasses import replace

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Tab

NOW = "2024-05-01T12:00:00Z"


def conversation(id_: str = "c1", title: str = "") -> Conversation:
    return Conversation(id_, NOW, title)


def prompt(id_: str, text: str, parent: str | None = None, of: str = "c1") -> Message:
    return Message(id_, of, parent, Role.USER, text, NOW)


def answer(
    id_: str,
    parent: str | None,
    text: str = "",
    status: Status = Status.COMPLETE,
    facts: AnswerFacts | None = None,
    of: str = "c1",
) -> Message:
    return Message(id_, of, parent, Role.ASSISTANT, text, NOW, status=status, facts=facts or AnswerFacts())


def growing(id_: str, parent: str | None, of: str = "c1") -> Message:
    return answer(id_, parent, status=Status.WRITING, facts=AnswerFacts(asked_model="qwen"), of=of)


def ended(message: Message, text: str, status: Status = Status.COMPLETE) -> Message:
    return replace(message, text=text, status=status)


def measured(
    id_: str, model: str, backend: str | None, first: float | None = None, rate: float | None = None
) -> Message:
    """A complete answer of `model`."""
    source = AnsweredByFrom.HEADER if backend else AnsweredByFrom.UNKNOWN
    facts = AnswerFacts(
        asked_model=model, answered_by=backend, answered_by_from=source, first_token_s=first, tokens_per_s=rate
    )
    return answer(id_, None, "text", facts=facts)


def tab(id_: str, position: int, draft: str = "", active: bool = False) -> Tab:
    return Tab(id_, position, f"c-{id_}", "fast", "qwen", draft=draft, active=active)

"""Answers and rounds of comparisons, made short."""

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.comparisons import Round
from aishtui.chat.messages import Message, Role

STAMP = "2026-11-25T12:04:00+00:00"


def answer(name: str, text: str = "words", status: Status = Status.COMPLETE, **facts: object) -> Message:
    known = AnswerFacts(preset=name, asked_model=f"model-{name}", **facts)  # type: ignore[arg-type]
    return Message(f"a-{name}", "c", "p", Role.ASSISTANT, text, STAMP, status=status, facts=known)


def round_of(*answers: Message, number: int = 2) -> Round:
    return Round(number, dict(enumerate(answers)))

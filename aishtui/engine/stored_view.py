"""What is seen of an answer that this process does not write: it has ended, or another aishtui is at it."""

import time
from datetime import UTC, datetime
from http import HTTPStatus

from aishtui.chat.answers import AnswerFacts, AnswerView, Stage
from aishtui.chat.messages import Message


def stored_view(message: Message) -> AnswerView:
    """The snapshot of an answer as it is on disk."""
    facts = message.facts or AnswerFacts()
    ended = message.status.ended
    return AnswerView(
        message.id,
        message.conversation_id,
        message.status,
        Stage.ENDED if ended else _stage(message, facts),
        facts,
        since=0.0 if ended else time.monotonic() - _age_s(message.created_at),
        text_length=len(message.text),
        thinking_length=len(message.thinking),
    )


def _stage(message: Message, facts: AnswerFacts) -> Stage:
    """How far the other one has come, by what it has written down: no word says that it is writing."""
    if message.text:
        return Stage.WRITING
    if message.thinking:
        return Stage.THINKING
    if facts.http_status is not None and facts.http_status < HTTPStatus.BAD_REQUEST:
        return Stage.WAITING
    return Stage.SENT if facts.request else Stage.CONNECTING


def _age_s(created_at: str) -> float:
    """Seconds since a UTC stamp; 0 where the clocks disagree."""
    return max(0.0, (datetime.now(UTC) - datetime.fromisoformat(created_at)).total_seconds())

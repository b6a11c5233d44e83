"""What is seen of an answer that another process writes."""

import pytest

from aishtui.chat.answers import AnswerFacts, Stage, Status
from aishtui.chat.messages import Message, Role
from aishtui.engine.stored_view import stored_view

SENT = AnswerFacts(request="{}")


@pytest.mark.parametrize(
    ("text", "thinking", "facts", "stage"),
    [
        ("Well", "Let me see.", SENT, Stage.WRITING),
        ("", "Let me see.", SENT, Stage.THINKING),
        ("", "", AnswerFacts(request="{}", http_status=200), Stage.WAITING),
        ("", "", AnswerFacts(request="{}", http_status=503), Stage.SENT),
        ("", "", SENT, Stage.SENT),
        ("", "", None, Stage.CONNECTING),
    ],
)
def test_nobody_is_said_to_be_writing_before_there_is_a_word(
    text: str, thinking: str, facts: AnswerFacts | None, stage: Stage
) -> None:
    answer = Message(
        "m2", "c1", "m1", Role.ASSISTANT, text, "2026-11-25T20:00:00+00:00", thinking, Status.WRITING, facts
    )
    view = stored_view(answer)
    assert (view.stage, view.status, view.text_length) == (stage, Status.WRITING, len(text))

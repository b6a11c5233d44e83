"""A comparison as JSON: its conversations, as far as they belong to it, in the form that can be imported again; and
behind them the figures of each round as plain objects, for programs."""

from collections.abc import Iterator
from typing import Any

from aishtui.chat.messages import Message
from aishtui.chat.portable.answer_object import answer_object
from aishtui.chat.portable.json_writing import json_document, one_line
from aishtui.chat.portable.kept_comparison import KeptComparison

_IN_MESSAGES = ("text", "thinking")
"""What stands in the file already."""


def comparison_json(comparison: KeptComparison) -> Iterator[str]:
    """The file in pieces. The same comparison gives the same bytes."""
    yield from json_document(comparison.conversations, _figures(comparison))


def _figures(comparison: KeptComparison) -> Iterator[str]:
    """A line for each answer."""
    columns = [comparison.names[column] for column in comparison.names]
    about = one_line({"id": comparison.id, "columns": columns})
    yield f', "comparison": {about[:-1]}, "answers": ['
    between = "\n"
    for round_ in comparison.rounds:
        for column, answer in round_.answers.items():
            yield between + one_line(_figures_of(comparison, answer, round_.number, column))
            between = ",\n"
    yield "\n]}"


def _figures_of(comparison: KeptComparison, answer: Message, number: int, column: int) -> dict[str, Any]:
    facts = answer.facts
    preset = facts.preset if facts is not None and facts.preset != facts.asked_model else None
    figures = answer_object(answer, preset)
    above = comparison.above(answer)
    return {
        "round": number,
        "column": column,
        "name": comparison.names[column],
        "conversation_id": answer.conversation_id,
        "prompt_id": above[-1].id if above else None,
        "answer_id": answer.id,
        **{name: value for name, value in figures.items() if name not in _IN_MESSAGES},
        "usual_backend": facts.usual_backend if facts is not None else None,
    }

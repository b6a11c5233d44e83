"""A comparison as Markdown to read: for each round the prompt, a table of figures, who won, and then the answers.

Texts stand between the same comments as in an exported conversation; `docs/export.md` has the rules.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.comparisons import Round
from aishtui.chat.figures_table import markdown_table
from aishtui.chat.messages import Message
from aishtui.chat.portable.comparison_table import FIGURES, HEADINGS, figures_row
from aishtui.chat.portable.front_matter import known_names, quoted, sums
from aishtui.chat.portable.kept_comparison import KeptComparison
from aishtui.chat.portable.markdown_writing import boundary_for, escaped, escaped_within, message_block
from aishtui.chat.portable.said_of import answered, who
from aishtui.chat.verdict import verdict
from aishtui.chat.verdict_words import SHARED_MARK, verdict_line

T = TypeVar("T", bound=Hashable)
COMPARISON_FORMAT = "aishtui-comparison"
COMPARISON_VERSION = 1
_SHARED = "At the same time the same backend was giving another of these answers, so this time says little."


def comparison_markdown(comparison: KeptComparison) -> Iterator[str]:
    """The file in pieces."""
    texts = (m.text for kept in comparison.conversations for m in kept.conversation.messages.values())
    boundary = boundary_for(texts)
    yield _front_matter(comparison, boundary)
    if comparison.title:
        yield f"\n# {escaped(comparison.title)}\n"
    shown: set[str] = set()
    for round_ in comparison.rounds:
        yield from _round(comparison, round_, boundary, shown)
    yield f"\n<!-- {boundary} comparison-end -->\n"


def _round(comparison: KeptComparison, round_: Round, boundary: str, shown: set[str]) -> Iterator[str]:
    above = {column: comparison.above(answer) for column, answer in round_.answers.items()}
    prompts = {column: path[-1] for column, path in above.items() if path}
    elsewhere = shown.union(answer.id for answer in round_.answers.values())
    before = {
        column: tuple(message for message in path[:-1] if message.id not in elsewhere) for column, path in above.items()
    }
    for messages, columns in _alike(before).items():
        if messages:
            yield f"\n## Before{_of(comparison, columns, round_)}\n"
            for message in messages:
                yield from message_block(message, f"### {escaped(who(message))}", boundary)
    yield f"\n## Round {round_.number}\n"
    yield from _prompts(comparison, round_, prompts, boundary)
    yield from _table(comparison, round_)
    yield f"\n*{escaped(verdict_line(verdict(round_, comparison.names)))}*\n"
    for column, answer in round_.answers.items():
        called = replace(answer.facts or AnswerFacts(), preset=comparison.names[column])
        yield from message_block(answer, f"### {escaped(answered(called))}", boundary)
    known = (*(m for path in above.values() for m in path), *round_.answers.values())
    shown.update(message.id for message in known)


def _prompts(comparison: KeptComparison, round_: Round, prompts: Mapping[int, Message], boundary: str) -> Iterator[str]:
    """Each text once: from the second round on, every column has a message of its own with it."""
    first = {message.text: message for message in reversed(list(prompts.values()))}
    for text, columns in _alike({column: message.text for column, message in prompts.items()}).items():
        heading = f"### {escaped(f'You{_of(comparison, columns, round_)}')}"
        yield from message_block(first[text], heading, boundary)


def _table(comparison: KeptComparison, round_: Round) -> Iterator[str]:
    rows = [
        tuple(map(escaped_within, figures_row(comparison.names[column], answer)))
        for column, answer in round_.answers.items()
    ]
    yield f"\n{markdown_table(HEADINGS, rows, FIGURES)}"
    if any(answer.facts and answer.facts.beside for answer in round_.answers.values()):
        yield f"\n{escaped(SHARED_MARK)} {_SHARED}\n"


def _alike(by_column: Mapping[int, T]) -> dict[T, list[int]]:
    """The columns that have the same, in the order of the columns."""
    groups: dict[T, list[int]] = {}
    for column, value in by_column.items():
        groups.setdefault(value, []).append(column)
    return groups


def _of(comparison: KeptComparison, columns: Sequence[int], round_: Round) -> str:
    """`, in fast and deep`, where it is not all of them."""
    if len(columns) == len(round_.answers):
        return ""
    return f", in {' and '.join(comparison.names[column] for column in columns)}"


def _front_matter(comparison: KeptComparison, boundary: str) -> str:
    answers = [answer for round_ in comparison.rounds for answer in round_.answers.values()]
    facts = [answer.facts for answer in answers if answer.facts is not None]
    lines = [
        f"format: {COMPARISON_FORMAT}",
        f"version: {COMPARISON_VERSION}",
        f"boundary: {quoted(boundary)}",
        f"id: {quoted(comparison.id)}",
        f"title: {quoted(comparison.title)}",
        f"date: {quoted(min((answer.created_at for answer in answers), default=''))}",
        f"columns: [{', '.join(quoted(name) for name in comparison.names.values())}]",
        f"presets: {known_names(known.preset for known in facts)}",
        f"models: {known_names(known.asked_model for known in facts)}",
        f"backends: {known_names(known.answered_by for known in facts)}",
        f"rounds: {len(comparison.rounds)}",
        f"answers: {len(answers)}",
        *sums(facts),
    ]
    return "\n".join(("---", *lines, "---", ""))

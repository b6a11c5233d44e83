"""Comparisons: one prompt to several presets, round by round. What is stored of one stands in its answers' facts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message


@dataclass(frozen=True, slots=True)
class Compared:
    """Where in a comparison an answer belongs."""

    comparison: str
    column: int
    """From 0."""
    round: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class Round:
    """One prompt of a comparison, with the newest answer of each column that was asked."""

    number: int
    answers: Mapping[int, Message]
    """By column, in the order of the columns."""


def place_of(answer: Message) -> Compared | None:
    """Where `answer` belongs; None for one that was asked for in no comparison."""
    facts = answer.facts
    if facts is None or not facts.comparison or facts.column is None or facts.round is None:
        return None
    if facts.column < 0 or facts.round < 1:
        return None  # as an imported file may say
    return Compared(facts.comparison, facts.column, facts.round)


def is_of(comparison: str, message: Message) -> bool:
    """Whether it was asked for in this comparison, also where its place there is not known."""
    return message.facts is not None and message.facts.comparison == comparison


def rounds_of(comparison: str, messages: Iterable[Message]) -> tuple[Round, ...]:
    """The rounds of the comparison among `messages`, whichever else are there; of several answers of a column to the
    same prompt the newest counts."""
    found: dict[int, dict[int, Message]] = {}
    for message in sorted(messages, key=lambda message: message.id):
        place = place_of(message)
        if place is not None and place.comparison == comparison:
            found.setdefault(place.round, {})[place.column] = message
    return tuple(Round(number, dict(sorted(found[number].items()))) for number in sorted(found))


def column_leaves(rounds: Sequence[Round]) -> dict[int, Message]:
    """The newest answer of each column, in the order of the columns."""
    newest: dict[int, Message] = {}
    for round_ in rounds:
        newest.update(round_.answers)
    return dict(sorted(newest.items()))


def told_apart(names: Mapping[int, str]) -> dict[int, str]:
    """What columns are called: those of one name get the column's number from 1 behind it, `fast #2`."""
    count = Counter(names.values())
    return {column: f"{name} #{column + 1}" if count[name] > 1 else name for column, name in names.items()}

"""Which answers can be put beside one, and which of them is the likeliest to be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Self

from aishtui.chat.clean import clean_line
from aishtui.chat.comparisons import Compared, place_of
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.wording import anybody_answered, backend, ending, figures, models
from aishtui.widgets.difference_head import Named


@dataclass(frozen=True, slots=True)
class Candidates:
    """Answers, and which two of them are compared first."""

    answers: tuple[Message, ...]
    left: int
    right: int

    @classmethod
    def of(cls, answers: Iterable[Message], left: Message, right: Message) -> Self:
        """In the order of `answers`, each once; `left` and `right` are among them."""
        found = {answer.id: answer for answer in (*answers, left, right)}
        order = list(found)
        return cls(tuple(found.values()), order.index(left.id), order.index(right.id))

    def swapped(self) -> "Candidates":
        return replace(self, left=self.right, right=self.left)


def candidates(answer: Message, conversations: Sequence[Conversation]) -> Candidates | None:
    """For an answer of a comparison, all answers to the same prompt there, the next column's at the right; else its
    versions, the older at the left. The first of `conversations` is its own, the others those of the other columns.
    None where it stands alone."""
    place = place_of(answer)
    found = _of_round(place, conversations) if place is not None else []
    if place is not None and len({_column(other) for other in found}) > 1:
        return Candidates.of(found, answer, _next_column(place, found))
    versions = [other for other in conversations[0].siblings(answer.id) if other.role is Role.ASSISTANT]
    at = next(index for index, other in enumerate(versions) if other.id == answer.id)
    if len(versions) < 2:
        return None
    at = max(at, 1)
    return Candidates.of(versions, versions[at - 1], versions[at])


def _of_round(place: Compared, conversations: Iterable[Conversation]) -> list[Message]:
    """Every answer to that prompt of the comparison, also those that were asked for again; column by column."""
    found: dict[str, Message] = {}
    for conversation in conversations:
        for message in conversation.messages.values():
            other = place_of(message)
            if other is not None and (other.comparison, other.round) == (place.comparison, place.round):
                found[message.id] = message
    return sorted(found.values(), key=lambda message: (_column(message), message.id))


def _next_column(place: Compared, found: Sequence[Message]) -> Message:
    """The newest answer of the next column that has one; behind the last comes the first."""
    columns = sorted({_column(message) for message in found} - {place.column})
    column = next((column for column in columns if column > place.column), columns[0])
    return [message for message in found if _column(message) == column][-1]


def _column(message: Message) -> int:
    place = place_of(message)
    return place.column if place is not None else -1


def named(answers: Sequence[Message]) -> list[Named]:
    """The answers in words; those that would be called the same are numbered."""
    shorts = [_short(answer) for answer in answers]
    seen: dict[str, int] = {}
    found = []
    for answer, short in zip(answers, shorts, strict=True):
        seen[short] = seen.get(short, 0) + 1
        own = f"{short} ({seen[short]})" if shorts.count(short) > 1 else short
        found.append(Named(own, own + _by(answer), own + _model(answer, own) + _by(answer), _figures(answer)))
    return found


def _short(answer: Message) -> str:
    facts = answer.facts
    return clean_line((facts.preset or facts.asked_model) if facts is not None else "", 60) or "answer"


def _model(answer: Message, name: str) -> str:
    model = clean_line(models(answer.facts)) if answer.facts is not None else ""
    return f" · {model}" if model and model != name else ""


def _by(answer: Message) -> str:
    facts = answer.facts
    return f" → {clean_line(backend(facts))}" if facts is not None and anybody_answered(facts) else ""


def _figures(answer: Message) -> tuple[str, ...]:
    known = figures(answer.facts) if answer.facts is not None else []
    return *known, ending(answer.status, answer.facts)

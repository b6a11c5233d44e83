"""What the lines of a column say: whose answer it is and who gives it; what was measured and how it ended."""

from dataclasses import dataclass

from aishtui.chat.answers import AnswerView, Stage
from aishtui.chat.clean import clean_line
from aishtui.widgets.status_words import StatusPart, parts_of

_MODEL = 6
"""The rank of the model: where there is little room, the preset's name says the same."""


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column as its lines tell of it. `number` is its place, from 1."""

    number: int
    name: str
    model: str
    view: AnswerView | None = None
    active: bool = False
    taking_part: bool = True


def head_parts(state: ColumnState, now: float) -> list[StatusPart]:
    """`1 deep`, its model, and who answers for it."""
    parts = [StatusPart(f"{state.number} {clean_line(state.name)}", 0, "active" if state.active else "name")]
    if not state.taking_part:
        parts.append(StatusPart("left out", 0, "surprise"))
    who, _ = _answer_parts(state, now)
    if state.model != state.name and all(part.rank != _MODEL for part in who):
        parts.append(StatusPart(clean_line(state.model), _MODEL))
    return [*parts, *who]


def foot_parts(state: ColumnState, now: float) -> list[StatusPart]:
    """Its stage, or what was measured and how it ended."""
    return _answer_parts(state, now)[1]


def one_line(state: ColumnState, now: float) -> list[StatusPart]:
    """All of it behind each other."""
    return [*head_parts(state, now), *foot_parts(state, now)]


def _answer_parts(state: ColumnState, now: float) -> tuple[list[StatusPart], list[StatusPart]]:
    """What the status bar would say of the answer: of who gives it, and the rest."""
    if state.view is None:
        return [], []
    who: list[StatusPart] = []
    rest: list[StatusPart] = []
    parts = parts_of(state.view, now)
    for part in parts:
        if part.rank == 2:
            who.append(StatusPart(part.text, _MODEL))
        elif _is_of_who(part, state.view.stage is Stage.ENDED and part is parts[-1]):
            who.append(part)
        else:
            rest.append(part)
    # The name of the model before that of the machine.
    who.sort(key=lambda part: part.rank != _MODEL)
    return who, rest


def _is_of_who(part: StatusPart, is_end: bool) -> bool:
    return part.kind == "backend" or (part.kind == "bad" and not is_end) or (part.kind == "surprise" and part.rank > 0)

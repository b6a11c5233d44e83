"""What the lines of a column say: whose answer it is and who gives it; what was measured and how it ended."""

from aishtui.chat.answers import AnswerView
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.status_words import StatusPart, how_parts, who_parts

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


def head_parts(state: ColumnState, now: float) -> list[StatusPart]:  # noqa: ARG001 (as `foot_parts`)
    """`1 deep`, its model, and who answers for it; whose answer it is, where another was asked for that."""
    parts = [StatusPart(f"{state.number} {clean_line(state.name)}", 0, "active" if state.active else "name")]
    if not state.taking_part:
        parts.append(StatusPart("left out", 0, "surprise"))
    who = who_parts(state.view) if state.view is not None else []
    asked = clean_line(state.view.facts.preset or "") if state.view is not None else ""
    if asked not in ("", clean_line(state.name)):
        parts.append(StatusPart(f"{asked}'s answer", 1, "surprise"))
    models = [part.text for part in who if part.kind == "model"] or [clean_line(state.model)]
    parts += [StatusPart(model, _MODEL) for model in models if model != state.name]
    return [*parts, *(part for part in who if part.kind != "model")]


def foot_parts(state: ColumnState, now: float) -> list[StatusPart]:
    """Its stage, or what was measured and how it ended. `now` is `time.monotonic()`."""
    return how_parts(state.view, now) if state.view is not None else []


def one_line(state: ColumnState, now: float) -> list[StatusPart]:
    """All of it behind each other."""
    return [*head_parts(state, now), *foot_parts(state, now)]

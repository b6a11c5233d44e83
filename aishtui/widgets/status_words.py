"""What the status bar says about an answer, and what it leaves out first when there is little room."""

from rich.cells import cell_len

from aishtui.chat.answers import AnswerFacts, AnswerView, Stage, Status
from aishtui.chat.clean import clean_line
from aishtui.chat.cloud import cloud_mark
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import (
    SILENCE_S,
    anybody_answered,
    backend,
    ending,
    measured,
    models,
    shared_times,
    silent_s,
    stage,
)
from aishtui.widgets.fit import fit

SEPARATOR = " · "
_LAST = 9


@dataclass(frozen=True, slots=True)
class StatusPart:
    """Some words of the status bar. Parts of the highest `rank` are left out first; rank 0 always stays."""

    text: str
    rank: int
    kind: str = "plain"
    """`plain`, `backend`, `model`, `surprise`, `stage`, `good` or `bad`: how it is styled."""


_BEFORE_AN_ANSWER = (Stage.QUEUED, Stage.CONNECTING, Stage.SENT, Stage.RETRYING, Stage.WAITING)


def parts_of(view: AnswerView, now: float) -> list[StatusPart]:
    """The parts in the order they are shown; `now` is `time.monotonic()`."""
    if view.stage in _BEFORE_AN_ANSWER:
        return [*how_parts(view, now), *who_parts(view)]
    return [*who_parts(view), *how_parts(view, now)]


def who_parts(view: AnswerView) -> list[StatusPart]:
    """Who answers: the backend, unless the stage's words name it; what is a surprise about that; the model."""
    facts = view.facts
    said = view.stage not in _BEFORE_AN_ANSWER
    if view.stage is Stage.ENDED:
        # Whoever never answered is not an unknown backend; a complete answer came from somebody.
        said = view.status is Status.COMPLETE or bool(view.text_length) or anybody_answered(facts)
    return [*([_backend(facts)] if said else []), *_surprise(facts), *_model(facts)]


def how_parts(view: AnswerView, now: float) -> list[StatusPart]:
    """How it goes: the stage, or what was measured and how it ended."""
    facts = view.facts
    if view.stage in _BEFORE_AN_ANSWER:
        return [_stage(view, now)]
    if view.stage is not Stage.ENDED:
        return [*_measured(facts)[:1], *_shared(facts), _stage(view, now)]
    end = StatusPart(clean_line(ending(view.status, facts)), 0, _ending_kind(view.status))
    return [*_measured(facts), *_shared(facts), end]


def fit_parts(parts: list[StatusPart], width: int) -> list[StatusPart]:
    """As many parts as fit, the least important left out; if rank 0 alone is too long its words end in `…`."""
    kept = list(parts)
    while _width(kept) > width and any(part.rank for part in kept):
        worst = max(part.rank for part in kept)
        last = max(i for i, part in enumerate(kept) if part.rank == worst)
        del kept[last]
    if _width(kept) > width and kept:
        first, *rest = kept
        room = width - _width(rest) - (len(SEPARATOR) if rest else 0)
        return [StatusPart(fit(first.text, room), first.rank, first.kind), *rest] if room > 0 else kept[:1]
    return kept


def _width(parts: list[StatusPart]) -> int:
    return sum(cell_len(part.text) for part in parts) + len(SEPARATOR) * max(0, len(parts) - 1)


def _stage(view: AnswerView, now: float) -> StatusPart:
    odd = view.stage is Stage.RETRYING or silent_s(view, now) >= SILENCE_S
    return StatusPart(clean_line(stage(view, now)), 0, "surprise" if odd else "stage")


def _backend(facts: AnswerFacts) -> StatusPart:
    return StatusPart(clean_line(backend(facts)), 1, "backend")


def _surprise(facts: AnswerFacts) -> list[StatusPart]:
    """A cloud that answers for a model of the LAN is said whatever there is no room for."""
    cloud = [StatusPart(cloud_mark(facts.cloud), 0, "bad")] if facts.cloud else []
    usual = facts.usual_backend
    return [*cloud, *([StatusPart(f"last time {clean_line(usual)}", 3, "surprise")] if usual else [])]


def _measured(facts: AnswerFacts) -> list[StatusPart]:
    return [StatusPart(words, min(3 + i, _LAST)) for i, words in enumerate(measured(facts))]


def _shared(facts: AnswerFacts) -> list[StatusPart]:
    """The times are left out before what they are worth."""
    return [StatusPart(shared_times(facts), 2, "surprise")] if facts.beside else []


def _model(facts: AnswerFacts) -> list[StatusPart]:
    words = clean_line(models(facts))
    return [StatusPart(words, 2, "model")] if words else []


def _ending_kind(status: Status) -> str:
    match status:
        case Status.COMPLETE:
            return "good"
        case Status.CUT_OFF | Status.FAILED:
            return "bad"
        case Status.STOPPED | Status.WRITING:
            return "plain"

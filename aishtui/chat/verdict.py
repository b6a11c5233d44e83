"""Who won a round of a comparison: the first to speak, the fastest, the longest, the cheapest, by what is known."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.comparisons import Round, told_apart
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.wording import cost as cost_words
from aishtui.chat.wording import count, seconds


class Contest(StrEnum):
    """What is won."""

    FIRST_TOKEN = "first token"
    FASTEST = "fastest"
    LONGEST = "longest"
    CHEAPEST = "cheapest"


_OF_TIME = (Contest.FIRST_TOKEN, Contest.FASTEST)


@dataclass(frozen=True, slots=True)
class Winner:
    """An answer that won, or that none was better than."""

    column: int
    name: str
    shared: bool = False
    """Its backend was giving another answer at the same time: its times say little. Only of contests of time."""
    status: Status = Status.COMPLETE
    """Whether it is whole: one that was cut off is easily cheap."""
    estimated: bool = False
    """Its cost is an estimate."""


@dataclass(frozen=True, slots=True)
class Award:
    """One contest, with all that are equally good as far as the figures are shown."""

    contest: Contest
    winners: tuple[Winner, ...]
    value: str
    """The figure of the first of them in words: `0.4 s`, `42 tok/s`, `312 tok`, `≈ $0.0012`."""
    compared: int
    """How many answers' figures are known."""
    unknown: int = 0
    """How many answers may be better: nobody knows their figure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a round has come to. Awards are given when all have ended, and only where two or more can be compared."""

    round: int
    asked: int
    ended: int
    awards: tuple[Award, ...] = ()
    failed: tuple[str, ...] = ()
    """By name."""
    empty: tuple[str, ...] = ()
    """Ended without a word and did not fail."""
    shared: tuple[str, ...] = ()
    """Whose times say little, where times were compared: winners or not, their backend was busy with another answer."""

    @property
    def over(self) -> bool:
        return self.ended == self.asked


@dataclass(frozen=True, slots=True)
class _Rival:
    column: int
    name: str
    message: Message

    @property
    def facts(self) -> AnswerFacts:
        return self.message.facts or AnswerFacts()


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a contest is decided: by the largest or the smallest figure, among those that have one."""

    contest: Contest
    figure: Callable[[_Rival], float | None]
    words: Callable[[float], str]
    largest: bool = False
    measured: bool = True
    """It is measured, and alike where it reads the same; otherwise it is counted, and alike where it is equal."""


def verdict(round_: Round, names: Mapping[int, str] | None = None) -> Verdict:
    """The round's verdict as far as it has come. `names` are the columns' own (None: those of their presets, see
    `names_of`)."""
    called = names if names is not None else names_of(round_)
    ended = sum(answer.status.ended for answer in round_.answers.values())
    if ended < len(round_.answers):
        return Verdict(round_.number, len(round_.answers), ended)
    rivals = [_Rival(column, called[column], answer) for column, answer in round_.answers.items()]
    failed, others = _parted(rivals, lambda rival: rival.message.status is Status.FAILED)
    able, empty = _parted(others, lambda rival: bool(rival.message.text.strip()))
    awards = tuple(award for rule in _rules(able) if (award := _award(rule, able)) is not None)
    timed = any(award.contest in _OF_TIME for award in awards)
    shared = [rival for rival in able if timed and rival.facts.beside]
    return Verdict(round_.number, len(rivals), ended, awards, *(_called(some) for some in (failed, empty, shared)))


def _parted(rivals: Sequence[_Rival], fits: Callable[[_Rival], bool]) -> tuple[list[_Rival], list[_Rival]]:
    """Those that fit, and the others."""
    return [rival for rival in rivals if fits(rival)], [rival for rival in rivals if not fits(rival)]


def _called(rivals: Sequence[_Rival]) -> tuple[str, ...]:
    return tuple(rival.name for rival in rivals)


def names_of(round_: Round) -> dict[int, str]:
    """The preset (or model) of each column; where two are called the same, with the column's number from 1."""
    return told_apart({column: _name(answer) for column, answer in round_.answers.items()})


def _name(answer: Message) -> str:
    facts = answer.facts
    return (facts.preset or facts.asked_model or "answer") if facts is not None else "answer"


def _rules(able: Sequence[_Rival]) -> tuple[_Rule, ...]:
    """Tokens where they were counted, else characters: the two are never compared with each other."""
    rated = any(rival.facts.tokens_per_s is not None for rival in able)
    counted = bool(able) and all(rival.facts.tokens_out is not None for rival in able)
    return (
        _Rule(Contest.FIRST_TOKEN, lambda rival: rival.facts.first_token_s, seconds),
        _Rule(
            Contest.FASTEST,
            (lambda rival: rival.facts.tokens_per_s) if rated else (lambda rival: rival.facts.chars_per_s),
            lambda value: f"{value:.0f} {'tok/s' if rated else 'chars/s'}",
            largest=True,
        ),
        _Rule(
            Contest.LONGEST,
            (lambda rival: rival.facts.tokens_out) if counted else (lambda rival: len(rival.message.text)),
            lambda value: f"{count(int(value))} {'tok' if counted else 'chars'}",
            largest=True,
            measured=False,
        ),
        _Rule(Contest.CHEAPEST, lambda rival: rival.facts.cost, cost_words),
    )


def _award(rule: _Rule, able: Sequence[_Rival]) -> Award | None:
    figures = [(rival, figure) for rival in able if (figure := rule.figure(rival)) is not None]
    if len(figures) < 2:
        return None
    best = (max if rule.largest else min)(figure for _, figure in figures)
    winners = tuple(
        Winner(
            rival.column,
            rival.name,
            shared=rule.contest in _OF_TIME and bool(rival.facts.beside),
            status=rival.message.status,
            estimated=rule.contest is Contest.CHEAPEST and rival.facts.cost_from == "prices",
        )
        for rival, figure in figures
        if (rule.words(figure) == rule.words(best) if rule.measured else figure == best)
    )
    about = "≈ " if any(winner.estimated for winner in winners) else ""
    return Award(rule.contest, winners, f"{about}{rule.words(best)}", len(figures), len(able) - len(figures))

"""The verdict on a round in one line, in parts that can be left out where there is little room."""

from aishtui.chat.answers import Status
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.verdict import Award, Contest, Verdict, Winner
from aishtui.chat.wording import and_list

SEPARATOR = " · "
SHARED_MARK = "*"

_MANY = 3
"""More winners than this are counted, not named."""
_NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class VerdictPart:
    """Some words of the line. Parts of the highest `rank` are left out first; rank 0 always stays."""

    text: str
    rank: int
    kind: str = "plain"
    """`plain`, `good` (what was won), `bad` (what went wrong) or `surprise` (what to beware of)."""


def verdict_line(verdict: Verdict) -> str:
    """`round 2 · first token fast 0.4 s · fastest deep* 42 tok/s · longest chat 312 tok · * times shared: deep`."""
    return SEPARATOR.join(part.text for part in verdict_parts(verdict))


def verdict_parts(verdict: Verdict) -> tuple[VerdictPart, ...]:
    """In the order they are shown."""
    number = f"round {verdict.round}"
    if not verdict.over:
        have = "has" if verdict.ended == 1 else "have"
        return (VerdictPart(f"{number}: {verdict.ended} of {verdict.asked} {have} ended", 0),)
    parts = [VerdictPart(number, 0)]
    if not verdict.awards:
        parts.append(VerdictPart("nothing to compare", 2))
    parts.extend(VerdictPart(_award(award), _RANKS[award.contest], "good") for award in verdict.awards)
    if verdict.failed:
        parts.append(VerdictPart(f"{_names(verdict.failed)} failed", 1, "bad"))
    if verdict.empty:
        parts.append(VerdictPart(f"{_names(verdict.empty)} said nothing", 1, "bad"))
    if verdict.shared:
        # Less may be left out than what is won: a time without its warning pretends.
        parts.append(VerdictPart(f"{SHARED_MARK} times shared: {_names(verdict.shared)}", 1, "surprise"))
    return tuple(parts)


_RANKS = {Contest.FIRST_TOKEN: 3, Contest.FASTEST: 2, Contest.LONGEST: 5, Contest.CHEAPEST: 4}


def _award(award: Award) -> str:
    names = [_winner(award, winner) for winner in award.winners]
    shared = SHARED_MARK if any(winner.shared for winner in award.winners) else ""
    alike = "all" if len(names) == award.compared else f"{len(names)} of {award.compared}"
    who = and_list(names) if len(names) <= _MANY else f"{alike}{shared} alike"
    unknown = f" ({award.unknown} unknown)" if award.unknown else ""
    return f"{award.contest} {who} {award.value}{unknown}"


def _winner(award: Award, winner: Winner) -> str:
    whole = award.contest not in (Contest.LONGEST, Contest.CHEAPEST) or winner.status is Status.COMPLETE
    ended = "" if whole else " (stopped)" if winner.status is Status.STOPPED else " (cut off)"
    return f"{clean_line(winner.name, _NAME_LENGTH)}{SHARED_MARK if winner.shared else ''}{ended}"


def _names(names: tuple[str, ...]) -> str:
    return (
        and_list([clean_line(name, _NAME_LENGTH) for name in names]) if len(names) <= _MANY else f"{len(names)} of them"
    )

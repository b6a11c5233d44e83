"""What the answers of a suite come to, column by column: medians, sums, and how they ended."""

from collections import Counter
from dataclasses import field

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.waits import median


@dataclass(slots=True)
class ColumnTally:
    """The figures of one column's answers, as they come in. Those that failed have no part in the medians."""

    name: str
    statuses: Counter[Status] = field(default_factory=Counter)
    first_token_s: list[float] = field(default_factory=list)
    tokens_per_s: list[float] = field(default_factory=list)
    total_s: list[float] = field(default_factory=list)
    tokens_out: int = 0
    counted: int = 0
    """Of how many answers the tokens are known."""
    cost: float = 0.0
    priced: int = 0
    """Of how many answers the cost is known."""
    estimated: bool = False
    shared: int = 0
    """How many had to share their backend with another answer: their times have no part in the medians."""
    backends: Counter[str] = field(default_factory=Counter)

    def take(self, message: Message) -> None:
        facts = message.facts or AnswerFacts()
        self.statuses[message.status] += 1
        if facts.answered_by:
            self.backends[facts.answered_by] += 1
        if facts.tokens_out is not None:
            self.tokens_out += facts.tokens_out
            self.counted += 1
        if facts.cost is not None:
            self.cost += facts.cost
            self.priced += 1
            self.estimated = self.estimated or facts.cost_from == "prices"
        if facts.beside:
            self.shared += 1
        elif message.status in (Status.COMPLETE, Status.CUT_OFF):
            self._take_times(facts)

    def _take_times(self, facts: AnswerFacts) -> None:
        for times, value in (
            (self.first_token_s, facts.first_token_s),
            (self.tokens_per_s, facts.tokens_per_s),
            (self.total_s, facts.total_s),
        ):
            if value is not None:
                times.append(value)

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle one of some values, and the least and the most of them."""

    median: float
    least: float
    most: float


def spread(values: list[float]) -> Spread | None:
    """None for no values."""
    middle = median(values)
    return None if middle is None else Spread(middle, min(values), max(values))

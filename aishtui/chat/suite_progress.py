"""How far a suite is, and how long the rest of it may take."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field

from aishtui.chat.answers import Status
from aishtui.chat.comparisons import told_apart
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.suites import Suite
from aishtui.chat.wording import clock


@dataclass(slots=True)
class ColumnProgress:
    """How far one column is."""

    name: str
    total: int
    ended: int = 0
    seconds: float = 0.0
    """What its answers took, all together."""
    timed: int = 0
    """How many of them that is known of."""
    backend: str | None = None
    """Who answered last."""


@dataclass(slots=True)
class SuiteProgress:
    """Counts what has ended."""

    suite: Suite
    columns: list[ColumnProgress] = field(init=False)
    statuses: Counter[Status] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        each = len(self.suite.prompts) * self.suite.repeat
        self.columns = [ColumnProgress(name, each) for name in column_names(self.suite)]

    def take(self, column: int, status: Status, total_s: float | None, backend: str | None) -> None:
        """An answer has ended. One that was stopped is not there: it will be asked for again."""
        self.statuses[status] += 1
        if status is Status.STOPPED:
            return
        progress = self.columns[column]
        progress.ended += 1
        progress.backend = backend or progress.backend
        if total_s is not None:
            progress.seconds += total_s
            progress.timed += 1

    @property
    def ended(self) -> int:
        return sum(column.ended for column in self.columns)

    def left_s(self) -> float | None:
        """Until the last backend is done, by what answers have taken so far; None while nothing is known.

        Columns that share a backend are done one after another, unless all are asked at once.
        """
        timed = sum(column.timed for column in self.columns)
        if not timed:
            return None
        usual = sum(column.seconds for column in self.columns) / timed
        lanes: dict[str, float] = {}
        for number, column in enumerate(self.columns):
            shared = None if self.suite.at_once else column.backend
            each = column.seconds / column.timed if column.timed else usual
            lane = f"column {number}" if shared is None else f"at {shared}"
            lanes[lane] = lanes.get(lane, 0.0) + each * (column.total - column.ended)
        return max(lanes.values())

    def words(self, *, columns: bool = True, backends: bool = True) -> str:
        """`123 of 600 · fast 41/200 · deep 40/200, on boltzmann · 2 failed · about 12 min left`."""
        parts = [f"{self.ended} of {self.suite.size}"]
        parts += [_column_words(column, backends) for column in self.columns] if columns else []
        parts += [f"{self.statuses[Status.FAILED]} failed"] if self.statuses[Status.FAILED] else []
        parts += [f"{self.statuses[Status.CUT_OFF]} cut off"] if self.statuses[Status.CUT_OFF] else []
        left = self.left_s()
        return " · ".join([*parts, *([f"{about(left)} left"] if left else [])])


def column_names(suite: Suite) -> tuple[str, ...]:
    """The presets' names; those that stand there twice with the number of their column: `fast #2`."""
    return tuple(told_apart({column: preset.name for column, preset in enumerate(suite.presets)}).values())


def about(seconds: float) -> str:
    """`a few seconds`, `about 40 s`, `about 12 min`, `about 3:05 h`: an estimate has no tenths."""
    if seconds < 10:
        return "a few seconds"
    if seconds < 90:
        return f"about {round(seconds, -1):.0f} s"
    if seconds < 90 * 60:
        return f"about {seconds / 60:.0f} min"
    return f"about {clock(seconds).rpartition(':')[0]} h"


def worst(statuses: Iterable[Status]) -> Status:
    """What a run as a whole has come to: one that failed counts more than one that was cut off."""
    seen = set(statuses)
    ranks: Sequence[Status] = (Status.STOPPED, Status.FAILED, Status.CUT_OFF)
    return next((status for status in ranks if status in seen), Status.COMPLETE)


def _column_words(column: ColumnProgress, backends: bool) -> str:
    on = f", on {column.backend}" if column.backend and backends else ""
    return f"{column.name} {column.ended}/{column.total}{on}"

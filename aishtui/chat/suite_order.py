"""Which answer of a suite is asked for next: backends are kept busy, and models are not made to take turns there."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence

from aishtui.chat.suites import Cell

DEPTH = 2
"""So many of a column are under way, the waiting one too: the backend is never idle, and memory stays flat."""


class SuiteOrder:
    """`cells` are to be asked for, in their order within each column; `models` are those of the columns.

    One that answers and one that waits of each column are under way. Of those models that share a backend, as far as
    that is known, one is done before the next begins: loading a model may take minutes. `at_once`: neither.
    """

    def __init__(
        self, models: Sequence[str], cells: Iterable[Cell], backends: Mapping[str, str], *, at_once: bool = False
    ) -> None:
        self._models = tuple(models)
        self._waiting: list[deque[Cell]] = [deque() for _ in models]
        for cell in cells:
            self._waiting[cell.column].append(cell)
        self._under_way = Counter[int]()
        self._backends = dict(backends)
        self._turn: dict[str, str] = {}
        """The model that is being done at each backend."""
        self._depth = 1 if at_once else DEPTH
        self._at_once = at_once

    def learn(self, model: str, backend: str | None) -> None:
        """This backend has answered for the model."""
        if backend is not None:
            self._backends[model] = backend

    def next(self) -> Cell | None:
        """The next to begin; None while enough are under way."""
        able = [column for column in range(len(self._models)) if self._may_begin(column)]
        if not able:
            return None
        column = min(able, key=lambda column: (self._under_way[column], _place(self._waiting[column][0])))
        self._under_way[column] += 1
        return self._waiting[column].popleft()

    def ended(self, cell: Cell) -> None:
        self._under_way[cell.column] -= 1

    @property
    def left(self) -> int:
        """How many have not begun."""
        return sum(map(len, self._waiting))

    def _may_begin(self, column: int) -> bool:
        if not self._waiting[column] or self._under_way[column] >= self._depth:
            return False
        backend = self._backends.get(self._models[column])
        return self._at_once or backend is None or self._models[column] == self._model_at(backend)

    def _model_at(self, backend: str) -> str:
        """The model whose turn it is: the one that began, until none of its prompts is left to begin."""
        waiting = [self._models[column] for column, cells in enumerate(self._waiting) if cells]
        there = [model for model in waiting if self._backends.get(model) == backend]
        if self._turn.get(backend) not in there:
            begun = [self._models[column] for column, count in self._under_way.items() if count]
            self._turn[backend] = next((model for model in there if model in begun), there[0])
        return self._turn[backend]


def _place(cell: Cell) -> tuple[int, int, int]:
    return cell.repeat, cell.prompt, cell.column

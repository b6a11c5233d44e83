"""What the screen has not read yet, and the one call that wakes it."""

import threading
from collections.abc import Callable

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Unread:
    """What changed since the last reading."""

    answers: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()
    """Conversations that have messages, or lack some, which they did not: a tab that shows one looks anew."""
    catalog: bool = False
    health: bool = False
    tabs: bool = False
    keeping: bool = False
    """Whether what is written reaches the disk."""
    history: bool = False
    """What is kept of the conversations: a turn has begun or ended."""


class Changes:
    """Collects changes from the engine's thread; the reader is woken once per turn from read to unread.

    However many tokens arrive while the screen is busy, there is one waking call, and the reader then takes
    everything at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: set[str] = set()
        self._trees: set[str] = set()
        self._kinds: set[str] = set()
        self._wake: Callable[[], None] | None = None
        self._unread = False

    def wake_with(self, wake: Callable[[], None] | None) -> None:
        """Set who is woken; called at once if something is unread already. `wake` must be thread-safe."""
        with self._lock:
            self._wake = wake
            due = self._unread
        if due and wake is not None:
            wake()

    def answer(self, answer_id: str) -> None:
        if self._unread and answer_id in self._answers:
            return  # told already; who takes it after this look sees the new text too, which is there by now
        with self._lock:
            self._answers.add(answer_id)
            wake = self._turn_unread()
        if wake is not None:
            wake()

    def tree(self, conversation_id: str) -> None:
        self._add(self._trees, conversation_id)

    def of(self, kind: str) -> None:
        """Mark `catalog`, `health`, `tabs`, `keeping` or `history` as changed."""
        self._add(self._kinds, kind)

    def _add(self, changed: set[str], what: str) -> None:
        with self._lock:
            changed.add(what)
            wake = self._turn_unread()
        if wake is not None:
            wake()

    def _turn_unread(self) -> Callable[[], None] | None:
        if self._unread:
            return None
        self._unread = True
        return self._wake

    def take(self) -> Unread:
        """Everything that changed since the last call; from now on the next change wakes again."""
        with self._lock:
            unread = Unread(
                frozenset(self._answers),
                frozenset(self._trees),
                "catalog" in self._kinds,
                "health" in self._kinds,
                "tabs" in self._kinds,
                "keeping" in self._kinds,
                "history" in self._kinds,
            )
            self._answers.clear()
            self._trees.clear()
            self._kinds.clear()
            self._unread = False
        return unread

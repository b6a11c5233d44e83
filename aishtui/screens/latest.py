"""Asking for what is wanted now: one question is under way at a time, and of those that come meanwhile the newest
counts."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Latest(Generic[Q, A]):
    """Whoever types faster than is answered is never answered an old question, and nothing piles up."""

    def __init__(
        self,
        ask: Callable[[Q], Awaitable[A]],
        take: Callable[[Q, A], None],
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """`ask` answers or raises; `take` is told each answer that is still wanted; `run` has a coroutine run."""
        self._ask = ask
        self._take = take
        self._run = run
        self._wanted: list[Q] = []
        """The newest question that nobody has been asked, if there is one."""
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._busy

    def want(self, question: Q) -> None:
        """Ask this as soon as the one under way is answered; that answer is dropped."""
        self._wanted = [question]
        if not self._busy:
            self._busy = True
            self._run(self._answer())

    async def _answer(self) -> None:
        try:
            while self._wanted:
                question = self._wanted.pop()
                answer = await self._ask(question)
                if not self._wanted:
                    self._take(question, answer)
        finally:
            self._busy = False

"""One question at a time, and the newest wins."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from aishtui.screens.latest import Latest


class Oracle:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.taken: list[tuple[str, str]] = []
        self.tasks: list[asyncio.Task[None]] = []
        self._answers: list[asyncio.Future[str]] = []
        self.latest: Latest[str, str] = Latest(self._ask, lambda *heard: self.taken.append(heard), self._run)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.get_running_loop().create_task(work))

    async def _ask(self, question: str) -> str:
        self.asked.append(question)
        self._answers.append(asyncio.get_running_loop().create_future())
        return await self._answers[-1]

    async def answer(self, words: str) -> None:
        while not self._answers or self._answers[-1].done():
            await asyncio.sleep(0)
        self._answers[-1].set_result(words)
        while self._answers[-1].done() and not all(task.done() for task in self.tasks):
            await asyncio.sleep(0)


async def test_what_is_asked_meanwhile_waits_and_only_the_newest_of_it_is_asked() -> None:
    oracle = Oracle()
    for question in ("r", "rs", "rsy", "rsync"):
        oracle.latest.want(question)
        await asyncio.sleep(0)
    assert oracle.asked == ["r"]
    await oracle.answer("old")
    assert oracle.asked == ["r", "rsync"]
    assert oracle.latest.busy
    await oracle.answer("new")
    assert oracle.taken == [("rsync", "new")]
    assert not oracle.latest.busy


async def test_it_can_be_asked_again_afterwards() -> None:
    oracle = Oracle()
    oracle.latest.want("a")
    await oracle.answer("A")
    oracle.latest.want("b")
    await oracle.answer("B")
    assert oracle.taken == [("a", "A"), ("b", "B")]

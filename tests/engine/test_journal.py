"""A growing answer is written down by size and by time."""

import asyncio
from concurrent.futures import Future

from aishtui.chat.answers import AnswerFacts
from aishtui.engine.journal import MAX_AGE_S, MAX_CHARS, Journal
from aishtui.engine.keeper import KeepsNothing
from aishtui.engine.live_answer import LiveAnswer


class Pieces(KeepsNothing):
    """A keeper that shows what it was handed."""

    def __init__(self) -> None:
        self.written: list[tuple[int, str, str]] = []
        self.came = asyncio.Event()

    def journal(self, answer_id: str, seq: int, text: str, thinking: str) -> Future[None]:
        self.written.append((seq, text, thinking))
        self.came.set()
        return super().journal(answer_id, seq, text, thinking)


async def test_much_text_is_written_at_once() -> None:
    keeper, answer = Pieces(), LiveAnswer("a", "c", AnswerFacts())
    journal = Journal(keeper, answer)
    answer.add_text("x" * (MAX_CHARS - 1))
    journal.grew()
    assert keeper.written == []
    answer.add_thinking("y")
    journal.grew()
    assert keeper.written == [(0, "x" * (MAX_CHARS - 1), "y")]
    answer.add_text("z" * MAX_CHARS)
    journal.grew()
    assert keeper.written[1:] == [(1, "z" * MAX_CHARS, "")]
    journal.cancel()


async def test_a_little_text_is_written_after_a_while_and_once() -> None:
    keeper, answer = Pieces(), LiveAnswer("a", "c", AnswerFacts())
    journal = Journal(keeper, answer)
    began = asyncio.get_running_loop().time()
    for piece in ("one ", "two"):
        answer.add_text(piece)
        journal.grew()
    await asyncio.wait_for(keeper.came.wait(), 10)
    assert asyncio.get_running_loop().time() - began >= MAX_AGE_S * 0.9
    assert keeper.written == [(0, "one two", "")]
    journal.write()
    assert len(keeper.written) == 1


async def test_a_cancelled_journal_writes_nothing_more_by_itself() -> None:
    keeper, answer = Pieces(), LiveAnswer("a", "c", AnswerFacts())
    journal = Journal(keeper, answer)
    answer.add_text("one")
    journal.grew()
    journal.cancel()
    await asyncio.sleep(MAX_AGE_S * 1.2)  # what must not happen cannot be waited for
    assert keeper.written == []

"""A growing answer is written down by size and by time."""

import asyncio
from concurrent.futures import Future

from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts
from aishtui.engine.journal import MAX_AGE_S, MAX_BYTES, Journal
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
    answer.add_text("x" * 1000)
    journal.grew()
    assert keeper.written == []
    answer.add_thinking("y" * 3000)
    journal.grew()
    assert keeper.written == [(0, "x" * 1000, "y" * 3000)]
    answer.add_text("z" * MAX_BYTES)
    journal.grew()
    assert keeper.written[1:] == [(1, "z" * MAX_BYTES, "")]
    journal.cancel()


@given(
    st.lists(st.text(max_size=40), max_size=400), st.sampled_from(["", "x" * 300, "é" * 300, "語" * 300, "😀" * 300])
)
@settings(deadline=None)
def test_never_more_than_4_kb_wait_and_pieces_are_not_small(texts: list[str], more: str) -> None:
    async def run() -> None:
        keeper, answer = Pieces(), LiveAnswer("a", "c", AnswerFacts())
        journal = Journal(keeper, answer)
        for text in [*texts, *[more] * 40]:
            answer.add_text(text)
            journal.grew()
            written = sum(len(piece) for _, piece, _ in keeper.written)
            assert len(answer.text[written:].encode("utf-8", "surrogatepass")) < MAX_BYTES
        journal.cancel()
        sizes = [len(piece.encode("utf-8", "surrogatepass")) for _, piece, _ in keeper.written]
        assert all(size > MAX_BYTES * 0.7 for size in sizes)

    asyncio.run(run())


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

"""Answers that wait to be printed: in memory as far as that goes, then out of the history."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.messages import Message, Role
from aishtui.chat.suites import Cell
from aishtui.commands.suite_shelf import MOST_LETTERS, Shelf
from aishtui.store.errors import Closed

CELLS = [Cell(0, 0, 0), Cell(0, 0, 1)]


def answer(column: int, text: str, status: Status = Status.COMPLETE) -> Message:
    facts = AnswerFacts(comparison="c", column=column, round=1)
    return Message(f"a{column}", "k", "p", Role.ASSISTANT, text, "", status=status, facts=facts)


class Kept:
    """What a store says, one time after the other; the last for all that follow."""

    def __init__(self, *said: Sequence[Message] | Exception) -> None:
        self._said = list(said)
        self.asked = 0

    def __call__(self, comparison: str) -> Future[tuple[Message, ...]]:
        assert comparison == "c"
        self.asked += 1
        said = self._said.pop(0) if len(self._said) > 1 else self._said[0]
        future = Future[tuple[Message, ...]]()
        if isinstance(said, Exception):
            future.set_exception(said)
        else:
            future.set_result(tuple(said))
        return future


def test_what_is_in_memory_is_not_read() -> None:
    kept = Kept([])
    shelf = Shelf(kept)
    for cell in CELLS:
        shelf.put(cell, answer(cell.column, "a"))
    assert list(shelf.take(CELLS, "c")) == CELLS
    assert kept.asked == 0
    assert shelf.take(CELLS, "c") == {}


def test_what_is_too_much_for_memory_is_read_when_its_turn_comes() -> None:
    huge = answer(1, "a" * MOST_LETTERS)
    kept = Kept([answer(0, "a"), huge])
    shelf = Shelf(kept)
    shelf.put(CELLS[0], answer(0, "a"))
    shelf.put(CELLS[1], huge)
    assert shelf.take(CELLS, "c") == {CELLS[0]: answer(0, "a"), CELLS[1]: huge}
    assert kept.asked == 1


def test_without_a_history_everything_stays_in_memory() -> None:
    shelf = Shelf(None)
    for cell in CELLS:
        shelf.put(cell, answer(cell.column, "a" * MOST_LETTERS))
    assert len(shelf.take(CELLS, "c")) == 2


def test_an_end_that_is_on_its_way_to_the_disk_is_waited_for() -> None:
    whole = answer(0, "whole")
    shelf = Shelf(Kept([replace(whole, text="wh", status=Status.WRITING)], [whole]))
    assert shelf.take(CELLS[:1], "c") == {CELLS[0]: whole}
    assert shelf.problem == ""


def test_what_cannot_be_read_is_a_problem() -> None:
    shelf = Shelf(Kept(Closed()))
    assert shelf.take(CELLS, "c") == {}
    assert "closed" in shelf.problem

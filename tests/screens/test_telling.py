"""The title's words, and when a signal is sent."""

import asyncio

import pytest

from aishtui.screens.telling import TITLE_REST_S, Telling, TellingWays, title_words
from aishtui.terminal.attention import Attention
from aishtui.widgets.tab_bar import TabLabel, TabState


def labels(**states: TabState) -> list[TabLabel]:
    return [TabLabel(name, name, state) for name, state in states.items()]


@pytest.mark.parametrize(
    ("tabs", "words"),
    [
        (labels(fast=TabState.IDLE), "aishtui"),
        (labels(fast=TabState.ANSWERING, deep=TabState.QUEUED, chat=TabState.DONE), "aishtui: 2 answering"),
        (labels(fast=TabState.DONE, deep=TabState.FAILED, chat=TabState.IDLE), "aishtui: fast ok, deep failed"),
        (
            labels(a=TabState.DONE, b=TabState.STOPPED, c=TabState.CUT_OFF, d=TabState.DONE),
            "aishtui: a ok, b stopped, 2 others",
        ),
        (labels(a=TabState.DONE, b=TabState.DONE, c=TabState.CUT_OFF), "aishtui: a ok, b ok, c cut off"),
    ],
)
def test_the_title_says_who_answers_or_how_it_ended(tabs: list[TabLabel], words: str) -> None:
    assert title_words(tabs) == words


class Teller:
    """What is told, by a clock of its own."""

    def __init__(self, after_s: float = 20) -> None:
        self.now = 0.0
        self.titles: list[str] = []
        self.written: list[str] = []
        self.attention = Attention()
        self.attention.focus_reported(False)
        ways = TellingWays(lambda words: f"<{words}>", after_s)
        self.telling = Telling(ways, self.attention, self.titles.append, self.written.append, lambda: self.now)

    def answers(self, seconds: float, end: TabState = TabState.DONE) -> None:
        self.telling.saw(labels(fast=TabState.ANSWERING))
        self.now += seconds
        self.telling.saw(labels(fast=end))


async def test_a_long_answer_that_ends_while_nobody_looks_is_signalled_once() -> None:
    teller = Teller()
    teller.answers(20)
    teller.telling.saw(labels(fast=TabState.DONE))
    assert teller.written == ["<fast: ok>"]
    teller.answers(30, TabState.FAILED)
    assert teller.written == ["<fast: ok>", "<fast: failed>"]


async def test_a_short_answer_or_one_somebody_looks_at_is_not_signalled() -> None:
    teller = Teller()
    teller.answers(19.9)
    teller.attention.focus_reported(True)
    teller.answers(100)
    assert teller.written == []


async def test_waiting_for_its_turn_counts_and_a_tab_that_is_closed_is_not_told_of() -> None:
    teller = Teller()
    teller.telling.saw(labels(fast=TabState.QUEUED, deep=TabState.ANSWERING))
    teller.now += 15
    teller.telling.saw(labels(fast=TabState.ANSWERING))
    teller.now += 5
    teller.telling.saw(labels(fast=TabState.DONE, deep=TabState.DONE))
    assert teller.written == ["<fast: ok>"]


async def test_the_title_is_set_at_once_and_then_at_rest_with_what_is_true_by_then() -> None:
    teller = Teller()
    teller.telling.saw(labels(a=TabState.ANSWERING, b=TabState.ANSWERING))
    teller.telling.saw(labels(a=TabState.DONE, b=TabState.ANSWERING))
    teller.telling.saw(labels(a=TabState.DONE, b=TabState.DONE))
    assert teller.titles == ["aishtui: 2 answering"]
    async with asyncio.timeout(TITLE_REST_S * 20):
        while len(teller.titles) < 2:
            await asyncio.sleep(0.01)
    assert teller.titles == ["aishtui: 2 answering", "aishtui: a ok, b ok"]

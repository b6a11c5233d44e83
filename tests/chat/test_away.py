"""The sentence about what ended while nobody looked."""

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.away import away_words
from aishtui.chat.history import Unseen


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((), ""),
        ((Status.COMPLETE,), "1 answer finished while you were away"),
        ((Status.COMPLETE, Status.COMPLETE), "2 answers finished while you were away"),
        ((Status.CUT_OFF,), "1 answer was cut off while you were away"),
        ((Status.STOPPED, Status.STOPPED), "2 answers were stopped while you were away"),
        (
            (Status.CUT_OFF, Status.COMPLETE),
            "2 answers ended while you were away: 1 finished, 1 was cut off",
        ),
        (
            (Status.FAILED, Status.STOPPED, Status.COMPLETE, Status.STOPPED),
            "4 answers ended while you were away: 1 finished, 2 were stopped, 1 failed",
        ),
    ],
)
def test_it_says_how_many_ended_and_how(ends: tuple[Status, ...], words: str) -> None:
    assert away_words([Unseen(str(number), "c", end.value, "fast") for number, end in enumerate(ends)]) == words

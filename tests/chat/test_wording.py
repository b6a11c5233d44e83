"""Figures in words."""

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.chat.wording import backend, clock, count, ending, figures, models, seconds, sentences, size, stage


def test_sizes_are_powers_of_ten() -> None:
    assert [size(n) for n in (0, 999, 1000, 3149, 999_949, 999_950, 1_250_000)] == [
        "0 B", "999 B", "1.0 kB", "3.1 kB", "999.9 kB", "1.0 MB", "1.2 MB",
    ]  # fmt: skip


def test_clocks_and_seconds() -> None:
    assert [clock(t) for t in (-1, 0.9, 47, 725, 3723)] == ["0:00", "0:00", "0:47", "12:05", "1:02:03"]
    assert [seconds(t) for t in (0.44, 59.94, 61)] == ["0.4 s", "59.9 s", "1:01"]


def test_counts() -> None:
    assert [count(n) for n in (312, 1200, 32_000)] == ["312", "1.2k", "32k"]


def test_unknown_figures_are_left_out() -> None:
    assert figures(AnswerFacts()) == []
    facts = AnswerFacts(first_token_s=0.42, tokens_per_s=41.6, tokens_out=312, total_s=7.9, cost=0.00123)
    assert figures(facts) == ["first 0.4 s", "42 tok/s", "312 tok", "7.9 s", "$0.0012"]


def test_the_backend_is_unknown_where_nobody_named_it() -> None:
    assert backend(AnswerFacts(asked_model="m", endpoint="http://broker:8082")) == "backend unknown"


def test_both_models_are_named_where_they_differ() -> None:
    assert models(AnswerFacts(asked_model="a", answered_model="a")) == "a"
    assert models(AnswerFacts(asked_model="a", answered_model="b")) == "a → b"


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (Status.COMPLETE, "stop", "complete"),
        (Status.STOPPED, None, "stopped by you"),
        (Status.CUT_OFF, "length", "cut off (length)"),
        (Status.CUT_OFF, None, "cut off"),
        (Status.FAILED, None, "failed"),
    ],
)
def test_how_an_answer_ended(status: Status, reason: str | None, words: str) -> None:
    assert ending(status, AnswerFacts(endpoint="http://broker:8082", finish_reason=reason)) == words
    assert reason is not None or ending(status, None) == words


@pytest.mark.parametrize("status", [Status.CUT_OFF, Status.STOPPED])
def test_an_answer_that_was_never_sent_was_not_cut_off(status: Status) -> None:
    assert ending(status, AnswerFacts(asked_model="m")) == "not sent"
    assert ending(status, AnswerFacts(answered_by="boltzmann")) != "not sent"
    assert ending(Status.FAILED, AnswerFacts()) == "failed"


def test_failing_at_once_takes_no_time_worth_telling() -> None:
    assert figures(AnswerFacts(total_s=0.04)) == []
    assert figures(AnswerFacts(total_s=0.06)) == ["0.1 s"]
    assert figures(AnswerFacts(total_s=0.04, http_status=401)) == ["0.0 s"]


def test_a_cold_model_is_waited_for_by_name() -> None:
    facts = AnswerFacts(answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER)
    view = AnswerView("a", "c", Status.WRITING, Stage.WAITING, facts, since=95.0, sent_at=93.0)
    assert stage(view, 140.0) == "boltzmann answered, waiting for the model 0:47"


def test_headers_without_a_backend_say_that_it_is_unknown() -> None:
    view = AnswerView("a", "c", Status.WRITING, Stage.WAITING, AnswerFacts(asked_model="m"), since=1, sent_at=0)
    assert stage(view, 3) == "backend unknown, waiting for the model 0:03"


def test_sentences_are_ended_before_the_next_begins() -> None:
    assert sentences("it is down", "", "Try again?", "Or not.") == "it is down. Try again? Or not."
    assert sentences("", " ") == ""

"""Figures in words."""

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.chat.wording import (
    backend,
    clock,
    count,
    ending,
    figures,
    models,
    seconds,
    sentences,
    shared_times,
    silent_s,
    size,
    stage,
)


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


def test_shared_times_are_told_behind_them() -> None:
    assert shared_times(AnswerFacts()) == ""
    facts = AnswerFacts(total_s=7.9, beside=("chat", "de\x1bep"))
    assert figures(facts) == ["7.9 s", "times shared with chat and de␛ep"]
    assert shared_times(AnswerFacts(beside=("a", "b", "c"))) == "times shared with 3 others"


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


def running(stage: Stage, **more: object) -> AnswerView:
    facts = AnswerFacts(answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER)
    return AnswerView("a", "c", Status.WRITING, stage, facts, since=0.0, sent_at=0.0, **more)  # type: ignore[arg-type]


def test_what_a_model_usually_takes_stands_beside_the_clock() -> None:
    assert stage(running(Stage.CONNECTING, usual_s=0.42), 3.0) == "connecting 0:03, usually 0.4 s"
    words = stage(running(Stage.WAITING, usual_s=0.42, usual_cold_s=39.6), 47.0)
    assert words == "boltzmann answered, waiting for the model 0:47, usually 0.4 s, 40 s cold"
    assert stage(running(Stage.WAITING, usual_cold_s=75.0), 1.0).endswith("0:01, usually 1:15 cold")


def test_a_request_that_is_out_is_told_from_one_that_is_not() -> None:
    assert stage(running(Stage.SENT, usual_s=0.4), 12.0) == "sent 0:12, no answer yet, usually 0.4 s"


def test_a_failure_after_several_sendings_counts_them() -> None:
    assert ending(Status.FAILED, AnswerFacts(endpoint="x", attempts=4)) == "failed after 4 tries"


def test_what_a_loader_says_stands_beside_the_wait() -> None:
    words = stage(running(Stage.WAITING, says="loading model llama"), 5.0)
    assert words == "boltzmann answered, waiting for the model 0:05 (loading model llama)"


def test_silence_in_mid_answer_is_told_after_a_minute_with_what_can_be_done() -> None:
    assert stage(running(Stage.WRITING, heard_at=10.0), 69.0) == "writing 1:09"
    assert stage(running(Stage.WRITING, heard_at=10.0), 75.0) == (
        "writing 1:15, silent for 1:05: Esc stops and keeps it"
    )
    assert silent_s(running(Stage.WAITING, heard_at=1.0), 500.0) == 0.0


def test_a_wait_before_sending_again_is_counted_down_with_its_reason() -> None:
    view = running(Stage.RETRYING, retry_at=20.0, retry_why="boltzmann answered 503: asleep. (1 of 3)")
    assert stage(view, 8.5) == "again in 0:12, Esc gives up: boltzmann answered 503: asleep. (1 of 3)"
    assert stage(view, 21.0).startswith("again in 0:00")


def test_a_fallback_is_named_while_it_is_asked() -> None:
    view = AnswerView("a", "c", Status.WRITING, Stage.CONNECTING, AnswerFacts(endpoint_name="boltzmann"), sent_at=0.0)
    assert stage(view, 2.0) == "connecting to boltzmann 0:02"


def test_without_a_count_of_tokens_the_speed_is_in_characters() -> None:
    assert figures(AnswerFacts(chars_per_s=181.2)) == ["181 chars/s"]
    assert figures(AnswerFacts(chars_per_s=181.2, tokens_per_s=42.0)) == ["42 tok/s"]


def test_an_estimated_cost_is_marked() -> None:
    assert figures(AnswerFacts(cost=0.00123, cost_from="prices")) == ["≈ $0.0012"]
    assert figures(AnswerFacts(cost=0.00123, cost_from="usage")) == ["$0.0012"]

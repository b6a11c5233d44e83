"""The lines above and below a message's text."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.pane import parts
from tests.pane.pane_app import FACTS, prompt


def header(facts: AnswerFacts, came: bool = True, width: int = 100) -> str:
    return parts.answer_header(facts, came, width).text


def foot(status: Status, facts: AnswerFacts | None) -> list[str]:
    return [line.text for line in parts.ended_lines(status, facts, 100)]


def test_an_answer_s_header_says_preset_model_and_backend():
    assert header(FACTS) == "deep · qwen-coder-7b-32k → boltzmann"


def test_a_bare_model_is_named_once():
    assert header(replace(FACTS, preset="qwen-coder-7b-32k")) == "qwen-coder-7b-32k → boltzmann"
    assert header(replace(FACTS, preset=None)) == "qwen-coder-7b-32k → boltzmann"


def test_nobody_is_named_before_anybody_answered():
    assert header(FACTS, came=False) == "deep · qwen-coder-7b-32k"


def test_an_answer_without_the_header_is_from_an_unknown_backend():
    facts = replace(FACTS, answered_by=None, answered_by_from=AnsweredByFrom.UNKNOWN)
    assert header(facts) == "deep · qwen-coder-7b-32k → backend unknown"


def test_surprises_are_told():
    facts = replace(FACTS, usual_backend="dirac", answered_model="qwen2.5")
    assert header(facts) == "deep · qwen-coder-7b-32k (as qwen2.5) → boltzmann (last time dirac)"


def test_headers_are_cut_to_the_width_and_hold_no_control_characters():
    facts = replace(FACTS, answered_by="bad\x1b[31m\nname" * 20)
    assert len(header(facts, width=50)) == 50
    assert "\x1b" not in header(facts)
    assert "\n" not in header(facts)


def test_the_foot_gives_figures_and_how_it_ended():
    assert foot(Status.COMPLETE, FACTS) == ["first 0.4 s · 42 tok/s · 312 tok · 7.9 s · complete"]
    assert foot(Status.CUT_OFF, AnswerFacts(finish_reason="length")) == ["cut off (length)   F6 or :retry asks again"]
    assert foot(Status.STOPPED, None) == ["stopped by you   F6 or :retry asks again"]


def test_the_foot_says_last_of_all_figures_that_times_were_shared():
    shared = replace(FACTS, beside=("fast",))
    assert foot(Status.COMPLETE, shared)[-1].endswith("7.9 s · times shared with fast · complete")
    (narrow,) = parts.ended_lines(Status.COMPLETE, shared, 40)
    assert narrow.text == "times shared with fast · complete"


def test_thinking_says_how_long_while_it_lasts_and_afterwards():
    running = AnswerView("m", "c", Status.WRITING, Stage.THINKING, AnswerFacts(), since=88.0, sent_at=10.0)
    assert parts.thinking_line(9, running, AnswerFacts(), False, 100.0).text == "[+] thinking 0:12"
    facts = AnswerFacts(first_token_s=1.0, first_text_s=13.4)
    assert parts.thinking_line(2100, None, facts, True, 0.0).text == "[-] thought for 12.4 s · 2.1k characters"
    assert parts.thinking_line(9, None, AnswerFacts(), False, 0.0).text == "[+] thought · 9 characters"


def test_the_hint_is_shorter_or_missing_where_it_does_not_fit():
    feet = [line.text for width in (30, 36, 60) for line in parts.ended_lines(Status.STOPPED, None, width)]
    assert feet == ["stopped by you   F6 asks again"] * 2 + ["stopped by you   F6 or :retry asks again"]
    assert [line.text for line in parts.ended_lines(Status.STOPPED, None, 20)] == ["stopped by you"]


def test_an_answer_that_was_never_sent_says_so_and_nothing_of_its_time():
    assert foot(Status.CUT_OFF, AnswerFacts(asked_model="m")) == ["not sent   F6 or :retry asks again"]
    assert foot(Status.FAILED, AnswerFacts(asked_model="m", total_s=0.01)) == ["failed   F6 or :retry asks again"]
    assert foot(Status.FAILED, AnswerFacts(total_s=3.0)) == ["3.0 s · failed   F6 or :retry asks again"]


def test_a_failure_gives_the_server_s_words_and_what_to_do():
    assert foot(Status.FAILED, AnswerFacts(error="no such model\nask the broker")) == [
        "no such model",
        "ask the broker",
        "failed   F6 or :retry asks again",
    ]


def test_times_are_local_and_carry_the_day_when_it_is_another():
    noon = datetime(2026, 11, 23, 12, 4, tzinfo=UTC)
    local = noon.astimezone()
    assert parts.local_time(noon.isoformat(), local.date()) == f"{local:%H:%M}"
    assert parts.local_time(noon.isoformat(), date(2030, 1, 1)) == f"{local.day} {local:%b %H:%M}"
    assert parts.local_time("yesterday", date(2030, 1, 1)) == ""


def test_a_user_s_header_drops_the_time_where_it_does_not_fit():
    assert parts.user_header(prompt(0, "x"), 5, date(2030, 1, 1)).text == "you"


def view(stage: Stage, **more: object) -> AnswerView:
    return AnswerView("a", "c", Status.WRITING, stage, FACTS, since=0.0, sent_at=0.0, **more)


def test_why_it_is_sent_again_is_told_in_full_above_the_countdown():
    why = "boltzmann answered 503: no backend is awake, and this goes on for longer than a line. (1 of 3)"
    lines = list(parts.running_lines(view(Stage.RETRYING, retry_at=20.0, retry_why=why), 8.5, 60))
    assert " ".join(line.text for line in lines[:-1]) == why
    assert lines[-1].text == "again in 0:12, Esc gives up"
    assert all(line.spans[0].look == parts.NOTICE for line in lines)


def test_silence_changes_the_look_of_the_clock():
    quiet, silent = (next(parts.running_lines(view(Stage.WRITING, heard_at=0.0), now, 90)) for now in (59.0, 61.0))
    assert quiet.text == "writing 0:59"
    assert silent.text == "writing 1:01, silent for 1:01: Esc stops and keeps it"
    assert quiet.spans[0].look != parts.NOTICE
    assert silent.spans[0].look == parts.NOTICE


def test_a_fallback_is_named_with_the_answer():
    assert header(replace(FACTS, endpoint_name="kelvin")).endswith("→ boltzmann by the fallback kelvin")


def test_a_cloud_that_answered_unasked_is_told_before_the_figures_as_an_error():
    facts = replace(FACTS, cloud="openrouter has answered for anthropic/claude before")
    lines = list(parts.ended_lines(Status.COMPLETE, facts, 110))
    assert lines[0].text == (
        "A cloud answered, and qwen-coder-7b-32k has no cloud id: openrouter has answered for anthropic/claude before."
    )
    assert lines[0].spans[0].look == parts.ERROR


def test_what_was_odd_stands_below_the_answer_and_the_rest_in_its_details():
    facts = replace(FACTS, notes=("one", "two", "three", "four", "five"))
    assert foot(Status.COMPLETE, facts)[:4] == ["one", "two", "three", "2 more notes: :details"]


def test_a_refused_parameter_is_offered_to_be_left_out():
    facts = replace(FACTS, error="no", refused_parameter="temperature")
    assert foot(Status.FAILED, facts)[-1].endswith(":without asks again without temperature")


@pytest.mark.parametrize(("width", "offer"), [(54, ":without leaves temperature out"), (36, ":without asks again")])
def test_the_offer_to_leave_a_parameter_out_is_seen_on_small_screens_too(width: int, offer: str):
    facts = AnswerFacts(asked_model="small", http_status=400, total_s=0.01, refused_parameter="temperature")
    lines = list(parts.ended_lines(Status.FAILED, facts, width))
    assert lines[-1].text == f"0.0 s · failed   {offer}"


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (90, "first 0.4 s · 42 tok/s · 312 tok · 7.9 s · cut off (length)   F6 or :retry asks again"),
        (54, "42 tok/s · 312 tok · 7.9 s · cut off (length)"),
        (38, "312 tok · 7.9 s · cut off (length)"),
        (18, "cut off (length)"),
    ],
)
def test_how_an_answer_ended_is_never_cut_off_for_the_figures(width: int, line: str):
    facts = replace(FACTS, finish_reason="length")
    assert list(parts.ended_lines(Status.CUT_OFF, facts, width))[-1].text == line

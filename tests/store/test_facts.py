"""What is known of an answer, as JSON."""

import json
import math

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.store.facts import facts_from_json, facts_to_json


def test_only_what_is_known_is_written() -> None:
    assert json.loads(facts_to_json(AnswerFacts())) == {}
    assert json.loads(facts_to_json(AnswerFacts(asked_model="qwen", cost=0.0))) == {"asked_model": "qwen", "cost": 0.0}


def test_a_figure_that_is_no_number_is_unknown() -> None:
    odd = AnswerFacts(first_token_s=math.nan, tokens_per_s=math.inf, total_s=1.5)
    assert facts_from_json(facts_to_json(odd)) == AnswerFacts(total_s=1.5)


def test_none_stays_none() -> None:
    assert facts_from_json(None) is None


@pytest.mark.parametrize("text", ["", "[]", "nonsense", "3", pytest.param("[" * 100_000, id="nested")])
def test_what_cannot_be_read_is_unknown(text: str) -> None:
    assert facts_from_json(text) == AnswerFacts()


def test_what_does_not_fit_is_left_out_and_the_rest_is_kept() -> None:
    written = {
        "asked_model": "qwen",
        "http_status": "200",
        "total_s": 3,
        "tokens_in": True,
        "answered_by_from": "guess",
        "notes": ["kept", 5],
        "from_the_future": 1,
        "provider": None,
    }
    assert facts_from_json(json.dumps(written)) == AnswerFacts(asked_model="qwen", total_s=3.0, notes=("kept",))
    assert facts_from_json('{"answered_by_from": "header"}') == AnswerFacts(answered_by_from=AnsweredByFrom.HEADER)


def test_what_was_sent_by_one_preset_is_in_memory_once() -> None:
    text = facts_to_json(AnswerFacts(request='{"system": "Be brief."}', response_headers='{"headers": []}'))
    one, other = facts_from_json(text), facts_from_json(text)
    assert one is not None
    assert other is not None
    assert one == AnswerFacts(request='{"system": "Be brief."}', response_headers='{"headers": []}')
    assert one.request is other.request

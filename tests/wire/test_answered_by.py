"""Who answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnsweredByFrom
from aishtui.wire.answered_by import answered_by, answered_model, request_id, said_in_headers
from aishtui.wire.deltas import Delta, HeaderCost, Odd

UNKNOWN = (None, AnsweredByFrom.UNKNOWN)


def test_the_backend_header_stands_verbatim_and_before_all_others() -> None:
    headers = {"x-litellm-model-id": "id", "x-llm-backend": "Boltzmann (via 2)"}
    assert answered_by(headers, "OpenAI") == ("Boltzmann (via 2)", AnsweredByFrom.HEADER)


def test_litellm_names_its_backend_by_address_or_id() -> None:
    assert answered_by({"x-litellm-model-id": "7", "x-litellm-model-api-base": "http://u:p@dirac:8000/v1"}) == (
        "http://dirac:8000/v1",
        AnsweredByFrom.HEADER,
    )
    assert answered_by({"x-litellm-model-id": "7"}) == ("7", AnsweredByFrom.HEADER)
    assert answered_by({"x-litellm-model-api-base": "http://[odd@"}) == ("http://[odd@", AnsweredByFrom.HEADER)


def test_the_body_is_asked_last() -> None:
    assert answered_by({"server": "nginx"}, "Amazon Bedrock") == ("Amazon Bedrock", AnsweredByFrom.BODY)


@pytest.mark.parametrize("headers", [{}, {"x-llm-backend": " "}, {"server": "hossenfelder", "x-model": "m"}])
def test_nothing_else_is_taken_for_a_backend(headers: dict[str, str]) -> None:
    assert answered_by(headers) == UNKNOWN


def test_a_header_cannot_steer_the_terminal() -> None:
    assert answered_by({"x-llm-backend": "a\x9b2Jb"}) == ("a\ufffd2Jb", AnsweredByFrom.HEADER)


def test_the_request_id_is_read() -> None:
    assert request_id({"x-litellm-call-id": "c", "x-request-id": "r"}) == "r"
    assert request_id({"x-generation-id": "gen-1"}) == "gen-1"
    assert request_id({}) is None


def test_a_model_is_named_by_the_headers_of_several_brokers() -> None:
    for name in ("x-litellm-model-name", "x-bifrost-resolved-model", "ngrok-aig-model", "x-nr-model"):
        assert answered_model({name: "gpt\x07"}) == "gpt␇"
    assert answered_model({"x-model": "m"}) is None


@pytest.mark.parametrize(
    ("address", "model"),
    [
        ("http://dirac:8000/v1", "tiny"),
        ("https://api.openai.com/v1", "openai/tiny"),
        (None, "openai/tiny"),  # LiteLLM names no address of providers it knows
    ],
)
def test_the_name_of_the_protocol_is_not_taken_for_the_company(address: str | None, model: str) -> None:
    where = {"x-litellm-model-api-base": address} if address else {}
    assert answered_model({"x-litellm-model-name": "openai/tiny", **where}) == model


def test_a_broker_behind_litellm_is_nearer_to_the_answer_than_litellms_address_of_it() -> None:
    headers = {"llm_provider-x-llm-backend": "dirac", "x-litellm-model-api-base": "http://hossenfelder:8082/v1"}
    assert answered_by(headers) == ("dirac", AnsweredByFrom.HEADER)


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, []),
        ({"x-litellm-attempted-fallbacks": "0", "x-litellm-attempted-retries": "0"}, []),
        ({"x-litellm-attempted-fallbacks": "2"}, [Odd("the broker fell back 2 times")]),
        ({"x-bifrost-routing-info-is-fallback": "true"}, [Odd("the broker fell back once")]),
        ({"x-nr-routing": "primary", "x-nr-attempts": "1"}, []),
        ({"x-nr-routing": "fallback:2"}, [Odd("the broker fell back 2 times")]),
        ({"ngrok-aig-attempts": "3"}, [Odd("the broker tried 3 times")]),
        ({"x-litellm-response-cost": "1.2e-05"}, [HeaderCost(1.2e-05)]),
        ({"x-litellm-response-cost": "0.0", "x-nr-request-cost": "0.5"}, [HeaderCost(0.5)]),
        ({"x-litellm-response-cost": "nan"}, []),
        ({"x-litellm-response-cost": "-1"}, []),
    ],
)
def test_what_a_broker_says_above_the_answer(headers: dict[str, str], said: list[Delta]) -> None:
    assert said_in_headers(headers) == said


NAMES = (
    "x-llm-backend", "x-litellm-model-api-base", "x-litellm-response-cost", "x-litellm-attempted-fallbacks",
    "x-nr-routing", "ngrok-aig-attempts", "x-bifrost-fallback-index", "x-request-id",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_headers_of_any_text_never_raise(headers: dict[str, str]) -> None:
    assert (
        "\x1b" not in f"{answered_by(headers)}{answered_model(headers)}{request_id(headers)}{said_in_headers(headers)}"
    )

"""Who answered."""

import pytest

from aishtui.chat.answers import AnsweredByFrom
from aishtui.wire.answered_by import answered_by, request_id

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

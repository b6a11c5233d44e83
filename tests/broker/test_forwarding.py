"""Requests for local models go on unchanged, and so do the answers, piece by piece."""

import json
import threading
from collections.abc import Iterator

import httpx
import pytest

from aishtui.broker.broker import Broker
from aishtui.broker.places import UsualPort
from tests.broker.client import MANUAL, chat_bytes, connect, make_broker, post, question, raw, streamed, wait_until
from tests.broker.local_models import WORDS, LocalModels

TOOLS = [{"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}]


@pytest.fixture
def models() -> Iterator[LocalModels]:
    with LocalModels() as models:
        yield models


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def broker(models: LocalModels, log: list[str]) -> Iterator[Broker]:
    with make_broker(MANUAL, ports=[UsualPort(models.port)], log=log.append) as broker:
        yield broker


def test_the_request_arrives_byte_for_byte_with_tools_and_token(broker: Broker, models: LocalModels) -> None:
    body = (
        b'{"model":"echo",  "messages":[{"role":"user","content":"\xc3\xa4"}], "tools":'
        + json.dumps(TOOLS).encode()
        + b"}"
    )
    headers = {
        "Authorization": "Bearer t",
        "X-Own": "kept",
        "Connection": "keep-alive",
        "Content-Type": "application/json",
    }
    response = post(broker.url, body, headers)
    seen = response.json()
    assert seen["path"] == "/v1/chat/completions"
    assert seen["body"].encode() == body
    arrived = {name.casefold(): value for name, value in seen["headers"]}
    assert arrived["authorization"] == "Bearer t"
    assert arrived["x-own"] == "kept"
    assert arrived["host"] == f"127.0.0.1:{models.port}"
    assert response.headers["X-LLM-Backend"] == f"llama.cpp:{models.port}"


def test_pieces_are_passed_on_before_the_answer_has_ended(broker: Broker, models: LocalModels) -> None:
    body = question("hi", "stepwise", stream=True)
    with streamed(broker.url, body) as response:
        assert response.headers["X-LLM-Backend"] == f"llama.cpp:{models.port}"
        assert response.headers["X-Own"] == "kept"
        pieces = response.iter_raw()
        for word in WORDS:
            models.step.set()
            assert next(pieces) == word
        assert next(pieces, b"") == b""


def test_an_error_of_the_local_server_is_passed_on(broker: Broker, models: LocalModels) -> None:
    response = post(broker.url, question("hi", "refuses"))
    assert response.status_code == 400
    assert response.json() == {"error": {"message": "the context is full"}}
    assert response.headers["X-LLM-Backend"] == f"llama.cpp:{models.port}"
    assert response.headers.get_list("Content-Type") == ["application/json"]


def test_a_server_that_is_a_broker_itself_says_who_answered(broker: Broker) -> None:
    assert post(broker.url, question("hi", "broker")).headers.get_list("X-LLM-Backend") == ["boltzmann"]


def test_a_client_that_leaves_a_silent_model_closes_its_request(
    broker: Broker, models: LocalModels, log: list[str]
) -> None:
    with connect(broker.url) as connection:
        connection.sendall(chat_bytes(question("hi", "silent")))
        assert models.asked.wait(20)
    assert models.client_closed.wait(20)
    wait_until(lambda: log, "the request was logged")
    assert "client closed" in log[0]


@pytest.mark.parametrize("model", ["endless", "stepwise"])
def test_a_client_that_leaves_in_mid_stream_closes_the_models_request(
    broker: Broker, models: LocalModels, log: list[str], model: str
) -> None:
    models.step.set()
    with connect(broker.url) as connection:
        connection.sendall(chat_bytes(question("hi", model, stream=True)))
        assert connection.recv(1000)
    wait_until(lambda: log, "the request was logged")
    assert "client closed" in log[0]
    if model == "endless":
        assert models.client_closed.wait(20)


def test_a_request_sent_early_does_not_look_like_leaving(broker: Broker, models: LocalModels) -> None:
    with connect(broker.url) as connection:
        connection.sendall(chat_bytes(question("hi", "stepwise", stream=True)))
        assert models.asked.wait(20)
        connection.sendall(chat_bytes(question("hello", "mirror"), "Connection: close"))
        received = bytearray()
        for _ in WORDS:
            models.step.set()
            wait_until(lambda: not models.step.is_set(), "the model took its step")
        while piece := connection.recv(65536):
            received += piece
    assert b"[DONE]" in received
    assert b"I am `mirror`" in received


def test_an_answer_that_breaks_off_is_not_made_to_look_whole(broker: Broker, log: list[str]) -> None:
    for model in ("dies", "short"):
        with pytest.raises(httpx.RemoteProtocolError):
            post(broker.url, question("hi", model, stream=True))
    answer = raw(broker.url, chat_bytes(question("hi", "dies", stream=True)))
    assert WORDS[0] in answer
    assert not answer.endswith(b"0\r\n\r\n")
    wait_until(lambda: len(log) == 3, "all were logged")
    assert all("cut off" in line for line in log)


def test_a_server_that_has_gone_is_said(broker: Broker, models: LocalModels) -> None:
    assert post(broker.url, question("hi", "echo")).status_code == 200
    models.stop()
    response = post(broker.url, question("hi", "echo"))
    assert response.status_code == 502
    assert response.headers["X-LLM-Backend"] == "embedded"
    message = response.json()["error"]["message"]
    assert f"llama.cpp on port {models.port} does not answer now: connection refused" in message


def test_two_requests_are_with_the_model_server_at_once(broker: Broker) -> None:
    with connect(broker.url) as first, connect(broker.url) as second:
        for connection in (first, second):
            connection.sendall(chat_bytes(question("hi", "together")))
        assert b"200 OK" in first.recv(65536)
        assert b"200 OK" in second.recv(65536)


def test_a_folded_header_is_passed_on_in_one_line(broker: Broker) -> None:
    answer = raw(broker.url, chat_bytes(question("hi", "echo"), "X-Own: one\r\n two", "Connection: close"))
    assert b'["X-Own", "one two"]' in answer


def test_a_client_that_leaves_before_the_answer_began_leaves_nothing_behind(
    broker: Broker, models: LocalModels, log: list[str]
) -> None:
    before = threading.active_count()
    for _ in range(5):
        with connect(broker.url) as connection:
            connection.sendall(chat_bytes(question("hi", "endless", stream=True)))
    wait_until(lambda: len(log) == 5, "all were logged")
    wait_until(lambda: threading.active_count() <= before, "their threads had ended")

"""Another backend is asked where one is down, before the first byte and only then; the headers say who answered."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from aishtui.broker.broker import Broker
from aishtui.broker.config import BackendConfig
from aishtui.wire.address import parse_endpoint
from tests.broker.client import (
    chat_bytes,
    connect,
    free_port,
    get,
    make_broker,
    post,
    question,
    streamed,
    wait_until,
)
from tests.broker.local_models import WORDS, LocalModels

MODEL = "chat"


@pytest.fixture
def dirac() -> Iterator[LocalModels]:
    with LocalModels(names=(MODEL,), does="echo") as dirac:
        yield dirac


@pytest.fixture
def boltzmann() -> Iterator[LocalModels]:
    with LocalModels(names=(MODEL,), does="echo") as boltzmann:
        yield boltzmann


@pytest.fixture
def log() -> list[str]:
    return []


def backend(name: str, port: int, models: tuple[str, ...] = (MODEL,)) -> BackendConfig:
    return BackendConfig(name, parse_endpoint(f"127.0.0.1:{port}"), models)


@pytest.fixture
def broker(dirac: LocalModels, boltzmann: LocalModels, log: list[str]) -> Iterator[Broker]:
    two = (backend("dirac", dirac.port), backend("boltzmann", boltzmann.port))
    with make_broker(backends=two, log=log.append) as broker:
        get(f"{broker.url}/v1/models")
        wait_until(lambda: log, "asking for the catalogue was logged")
        log.clear()
        yield broker


def who(broker: Broker) -> str:
    response = post(broker.url, question("hi", MODEL))
    assert response.status_code == 200, response.text
    return response.headers["X-LLM-Backend"]


def test_the_first_that_serves_a_model_answers(broker: Broker, boltzmann: LocalModels, log: list[str]) -> None:
    assert who(broker) == "dirac"
    assert boltzmann.requests == []
    wait_until(lambda: log, "the request was logged")
    assert "(routed)" not in log[0]


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("vanishes", "dirac: it closed the connection without an answer"),
        ("rubbish", "dirac: what it sent is no HTTP"),
        ("loading", "dirac: 503"),
    ],
)
def test_the_next_one_answers_where_one_is_down(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels, log: list[str], does: str, why: str
) -> None:
    dirac.does = does
    assert who(broker) == "boltzmann"
    assert boltzmann.requests == dirac.requests, "both got the same bytes"
    wait_until(lambda: log, "the request was logged")
    assert f"{MODEL} boltzmann (routed) 200" in log[0]
    assert f"complete; {why}" in log[0]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateways_word_for_away_goes_to_the_next_one(broker: Broker, dirac: LocalModels, status: int) -> None:
    dirac.does, dirac.status = "says", status
    assert who(broker) == "boltzmann"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 429, 500, 501])
def test_any_other_status_is_final_and_passed_on_unchanged(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels, status: int
) -> None:
    dirac.does, dirac.status = "says", status
    response = post(broker.url, question("hi", MODEL))
    assert response.status_code == status
    assert response.json() == {"error": {"message": f"status {status} from {dirac.port}"}}
    assert response.headers["X-LLM-Backend"] == "dirac"
    assert response.headers["Retry-After"] == "7"
    assert boltzmann.requests == []


def test_one_that_refuses_the_connection_is_passed_over_and_asked_last_from_then_on(
    broker: Broker, dirac: LocalModels, log: list[str]
) -> None:
    dirac.stop()
    assert who(broker) == "boltzmann"
    wait_until(lambda: log, "the first request was logged")
    assert who(broker) == "boltzmann"
    wait_until(lambda: len(log) == 2, "both requests were logged")
    assert "(routed)" in log[0]
    assert "dirac: connection refused" in log[0]
    assert "(routed)" in log[1], "it is still not the first choice"
    assert "dirac:" not in log[1], "nobody has waited for it again"


@pytest.fixture
def asleep() -> Iterator[BackendConfig]:
    """A listener that accepts nobody: once its queue is full, further connections get no answer at all."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield backend("asleep", listener.getsockname()[1])


def test_one_that_cannot_be_reached_in_time_is_passed_over(
    asleep: BackendConfig, boltzmann: LocalModels, log: list[str]
) -> None:
    two = (asleep, backend("boltzmann", boltzmann.port))
    with make_broker(backends=two, connect_s=0.3, log=log.append) as broker:
        assert who(broker) == "boltzmann"
        wait_until(lambda: log, "the request was logged")
    assert "boltzmann (routed) 200" in log[0]


def test_a_client_that_leaves_while_a_sleeping_machine_is_waited_for_is_sent_to_nobody(
    asleep: BackendConfig, boltzmann: LocalModels, log: list[str]
) -> None:
    two = (asleep, backend("boltzmann", boltzmann.port))
    with make_broker(backends=two, connect_s=2.0, log=log.append) as broker:
        with connect(broker.url) as connection:
            connection.sendall(chat_bytes(question("hi", MODEL)))
        wait_until(lambda: log, "the request was logged")
    assert "client closed" in log[0]
    assert boltzmann.requests == []


def test_after_the_first_byte_nobody_else_is_asked(broker: Broker, dirac: LocalModels, boltzmann: LocalModels) -> None:
    dirac.does = "dies"
    with pytest.raises(httpx.RemoteProtocolError):
        post(broker.url, question("hi", MODEL, stream=True))
    assert boltzmann.requests == []


def test_the_name_of_who_answers_comes_before_its_first_token(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels
) -> None:
    dirac.does, boltzmann.does = "loading", "stepwise"
    with streamed(broker.url, question("hi", MODEL, stream=True)) as response:
        assert response.headers["X-LLM-Backend"] == "boltzmann"
        pieces = response.iter_raw()
        for word in WORDS:
            boltzmann.step.set()
            assert next(pieces) == word


def test_where_all_are_away_the_words_of_one_that_speaks_are_passed_on(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels
) -> None:
    for one, other in ((dirac, boltzmann), (boltzmann, dirac)):
        one.does, other.does = "loading", "vanishes"
        response = post(broker.url, question("hi", MODEL))
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "7"
        assert response.json() == {"error": {"message": f"port {one.port} is loading"}}


def test_where_none_answers_each_is_named_with_its_reason(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels, log: list[str]
) -> None:
    dirac.stop()
    boltzmann.does = "vanishes"
    response = post(broker.url, question("hi", MODEL))
    assert response.status_code == 502
    assert response.headers["X-LLM-Backend"] == "embedded"
    error = response.json()["error"]
    assert error["code"] == "backends_down"
    assert f"dirac (127.0.0.1:{dirac.port}): connection refused" in error["message"]
    assert f"boltzmann (127.0.0.1:{boltzmann.port}): it closed" in error["message"]
    wait_until(lambda: log, "the request was logged")
    assert " 502 " in log[0]


def test_a_backend_that_has_woken_is_the_first_choice_again(dirac: LocalModels, boltzmann: LocalModels) -> None:
    port = free_port()
    two = (backend("late", port), backend("boltzmann", boltzmann.port))
    with make_broker(backends=two, fresh_s=0.0) as broker:
        get(f"{broker.url}/v1/models")
        assert who(broker) == "boltzmann"
        with LocalModels(names=(MODEL,), does="echo", port=port):
            wait_until(lambda: who(broker) == "late", "the backend was noticed without the catalogue being asked for")


def test_a_model_that_only_a_sleeping_machine_has_is_asked_there(log: list[str]) -> None:
    port = free_port()
    with make_broker(backends=(backend("late", port),), log=log.append) as broker:
        assert [entry["id"] for entry in get(f"{broker.url}/v1/models").json()["data"]] == ["guide", "mirror"]
        response = post(broker.url, question("hi", MODEL))
        assert response.status_code == 502
        assert "late (127.0.0.1:" in response.json()["error"]["message"]
        with LocalModels(names=(MODEL,), does="echo", port=port):
            assert who(broker) == "late"


def test_a_client_that_leaves_while_the_second_is_silent_closes_the_second(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels, log: list[str]
) -> None:
    dirac.does, boltzmann.does = "loading", "silent"
    before = threading.active_count()
    with connect(broker.url) as connection:
        connection.sendall(chat_bytes(question("hi", MODEL)))
        assert boltzmann.asked.wait(20)
    assert boltzmann.client_closed.wait(20)
    wait_until(lambda: log, "the request was logged")
    assert "client closed" in log[0]
    wait_until(lambda: threading.active_count() <= before, "their threads had ended")


def test_a_client_that_leaves_a_silent_first_is_not_sent_on_to_the_next(
    broker: Broker, dirac: LocalModels, boltzmann: LocalModels, log: list[str]
) -> None:
    dirac.does = "silent"
    with connect(broker.url) as connection:
        connection.sendall(chat_bytes(question("hi", MODEL)))
        assert dirac.asked.wait(20)
    assert dirac.client_closed.wait(20)
    wait_until(lambda: log, "the request was logged")
    assert "client closed" in log[0]
    assert boltzmann.requests == []
    dirac.does = "echo"
    assert who(broker) == "dirac", "it was not dirac's fault"


def test_a_broker_that_is_its_own_backend_says_so_instead_of_asking_itself_forever() -> None:
    port = free_port()
    with make_broker(port=port, backends=(backend("myself", port),)) as broker:
        response = post(broker.url, question("hi", MODEL))
    assert response.status_code == 508
    assert "come back to the broker" in response.json()["error"]["message"]

"""Configured backends: one catalogue of all, and what each is sent."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from aishtui.broker.broker import Broker
from aishtui.broker.config import BackendConfig, OwnHeader
from aishtui.broker.places import UsualPort
from aishtui.wire.address import parse_endpoint
from tests.broker.client import chat_bytes, connect, free_port, get, make_broker, post, question, raw, wait_until
from tests.broker.local_models import LocalModels, entry

TOKEN = "token-of-the-backend-0123456789"


def backend(name: str, server: LocalModels, **more: Any) -> BackendConfig:
    return BackendConfig(name, parse_endpoint(f"127.0.0.1:{server.port}"), **more)


def catalogue(broker: Broker) -> dict[str, dict[str, Any]]:
    data = get(f"{broker.url}/v1/models").json()["data"]
    found = {listed["id"]: listed for listed in data}
    assert len(found) == len(data), "an id is there twice"
    return found


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def dirac() -> Iterator[LocalModels]:
    rich = entry(
        "both", context_length=32768, meta={"n_ctx": 32768}, status={"value": "loaded"}, pricing={"prompt": "0"}
    )
    with LocalModels(listing={"data": [rich, entry("only-dirac", max_model_len=7)]}, does="echo") as dirac:
        yield dirac


@pytest.fixture
def boltzmann() -> Iterator[LocalModels]:
    listing = {"data": [entry("both", context_length=8192), entry("only-boltzmann", owned_by="llamacpp")]}
    with LocalModels(listing=listing, does="echo") as boltzmann:
        yield boltzmann


def test_one_catalogue_of_all_with_each_id_once_and_every_field_kept(
    dirac: LocalModels, boltzmann: LocalModels
) -> None:
    with make_broker(backends=(backend("dirac", dirac), backend("boltzmann", boltzmann))) as broker:
        found = catalogue(broker)
    assert list(found) == ["guide", "mirror", "both", "only-dirac", "only-boltzmann"]
    assert found["both"] == {
        "object": "model",
        "id": "both",
        "context_length": 32768,
        "meta": {"n_ctx": 32768},
        "status": {"value": "loaded"},
        "pricing": {"prompt": "0"},
        "owned_by": "dirac",
        "backends": ["dirac", "boltzmann"],
    }
    assert found["only-dirac"] == {"object": "model", "id": "only-dirac", "max_model_len": 7, "owned_by": "dirac"}
    assert found["only-boltzmann"]["owned_by"] == "boltzmann"


def test_a_backend_that_is_away_is_in_the_catalogue_again_when_it_is_back(boltzmann: LocalModels) -> None:
    port = free_port()
    late = BackendConfig("late", parse_endpoint(f"127.0.0.1:{port}"))
    with make_broker(backends=(late, backend("boltzmann", boltzmann)), fresh_s=0.0) as broker:
        assert list(catalogue(broker)) == ["guide", "mirror", "both", "only-boltzmann"]
        assert get(f"{broker.url}/v1/models").json()["aishtui"]["away"] == [f"late (127.0.0.1:{port})"]
        with LocalModels(names=("woken",), port=port):
            assert catalogue(broker)["woken"]["owned_by"] == "late"
        assert "woken" not in catalogue(broker)


def test_only_the_models_a_backend_may_answer_for_are_its_own(dirac: LocalModels) -> None:
    with make_broker(backends=(backend("dirac", dirac, models=("both", "unlisted")),)) as broker:
        found = catalogue(broker)
        assert list(found) == ["guide", "mirror", "both", "unlisted"]
        assert found["both"]["context_length"] == 32768
        assert found["unlisted"] == {"object": "model", "id": "unlisted", "owned_by": "dirac"}
        assert post(broker.url, question("hi", "only-dirac")).status_code == 404
        assert post(broker.url, question("hi", "unlisted")).headers["X-LLM-Backend"] == "dirac"


def test_a_server_without_a_catalogue_answers_for_the_models_it_was_given() -> None:
    with (
        LocalModels(listing={"error": "no such page"}, does="echo") as old,
        make_broker(backends=(backend("old", old, models=("llamafile",)),)) as broker,
    ):
        assert catalogue(broker)["llamafile"]["owned_by"] == "old"
        assert post(broker.url, question("hi", "llamafile")).status_code == 200


def test_a_configured_backend_comes_before_one_that_was_found(dirac: LocalModels, boltzmann: LocalModels) -> None:
    with make_broker(ports=[UsualPort(dirac.port)], backends=(backend("boltzmann", boltzmann),)) as broker:
        assert catalogue(broker)["both"]["backends"] == ["boltzmann", f"model-server:{dirac.port}"]
        assert post(broker.url, question("hi", "both")).headers["X-LLM-Backend"] == "boltzmann"


def test_without_discovery_no_port_is_asked(dirac: LocalModels, boltzmann: LocalModels) -> None:
    mine = (backend("boltzmann", boltzmann),)
    with make_broker(ports=[UsualPort(dirac.port)], backends=mine, discovery=False) as broker:
        assert "only-dirac" not in catalogue(broker)
    assert dirac.listed == 0


def test_a_backend_below_a_path_is_asked_there() -> None:
    with LocalModels(names=("deep",), does="echo") as gateway:
        below = BackendConfig("gateway", parse_endpoint(f"http://127.0.0.1:{gateway.port}/openai/v1"))
        with make_broker(backends=(below,)) as broker:
            assert post(broker.url, question("hi", "deep")).json()["path"] == "/openai/v1/chat/completions"


def test_a_client_s_authorization_and_tools_reach_a_backend_unchanged(dirac: LocalModels) -> None:
    body = b'{"model":"both", "tools":[{"type":"function","function":{"name":"look\\u00e4"}}],  "stream":false}'
    with make_broker(backends=(backend("dirac", dirac),)) as broker:
        assert post(broker.url, body, {"Authorization": "Bearer mine", "X-Session-ID": "7"}).status_code == 200
    assert dirac.requests == [body]
    assert dirac.headers[-1]["authorization"] == "Bearer mine"
    assert dirac.headers[-1]["x-session-id"] == "7"


def test_a_backend_with_a_token_of_its_own_gets_that_and_nobody_sees_it(dirac: LocalModels, log: list[str]) -> None:
    own = (OwnHeader("Authorization", f"Bearer {TOKEN}"), OwnHeader("X-Team", "research", secret=False))
    with make_broker(backends=(backend("dirac", dirac, headers=own),), log=log.append) as broker:
        listing = get(f"{broker.url}/v1/models")
        assert dirac.headers[-1]["authorization"] == f"Bearer {TOKEN}"
        response = post(broker.url, question("hi", "both"), {"Authorization": "Bearer the-clients"})
        wait_until(lambda: len(log) == 2, "both requests were logged")
    assert dirac.headers[-1]["authorization"] == f"Bearer {TOKEN}"
    assert dirac.headers[-1]["x-team"] == "research"
    assert "the-clients" not in str(dirac.headers)
    assert f"Bearer {'*' * len(TOKEN)}" in response.text, "the backend has echoed it"
    assert "research" in response.text
    assert "gzip" not in response.text, "what is packed could not be looked through"
    assert TOKEN not in response.text + listing.text + str(log)


def test_a_slow_reader_holds_nobody_up(dirac: LocalModels) -> None:
    dirac.does = "flood"
    with make_broker(backends=(backend("dirac", dirac),)) as broker, connect(broker.url) as slow:
        slow.sendall(chat_bytes(question("hi", "both", stream=True), "Connection: close"))
        assert slow.recv(100)
        dirac.does = "echo"
        answers: list[int] = []
        readers = [
            threading.Thread(target=lambda: answers.append(post(broker.url, question("hi", "both")).status_code))
            for _ in range(8)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(20)
        assert answers == [200] * 8
        received = 100
        while piece := slow.recv(1_000_000):
            received += len(piece)
        assert received > 32 * len(LocalModels.FLOOD), "and it got all of it in the end"


def test_the_log_names_a_backend_that_is_a_broker_itself_beside_who_answered(
    dirac: LocalModels, log: list[str]
) -> None:
    dirac.does = "broker"
    with make_broker(backends=(backend("lan", dirac),), log=log.append) as broker:
        assert post(broker.url, question("hi", "both")).headers["X-LLM-Backend"] == "boltzmann"
        wait_until(lambda: log, "the request was logged")
    assert "both boltzmann via lan 200" in log[0]


def test_what_outsiders_wrote_cannot_steer_the_log(dirac: LocalModels, log: list[str]) -> None:
    evil = "both\x1b[31m\nfake line\u202e"
    with make_broker(backends=(backend("dirac", dirac, models=(evil,)),), log=log.append) as broker:
        assert post(broker.url, question("hi", evil)).status_code == 200
        wait_until(lambda: log, "the first request was logged")
        assert b" 404 " in raw(broker.url, b"GET /\x1b[2J HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        wait_until(lambda: len(log) == 2, "both requests were logged")
    assert all(line.isprintable() for line in log)
    assert "both?[31m?fake line? dirac 200" in log[0]


def test_two_brokers_that_are_each_others_backends_still_find_who_answers(dirac: LocalModels) -> None:
    port = free_port()
    upper = BackendConfig("upper", parse_endpoint(f"127.0.0.1:{port}"))
    with make_broker(backends=(upper, backend("dirac", dirac)), fresh_s=0.0) as lower:
        below = BackendConfig("lower", parse_endpoint(lower.url))
        with make_broker(port=port, backends=(below,), fresh_s=0.0) as broker:
            wait_until(lambda: "both" in catalogue(broker), "the lower one's models were known")
            assert catalogue(broker)["both"]["owned_by"] == "lower"
            assert catalogue(lower)["both"]["backends"] == ["upper", "dirac"], "each takes it from the other"
            for url in (broker.url, lower.url):
                response = post(url, question("hi", "both"))
                assert response.headers["X-LLM-Backend"] == "dirac"
                assert json.loads(response.json()["body"])["model"] == "both"

"""Model servers on this machine: found, named by what they say of themselves, and listed."""

import socket
import threading
from collections.abc import Iterator

import pytest

from aishtui.broker.broker import Broker
from aishtui.broker.config import BackendConfig
from aishtui.broker.discovery import Discovery
from aishtui.broker.places import USUAL_PORTS, UsualPort
from aishtui.wire.address import parse_endpoint
from tests.broker.client import FAST, MANUAL, free_port, get, make_broker, post, question, wait_until
from tests.broker.local_models import LocalModels, entry


@pytest.fixture
def models() -> Iterator[LocalModels]:
    with LocalModels() as models:
        yield models


def catalogue(broker: Broker) -> dict[str, object]:
    listing: dict[str, object] = get(f"{broker.url}/v1/models").json()
    return listing


def test_the_usual_ports_are_asked() -> None:
    assert [usual.port for usual in USUAL_PORTS] == [8080, 8081, 8082, 8083, 11434, 1234, 8000]


def test_what_is_found_joins_the_catalogue(models: LocalModels) -> None:
    with make_broker(MANUAL, ports=[UsualPort(models.port)], words_per_s=FAST) as broker:
        listing = catalogue(broker)
    entries = {entry["id"]: entry for entry in listing["data"]}  # type: ignore[attr-defined]
    assert list(entries)[:3] == ["guide", "mirror", "echo"]
    assert entries["echo"]["owned_by"] == f"llama.cpp:{models.port}"
    assert entries["echo"]["meta"] == {"n_ctx": 4096}
    assert listing["aishtui"]["found"] == [f"llama.cpp on port {models.port}"]  # type: ignore[index]


def test_the_first_asking_happens_by_itself_at_the_start(models: LocalModels) -> None:
    with make_broker(MANUAL, ports=[UsualPort(models.port)]):
        wait_until(lambda: models.listed == 1, "the broker had asked around")


def test_a_question_of_ours_is_marked_and_leaves_no_connection_behind(models: LocalModels) -> None:
    assert UsualPort(models.port).ask() is not None
    assert models.headers[0]["x-aishtui-probe"] == "1"
    assert models.headers[0]["connection"] == "close"


def test_a_catalogue_asked_for_twice_asks_around_once(models: LocalModels) -> None:
    with make_broker(MANUAL, ports=[UsualPort(models.port)]) as broker:
        readers = [threading.Thread(target=catalogue, args=(broker,)) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert models.listed == 1


def test_a_server_that_was_started_later_is_found(models: LocalModels) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        discovery = Discovery([UsualPort(port), UsualPort(models.port)], fresh_s=0)
        assert [server.route.address.port for server in discovery.found()] == [models.port]
    models.stop()
    assert discovery.found() == ()
    assert discovery.known() == ()


def test_a_model_nobody_had_is_looked_for_again_before_it_is_refused() -> None:
    with LocalModels(names=("echo",)) as models, make_broker(MANUAL, ports=[UsualPort(models.port)]) as broker:
        assert post(broker.url, question("hi", "echo")).status_code == 200
        response = post(broker.url, question("hi", "ecco"))
    assert response.status_code == 404
    assert "The nearest: echo" in response.json()["error"]["message"]


def test_neither_the_brokers_own_port_nor_a_configured_one_is_asked_as_a_usual_one(models: LocalModels) -> None:
    own = free_port()
    mine = BackendConfig("mine", parse_endpoint(f"127.0.0.1:{models.port}"))
    with make_broker(port=own, ports=[UsualPort(own), UsualPort(models.port)], backends=(mine,)) as broker:
        listing = catalogue(broker)
    assert listing["aishtui"]["found"] == []  # type: ignore[index]
    assert models.listed == 1


def test_another_embedded_broker_adds_nothing_and_is_not_made_to_ask_around(models: LocalModels) -> None:
    with make_broker(MANUAL, ports=[UsualPort(models.port)]) as other:
        wait_until(lambda: models.listed == 1, "the other broker had asked around")
        other_port = int(other.url.rpartition(":")[2])
        assert UsualPort(other_port).ask() is None
        (found,) = Discovery([UsualPort(other_port), UsualPort(models.port)]).found()
        assert found.route.address.port == models.port
    assert models.listed == 2


def test_the_first_server_that_has_a_model_answers_for_it(models: LocalModels) -> None:
    with (
        LocalModels(names=("guide", "echo"), owned_by="library") as second,
        make_broker(MANUAL, ports=[UsualPort(models.port), UsualPort(second.port)], words_per_s=FAST) as broker,
    ):
        listing = catalogue(broker)
        ids = [entry["id"] for entry in listing["data"]]  # type: ignore[attr-defined]
        assert len(set(ids)) == len(ids)
        assert post(broker.url, question("hi", "echo")).headers["X-LLM-Backend"] == f"llama.cpp:{models.port}"
        assert post(broker.url, question("hi", "guide")).headers["X-LLM-Backend"] == "embedded"


@pytest.mark.parametrize(
    ("owned_by", "usual", "name"),
    [
        ("llamacpp", "", "llama.cpp"),
        ("library", "Ollama", "Ollama"),
        ("someone", "Ollama", "Ollama"),
        ("organization_owner", "LM Studio", "LM Studio"),
        ("vllm", "", "vLLM"),
        ("vllm", "LM Studio", "vLLM"),
        ("someone", "", "model server"),
    ],
)
def test_a_server_is_named_by_its_own_words_before_its_port(owned_by: str, usual: str, name: str) -> None:
    with LocalModels(owned_by=owned_by) as models:
        server = UsualPort(models.port, usual).ask()
    assert server is not None
    assert server.phrase == f"{name} on port {models.port}"
    assert server.label == f"{name.lower().replace(' ', '-')}:{models.port}"


@pytest.mark.parametrize("listing", [[], {}, {"data": 3}, "text", 7, None, {"data": [], "aishtui": {}}])
def test_what_is_no_catalogue_is_no_model_server(listing: object) -> None:
    with LocalModels(listing={"data": None} if listing is None else listing) as models:
        assert UsualPort(models.port).ask() is None


def test_malformed_entries_are_left_out() -> None:
    odd = [entry("good"), entry(7), entry(""), entry(None), "text", {}, entry("also", owned_by=3)]
    with LocalModels(listing={"data": odd}) as models:
        server = UsualPort(models.port).ask()
    assert server is not None
    assert [model["id"] for model in server.models] == ["good", "also"]


def test_a_server_that_accepts_and_says_nothing_does_not_hold_the_catalogue_up(models: LocalModels) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        ports = [UsualPort(mute.getsockname()[1]), UsualPort(models.port)]
        with make_broker(MANUAL, ports=ports) as broker:
            assert catalogue(broker)["aishtui"]["found"] == [f"llama.cpp on port {models.port}"]  # type: ignore[index]

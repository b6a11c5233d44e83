"""The key for the cloud goes to the cloud and nowhere else; the client's own secrets do not go there."""

import json
import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from aishtui.broker.broker import Broker
from aishtui.broker.chat_request import read_chat_request
from aishtui.broker.client_watch import SocketWatch
from aishtui.broker.cloud import Cloud
from aishtui.broker.config import CLOUD_PREFIXES, BackendConfig, CloudConfig
from aishtui.broker.errors import NoAnswer
from aishtui.chat import presets
from aishtui.wire.address import parse_endpoint
from tests.broker.client import chat_bytes, get, make_broker, post, question, raw, streamed, wait_until
from tests.broker.local_models import LocalModels, QuietServer
from tests.servers.scripted import CERTIFICATE, server_context

KEY = "sk-or-v1-0123456789abcdef0123456789abcdef"
OPUS = "anthropic/claude-opus-4.7"
TOKEN = "the-clients-own-token"


class Echo:
    """A provider on the internet that gives back all it gets: in the headers, the body, the status line. `does` says
    what else goes wrong."""

    def __init__(self, secure: bool = False) -> None:
        self.does = "echoes"
        self.heads: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.server = QuietServer(("127.0.0.1", 0), self._handler())
        if secure:
            self.server.socket = server_context().wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if secure else "http"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}/api/v1"

    def __enter__(self) -> "Echo":
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        echo = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                said = {"description": f"you are {self.headers['Authorization']}"}
                facts = {"context_length": 200000, "pricing": {"prompt": "0.000005"}}
                models = [{"id": OPUS, **facts, **said}, {"id": "openai/other", **said}]
                self.whole(200, json.dumps({"data": models}).encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                echo.heads.append({name.casefold(): value for name, value in self.headers.items()})
                echo.bodies.append(body)
                getattr(self, echo.does)(json.dumps([self.path, self.headers.items()]).encode() + body)

            def whole(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
                self.send_response(status, str(self.headers["Authorization"]))
                echoed = ("X-Echo", str(self.headers["Authorization"]))
                for name, value in (echoed, (f"X-{KEY}", "key"), ("Content-Length", str(len(body))), *headers):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def echoes(self, seen: bytes) -> None:
                self.whole(200, seen, ("X-LLM-Backend", f"by {self.headers['Authorization']}"))

            def refuses(self, seen: bytes) -> None:
                self.whole(401, b'{"error": {"message": "no such key: ' + KEY.encode() + b'"}}')

            def spreads(self, seen: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for byte in b"data: " + KEY.encode() + b"\n\n":
                    self.wfile.write(b"1\r\n%c\r\n" % byte)
                self.wfile.write(b"0\r\n\r\n")

            def no_http(self, seen: bytes) -> None:
                self.wfile.write(f"220 welcome {self.headers['Authorization']}\r\n".encode())
                self.close_connection = True

            def vanishes(self, seen: bytes) -> None:
                self.close_connection = True

            def packs(self, seen: bytes) -> None:
                self.whole(200, b"\x1f\x8b...", ("Content-Encoding", "gzip"))

            def breaks(self, seen: bytes) -> None:
                self.whole(200, seen[:10], ("Transfer-Encoding", f"chunked, {KEY}"))
                self.close_connection = True

        return Handler


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo() as echo:
        yield echo


@pytest.fixture
def log() -> list[str]:
    return []


def cloud(echo: Echo, key: str = KEY) -> CloudConfig:
    return CloudConfig(models=(OPUS,), address=parse_endpoint(echo.url), key=key)


@pytest.fixture
def broker(echo: Echo, log: list[str]) -> Iterator[Broker]:
    with make_broker(cloud=cloud(echo), log=log.append) as broker:
        yield broker


@contextmanager
def keyless(echo: Echo) -> Iterator[Broker]:
    with make_broker(cloud=cloud(echo, key="")) as broker:
        yield broker


def offered(broker: Broker) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in get(f"{broker.url}/v1/models").json()["data"]}


def test_a_cloud_id_goes_to_the_cloud_with_the_brokers_key_and_the_body_unchanged(broker: Broker, echo: Echo) -> None:
    body = b'{"model":"anthropic/claude-opus-4.7",  "messages":[], "tools":[{"x":"\xc3\xa4"}]}'
    response = post(broker.url, body)
    assert response.status_code == 200
    assert echo.bodies == [body]
    assert echo.heads[0]["authorization"] == f"Bearer {KEY}"
    assert b'["/api/v1/chat/completions"' in response.content


def test_any_id_with_a_cloud_prefix_goes_there(broker: Broker, echo: Echo) -> None:
    assert post(broker.url, question("hi", "mistralai/never-listed")).status_code == 200
    assert json.loads(echo.bodies[0])["model"] == "mistralai/never-listed"
    assert post(broker.url, question("hi", "somebody/else")).status_code == 404
    assert len(echo.bodies) == 1


def test_the_prefixes_are_those_by_which_aishtui_marks_an_id_as_cloud() -> None:
    assert CLOUD_PREFIXES == presets.CLOUD_PREFIXES


def test_the_clients_own_secrets_do_not_go_to_the_cloud(broker: Broker, echo: Echo) -> None:
    secrets = {"Authorization": f"Bearer {TOKEN}", "X-Api-Key": TOKEN, "Cookie": TOKEN, "X-Session-ID": TOKEN}
    response = post(broker.url, question("hi", OPUS), secrets)
    assert response.status_code == 200
    assert TOKEN not in str(echo.heads)
    assert set(echo.heads[0]) <= {
        "host", "accept", "accept-encoding", "authorization", "content-length", "content-type", "user-agent"
    }  # fmt: skip
    assert TOKEN not in response.text


@pytest.mark.parametrize("does", ["echoes", "refuses", "spreads", "no_http", "packs", "breaks"])
@pytest.mark.parametrize("stream", [True, False])
def test_the_key_is_in_no_response_and_in_no_log_line(
    broker: Broker, echo: Echo, log: list[str], capfd: pytest.CaptureFixture[str], does: str, stream: bool
) -> None:
    echo.does = does
    body = {**question("hi", OPUS), "stream": stream}
    answer = raw(broker.url, chat_bytes(body, "Connection: close", "Accept-Encoding: gzip"))
    wait_until(lambda: log, "the request was logged")
    printed = capfd.readouterr()
    for text in (answer.decode("latin-1"), *log, printed.out, printed.err):
        assert KEY[10:] not in text
    assert echo.heads[0]["accept-encoding"] == "identity"
    assert {"echoes": b" 200 ", "refuses": b" 401 ", "no_http": b" 502 ", "packs": b" 502 "}.get(
        does, b" 200 "
    ) in answer.splitlines()[0]


@pytest.mark.parametrize("does", ["no_http", "packs", "vanishes"])
def test_the_key_is_in_no_exceptions_text(echo: Echo, does: str) -> None:
    echo.does = does
    request = read_chat_request(json.dumps(question("hi", OPUS)).encode(), [])
    broker_end, client_end = socket.socketpair()
    watch = SocketWatch(broker_end)
    with broker_end, client_end, pytest.raises(NoAnswer) as raised:
        Cloud(cloud(echo), 5.0, "test").backend.answer(request, watch)
    watch.end()
    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + str(raised.value.args)
    assert KEY[10:] not in told
    assert KEY[10:] not in repr(Cloud(cloud(echo), 5.0, "test").backend) + repr(cloud(echo))


def test_a_log_line_has_no_key_even_where_a_client_says_it(broker: Broker, log: list[str]) -> None:
    assert post(broker.url, question("hi", f"model-{KEY}")).status_code == 404
    wait_until(lambda: log, "the request was logged")
    assert f"model-{'*' * len(KEY)}" in log[0]
    assert KEY not in log[0]


def test_what_is_struck_out_leaves_the_rest_as_it_was(broker: Broker, echo: Echo) -> None:
    echo.does = "refuses"
    response = post(broker.url, question("hi", OPUS))
    assert response.status_code == 401
    assert response.json() == {"error": {"message": f"no such key: {'*' * len(KEY)}"}}
    assert response.headers["X-Echo"] == f"Bearer {'*' * len(KEY)}"


def test_the_cloud_is_named_with_the_headers(broker: Broker, echo: Echo) -> None:
    echo.does = "spreads"
    with streamed(broker.url, question("hi", OPUS, stream=True)) as response:
        assert response.headers["X-LLM-Backend"] == echo.url.split("/")[2]
        assert response.read() == b"data: " + b"*" * len(KEY) + b"\n\n"
    assert CloudConfig().name == "openrouter"


def test_cloud_models_are_listed_with_what_the_provider_says_of_them(broker: Broker, echo: Echo) -> None:
    wait_until(lambda: "context_length" in offered(broker)[OPUS], "the provider's list had come")
    entry = offered(broker)[OPUS]
    assert entry["pricing"] == {"prompt": "0.000005"}
    assert entry["owned_by"] == echo.url.split("/")[2]
    assert "openai/other" not in offered(broker)
    assert KEY not in json.dumps(entry)


def test_without_a_key_cloud_ids_are_not_offered_and_asking_for_one_says_why(echo: Echo) -> None:
    with keyless(echo) as broker:
        assert list(offered(broker)) == ["guide", "mirror"]
        for model in (OPUS, "openai/anything"):
            response = post(broker.url, question("hi", model))
            assert response.status_code == 404
            error = response.json()["error"]
            assert error["code"] == "model_not_found"
            assert error["param"] == "model"
            assert "OPENROUTER_API_KEY" in error["message"]
    assert echo.bodies == []


def test_a_local_server_that_lists_the_very_id_answers_for_it(echo: Echo) -> None:
    with LocalModels(names=("openai/gpt-oss-20b",), does="echo") as models:
        mine = BackendConfig("mine", parse_endpoint(f"127.0.0.1:{models.port}"))
        with make_broker(cloud=cloud(echo), backends=(mine,)) as broker:
            assert offered(broker)["openai/gpt-oss-20b"]["owned_by"] == "mine"
            response = post(broker.url, question("hi", "openai/gpt-oss-20b"))
            assert response.headers["X-LLM-Backend"] == "mine"
            models.does = "vanishes"
            assert post(broker.url, question("hi", "openai/gpt-oss-20b")).status_code == 502
    assert echo.bodies == [], "what a machine here was to answer has not left the house"


def test_a_listed_cloud_model_is_the_clouds_where_the_machine_here_is_down(echo: Echo, log: list[str]) -> None:
    with LocalModels(names=(OPUS,), does="vanishes") as models:
        mine = BackendConfig("mine", parse_endpoint(f"127.0.0.1:{models.port}"))
        with make_broker(cloud=cloud(echo), backends=(mine,), log=log.append) as broker:
            assert post(broker.url, question("hi", OPUS)).status_code == 200
            wait_until(lambda: log, "the request was logged")
    assert len(echo.bodies) == 1
    assert "(routed)" in log[-1]


def test_the_clouds_certificate_is_verified(monkeypatch: pytest.MonkeyPatch, log: list[str]) -> None:
    with Echo(secure=True) as echo:
        with make_broker(cloud=cloud(echo), log=log.append) as broker:
            response = post(broker.url, question("hi", OPUS))
            assert response.status_code == 502
            assert "certificate is not to be trusted" in response.json()["error"]["message"]
            assert echo.bodies == []
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        with make_broker(cloud=cloud(echo), log=log.append) as broker:
            assert post(broker.url, question("hi", OPUS)).status_code == 200
        assert echo.heads[0]["authorization"] == f"Bearer {KEY}"

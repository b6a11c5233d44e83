"""The protocol as clients see it: shapes, streaming, refusals."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aishtui.broker.broker import Broker
from tests.broker.client import (
    FAST,
    MANUAL,
    ask,
    chat_bytes,
    client,
    connect,
    events,
    get,
    make_broker,
    post,
    question,
    raw,
    streamed,
    text_of,
    wait_until,
)


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def broker(log: list[str]) -> Iterator[Broker]:
    with make_broker(MANUAL, ports=(), words_per_s=FAST, log=log.append) as broker:
        yield broker


def test_the_catalogue_lists_the_two_built_in_models_and_says_what_they_are(broker: Broker) -> None:
    response = get(f"{broker.url}/v1/models")
    assert response.headers["X-LLM-Backend"] == "embedded"
    listing = response.json()
    assert [entry["id"] for entry in listing["data"]] == ["guide", "mirror"]
    assert all("no language model" in entry["description"] for entry in listing["data"])
    assert listing["aishtui"]["broker"] == "embedded"
    assert listing["aishtui"]["found"] == []


def test_an_answer_without_streaming_is_one_completion(broker: Broker) -> None:
    response = post(broker.url, question("where is my data"))
    body = response.json()
    assert response.headers["X-LLM-Backend"] == "embedded"
    assert body["object"] == "chat.completion"
    assert body["model"] == "guide"
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["choices"][0]["message"]["role"] == "assistant"


def test_no_usage_is_claimed_even_where_it_is_asked_for(broker: Broker) -> None:
    options = {"include_usage": True}
    streamed = post(broker.url, question("hello", stream=True, stream_options=options))
    assert all("usage" not in chunk for chunk in events(streamed.text))
    assert "usage" not in post(broker.url, question("hello")).json()


def test_the_streamed_pieces_are_the_whole_text(broker: Broker) -> None:
    with make_broker(MANUAL, ports=(), words_per_s=1000) as slower:
        response = post(slower.url, question("all keys", stream=True))
    assert response.headers["Content-Type"].startswith("text/event-stream")
    chunks = events(response.text)
    assert chunks[-1] == "[DONE]"
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert len(chunks) > 5
    assert len({chunk["id"] for chunk in chunks[:-1]}) == 1
    assert text_of(chunks) == ask(broker.url, "all keys")


def test_the_headers_and_the_first_piece_come_before_the_rest(broker: Broker) -> None:
    with (
        make_broker(MANUAL, ports=(), words_per_s=50) as slow,
        streamed(slow.url, question("all keys", stream=True)) as response,
    ):
        assert response.headers["X-LLM-Backend"] == "embedded"
        pieces = response.iter_bytes()
        assert b"[DONE]" not in next(pieces) + next(pieces)


def test_one_connection_serves_several_requests(broker: Broker) -> None:
    with client() as http:
        for _ in range(3):
            response = http.post(f"{broker.url}/v1/chat/completions", json=question("hello", stream=True))
            assert "[DONE]" in response.text
            assert http.get(f"{broker.url}/health").json() == {"status": "ok"}
            assert http.post(f"{broker.url}/v1/chat/completions", json={"model": "x"}).status_code == 404


def test_an_http_1_0_client_gets_the_stream_without_chunks(broker: Broker) -> None:
    head, _, body = raw(broker.url, chat_bytes(question("hello", stream=True), version="HTTP/1.0")).partition(
        b"\r\n\r\n"
    )
    assert b"chunked" not in head
    assert events(body.decode())[-1] == "[DONE]"


def test_two_answers_stream_at_the_same_time() -> None:
    first: dict[str, float] = {}
    done: dict[str, float] = {}

    def read(name: str) -> None:
        body = question("all keys", stream=True)
        with streamed(both.url, body) as response:
            for _ in response.iter_bytes():
                first.setdefault(name, time.monotonic())
        done[name] = time.monotonic()

    with make_broker(MANUAL, ports=(), words_per_s=300) as both:
        readers = [threading.Thread(target=read, args=(name,)) for name in "ab"]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert max(first.values()) < min(done.values())


def test_a_client_that_leaves_ends_its_answer_quietly(log: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with make_broker(MANUAL, ports=(), words_per_s=40, log=log.append) as broker:
        with connect(broker.url) as connection:
            connection.sendall(chat_bytes(question("all keys", stream=True)))
            assert connection.recv(1000)
        wait_until(lambda: log, "the broker noticed that its client has left")
    assert "client closed" in log[0]
    assert capfd.readouterr().err == ""


def test_each_request_is_one_line_in_the_log(broker: Broker, log: list[str]) -> None:
    ask(broker.url, "hello")
    wait_until(lambda: log, "the first line was written")
    post(broker.url, {"model": "evil\nmodel\x1b[31m"})
    wait_until(lambda: len(log) == 2, "both lines were written")
    assert "POST /v1/chat/completions guide embedded 200" in log[0]
    assert "404" in log[1]
    assert all(line.isprintable() for line in log)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"{", 400, "not JSON (line 1, column 2)"),
        (b"\xff\xfe\xfa", 400, "not JSON"),
        (b"", 400, "not JSON"),
        (b"[" * 100_000, 400, "nested too deep"),
        (b"[]", 400, "no object"),
        (b"{}", 400, "names no model"),
        (b'{"model": 7}', 400, "names no model"),
        (b'{"model": "guide"}', 400, "no messages"),
        (b'{"model": "guide", "messages": []}', 400, "no messages"),
        (b'{"model": "mirror", "messages": ["hi"]}', 400, "Message 1 is not an object"),
        (b'{"model": "guide", "messages": [{"role": "system", "content": "x"}]}', 400, "no question"),
        (b'{"model": "guides"}', 404, "The nearest: guide"),
        (b'{"model": "qwen-72b"}', 404, "Served now: guide, mirror"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_why(broker: Broker, body: bytes, status: int, words: str) -> None:
    response = post(broker.url, body)
    assert response.status_code == status
    assert response.headers["X-LLM-Backend"] == "embedded"
    error = response.json()["error"]
    assert words in error["message"]
    assert {"type", "param", "code"} <= error.keys()


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/v1/chat/completions", 405, "is asked with POST"),
        ("POST", "/v1/models", 405, "is asked with GET"),
        ("GET", "/models", 404, "GET /v1/models"),
        ("GET", "/", 404, "nothing at /"),
        ("POST", "/v1/embeddings", 404, "nothing at /v1/embeddings"),
        ("DELETE", "/v1/models", 501, "DELETE"),
    ],
)
def test_what_is_not_served_is_said(broker: Broker, method: str, path: str, status: int, words: str) -> None:
    with client() as http:
        response = http.request(method, broker.url + path)
    assert response.status_code == status
    assert response.headers["X-LLM-Backend"] == "embedded"
    assert words in response.json()["error"]["message"]


def test_a_body_in_chunks_is_read(broker: Broker) -> None:
    encoded = json.dumps(question("hello")).encode()
    pieces = iter([encoded[:10], encoded[10:11], encoded[11:]])
    response = post(broker.url, pieces)
    assert response.status_code == 200


def test_a_body_over_the_limit_is_refused_before_it_is_read(broker: Broker) -> None:
    request = b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 64000001\r\n\r\n{"
    answer = raw(broker.url, request)
    assert b"413" in answer.splitlines()[0]
    assert b"64 MB" in answer


@pytest.mark.parametrize("line", ["Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: -5\r\n\r\n"])
def test_a_body_that_is_framed_wrongly_is_refused(broker: Broker, line: str) -> None:
    answer = raw(broker.url, f"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n{line}".encode())
    assert b" 400 " in answer.splitlines()[0]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example:8082"}]
)
def test_web_pages_are_kept_out(broker: Broker, headers: dict[str, str]) -> None:
    response = post(broker.url, question("hello"), headers)
    assert response.status_code == 403
    assert "not web pages" in response.json()["error"]["message"]


def test_programs_on_this_machine_are_let_in_by_any_of_its_names(broker: Broker) -> None:
    for headers in ({"Origin": "http://localhost:3000"}, {"Host": "localhost"}, {"Host": "[::1]:80"}):
        assert post(broker.url, question("hello"), headers).status_code == 200


def test_rubbish_instead_of_http_is_refused_in_words(broker: Broker, capfd: pytest.CaptureFixture[str]) -> None:
    assert b"Bad request" in raw(broker.url, b"\x16\x03\x01\x00\xa5\x01 x y\r\n\r\n")
    assert capfd.readouterr().err == ""


def test_a_manual_that_is_missing_is_said(tmp_path: Path) -> None:
    with make_broker(tmp_path, ports=()) as broker:
        response = post(broker.url, question("hello"))
        assert response.status_code == 500
        assert str(tmp_path) in response.json()["error"]["message"]
        assert post(broker.url, question("hello", "mirror")).status_code == 200

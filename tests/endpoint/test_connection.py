"""What can go wrong before an answer, and where requests may go."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from aishtui.chat.answers import Status
from aishtui.endpoint import errors
from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.connection import Connection
from aishtui.wire.address import parse_endpoint
from tests.servers.scripted import CERTIFICATE, response, scripted

CATALOG = b'{"data": [{"id": "m"}]}'
ANSWER = b'data: {"choices":[{"delta":{"content":"yes"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
BODY = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True}


@asynccontextmanager
async def client_of(url: str, token: str = "", catalog_s: float = 5.0) -> AsyncIterator[EndpointClient]:
    client = EndpointClient(parse_endpoint(url), lambda: token, catalog_s)
    try:
        yield client
    finally:
        await client.aclose()


async def problem_of(url: str, catalog_s: float = 5.0) -> errors.EndpointError:
    async with client_of(url, catalog_s=catalog_s) as client:
        with pytest.raises(errors.EndpointError) as caught:
            await client.catalog()
    return caught.value


async def answer_from(client: EndpointClient) -> Status:
    async with client.chat(BODY) as reply:
        async for _ in reply.deltas():
            pass
        return reply.verdict()[0]


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


async def test_a_name_that_nobody_knows() -> None:
    problem = await problem_of("hossenfelder.invalid:8082")
    assert isinstance(problem, errors.NameUnknown)
    assert str(problem) == "hossenfelder.invalid:8082: that name is unknown here. Not on that LAN?"
    assert "`:connect embedded`" in problem.cure


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_port_where_nothing_listens(host: str) -> None:
    url = f"{host}:{free_port()}"
    problem = await problem_of(url)
    assert isinstance(problem, errors.Refused)
    assert str(problem) == f"{url} refused the connection: nothing listens on that port."


async def test_a_chat_that_found_no_connection_cannot_have_run() -> None:
    async with client_of(f"127.0.0.1:{free_port()}") as client:
        with pytest.raises(errors.NoConnection):
            await answer_from(client)


async def test_a_machine_that_does_not_take_the_connection() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for held in (first, second):
            held.setblocking(False)
            held.connect_ex(full.getsockname())
        address = parse_endpoint(f"127.0.0.1:{full.getsockname()[1]}")
        connection = Connection(address)
        with pytest.raises(errors.ConnectTimeout, match="did not take the connection within"):
            await connection.open("GET", address.models_url, {}, connect_s=0.3)
        await connection.aclose()


async def test_https_to_a_port_that_speaks_http() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(response(b"", "400 Bad Request"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        problem = await problem_of(f"https://127.0.0.1:{port}")
    assert isinstance(problem, errors.PlainHttpExpected)
    assert str(problem).endswith(f"this broker speaks http: try http://127.0.0.1:{port}")
    assert problem.cure == f"`:connect http://127.0.0.1:{port}` does that."


async def test_https_to_a_port_that_waits_for_a_line_of_http() -> None:
    async with scripted(response(CATALOG)) as server:
        address = parse_endpoint(f"https://127.0.0.1:{server.port}")
        connection = Connection(address)
        with pytest.raises(errors.PlainHttpExpected):
            await connection.open("GET", address.models_url, {"Authorization": "Bearer s3cret"}, connect_s=0.3)
        await connection.aclose()
        assert "s3cret" not in "".join(server.requests)


async def test_https_to_a_port_that_hangs_up() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        problem = await problem_of(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert isinstance(problem, errors.TlsProblem)


async def test_http_to_a_port_that_speaks_tls() -> None:
    async with scripted(response(CATALOG), secure=True) as server:
        problem = await problem_of(f"http://127.0.0.1:{server.port}")
        assert server.requests == []
    assert isinstance(problem, errors.HttpsExpected)
    assert problem.cure == f"`:connect https://127.0.0.1:{server.port}` does that."


async def test_a_certificate_that_is_not_trusted_is_refused() -> None:
    async with scripted(response(CATALOG), secure=True) as server:
        problem = await problem_of(server.url)
        assert server.requests == []
    assert isinstance(problem, errors.TlsProblem)
    assert "its certificate is not trusted here (self-signed certificate" in str(problem)


async def test_an_authority_that_this_machine_trusts_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    async with scripted(response(CATALOG), secure=True) as server, client_of(server.url) as client:
        assert (await client.catalog()).serves("m")


async def test_a_catalogue_that_does_not_come_is_given_up() -> None:
    never = asyncio.Event()

    async def silent(*_: object) -> None:
        await never.wait()

    async with scripted(silent) as server:
        problem = await problem_of(server.url, catalog_s=0.2)
        never.set()
    assert isinstance(problem, errors.TooSlow)
    assert "took the connection but did not send its list of models" in str(problem)


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", b"220 mail.example ESMTP\r\n"]
)
async def test_a_server_that_hangs_up_or_speaks_something_else(answer: bytes) -> None:
    async with scripted(answer) as server:
        problem = await problem_of(server.url)
    assert isinstance(problem, errors.ConnectionLost)
    assert str(problem) == f"The connection to 127.0.0.1:{server.port} was lost before it answered."
    assert not isinstance(problem, errors.NoConnection)


async def test_an_endless_catalogue_is_not_read() -> None:
    async def endless(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n[")
        while True:
            writer.write(b" " * 1_000_000)
            await writer.drain()

    async with scripted(endless) as server:
        problem = await problem_of(server.url, catalog_s=30)
    assert isinstance(problem, errors.BadCatalog)
    assert "without end" in str(problem)


async def test_a_refused_catalogue_says_the_servers_words() -> None:
    body = b'{"error": {"message": "token expired"}}'
    async with scripted(response(body, "401 Unauthorized", X_LLM_Backend="gate")) as server:
        problem = await problem_of(server.url)
    assert str(problem) == f"gate (by 127.0.0.1:{server.port}) answered 401: token expired"
    assert "AISHTUI_TOKEN" in problem.cure


async def test_a_redirect_on_the_same_host_is_followed_with_the_token() -> None:
    async with scripted(response(CATALOG)) as there:
        async with (
            scripted(response(b"", "308 Permanent Redirect", Location=f"{there.url}/else")) as here,
            client_of(here.url, token="s3cret") as client,
        ):
            assert (await client.catalog()).serves("m")
        assert there.requests[0].startswith("GET /else HTTP/1.1")
        assert "Bearer s3cret" in there.requests[0]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
async def test_a_prompt_survives_a_redirect_on_the_same_host(status: str) -> None:
    async def act(writer: asyncio.StreamWriter, request: str) -> None:
        moved = request.startswith("POST /v1/chat/completions ")
        writer.write(response(b"", status, Location="/moved/chat") if moved else response(ANSWER))

    async with scripted(act) as server, client_of(server.url) as client:
        assert await answer_from(client) is Status.COMPLETE
    first, second = server.requests
    assert second.startswith("POST /moved/chat HTTP/1.1")
    assert second.partition("\r\n\r\n")[2] == first.partition("\r\n\r\n")[2] != ""


async def test_nothing_is_sent_to_another_host() -> None:
    async with scripted(response(CATALOG)) as there:
        target = f"http://localhost:{there.port}"
        async with (
            scripted(response(b"", "302 Found", Location=f"{target}/v1/models?key=x")) as here,
            client_of(here.url, token="s3cret") as client,
        ):
            for asking in (client.catalog(), answer_from(client)):
                with pytest.raises(errors.Redirected) as caught:
                    await asking
                assert (
                    str(caught.value) == f"127.0.0.1:{here.port} sends requests on to {target}; nothing was sent there."
                )
                assert caught.value.cure == f"If that is right: `:connect {target}`"
        assert there.requests == []


async def test_a_redirect_from_https_to_http_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    async with scripted(response(CATALOG)) as there:
        async with scripted(response(b"", "302 Found", Location=there.url), secure=True) as here:
            assert isinstance(await problem_of(here.url), errors.Redirected)
        assert there.requests == []


async def test_redirects_in_a_circle_end() -> None:
    async with scripted(response(b"", "302 Found", Location="/v1/models")) as server:
        problem = await problem_of(server.url)
        assert len(server.requests) == 5
    assert "in a circle" in str(problem)


@pytest.mark.parametrize("location", ["http://[", "ftp://127.0.0.1/x", "http://\x1b[2J/"])
async def test_a_redirect_to_nowhere_is_said(location: str) -> None:
    async with scripted(response(b"", "302 Found", Location=location)) as server:
        problem = await problem_of(server.url)
    assert isinstance(problem, errors.Redirected | errors.ConnectionLost)
    assert "\x1b" not in str(problem) + problem.cure


async def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    async with scripted(response(CATALOG)) as server, client_of(server.url) as client:
        assert (await client.catalog()).serves("m")


async def test_compressed_answers_are_read() -> None:
    async with (
        scripted(response(gzip.compress(ANSWER), Content_Encoding="gzip")) as server,
        client_of(server.url) as client,
    ):
        assert await answer_from(client) is Status.COMPLETE


async def test_damaged_compression_fails_the_answer_in_clear_words() -> None:
    body = gzip.compress(ANSWER)[:10] + b"\xff" * 40
    async with (
        scripted(response(body, Content_Encoding="gzip")) as server,
        client_of(server.url) as client,
        client.chat(BODY) as reply,
    ):
        assert [some async for some in reply.deltas()]
        status, _, error = reply.verdict()
    assert (status, error) == (Status.FAILED, "The answer came compressed, and its compression is damaged.")


async def test_a_body_that_is_not_compressed_after_all_is_read_as_it_is() -> None:
    async with scripted(response(ANSWER, Content_Encoding="gzip")) as server, client_of(server.url) as client:
        assert await answer_from(client) is Status.COMPLETE


async def test_an_answer_ends_though_the_server_keeps_the_connection_open() -> None:
    never = asyncio.Event()

    async def hold(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + ANSWER)
        await writer.drain()
        await never.wait()

    async with scripted(hold) as server, client_of(server.url) as client:
        assert await answer_from(client) is Status.COMPLETE
        never.set()


async def test_an_error_body_that_never_ends_does_not_hold_the_error() -> None:
    async def endless(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(b"HTTP/1.1 500 No\r\n\r\nwords ")
        while True:
            writer.write(b"x" * 100_000)
            await writer.drain()

    async with scripted(endless) as server, client_of(server.url) as client:
        with pytest.raises(errors.HttpStatus) as caught:
            await answer_from(client)
    assert caught.value.words.startswith("words xxx")


async def test_header_names_are_lower_case() -> None:
    async with (
        scripted(response(ANSWER, X_Request_ID="r-1")) as server,
        client_of(server.url) as client,
        client.chat(BODY) as reply,
    ):
        assert reply.headers["x-request-id"] == reply.request_id == "r-1"


async def test_a_compressed_catalogue_is_read_and_a_bomb_is_not() -> None:
    packed = response(gzip.compress(CATALOG), Content_Encoding="gzip")
    async with scripted(packed) as server, client_of(server.url) as client:
        assert (await client.catalog()).serves("m")
    bomb = gzip.compress(b"[" + bytes(64 * 1024 * 1024))
    async with scripted(response(bomb, Content_Encoding="gzip")) as server:
        assert "without end" in str(await problem_of(server.url, catalog_s=30))
    async with scripted(response(gzip.compress(bomb), Content_Encoding="gzip, gzip")) as server:
        assert "the encoding `gzip, gzip`" in str(await problem_of(server.url))

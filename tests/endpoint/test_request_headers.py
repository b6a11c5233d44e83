"""Headers of one request's own: with that request, and with no other."""

from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.reply import Reply
from aishtui.wire.address import parse_endpoint
from aishtui.wire.secrets import HIDDEN, Headers
from tests.servers import lan
from tests.servers.homelab import Homelab
from tests.servers.scripted import response, scripted

BODY = {"model": lan.FAST, "messages": [{"role": "user", "content": "hi"}], "stream": True}


async def read(reply: Reply) -> None:
    async for _ in reply.deltas():
        pass


async def test_they_go_with_one_request_and_over_those_of_the_endpoint(lab: Homelab) -> None:
    told: list[Headers] = []
    client = EndpointClient(parse_endpoint(lab.url), lambda: "s3cret", headers={"X-Team": "lab", "X-Floor": "2"})
    async with client.chat(BODY, lambda _url, shown: told.append(shown), headers={"x-team": "a", "X-B": "b"}) as reply:
        await read(reply)
    async with client.chat(BODY) as reply:
        await read(reply)
    await client.catalog()
    await client.aclose()
    first, second, catalog = [exchange.headers for exchange in lab.log]
    assert (first["x-team"], first["x-floor"], first["x-b"]) == ("a", "2", "b")
    assert (second["x-team"], second["x-floor"]) == ("lab", "2")
    assert "x-b" not in second
    assert "x-b" not in catalog
    shown = {name.lower(): value for name, value in told[0]}
    assert (shown["x-team"], shown["x-b"], shown["authorization"]) == ("a", "b", HIDDEN)


async def test_none_of_them_takes_the_place_of_ours_or_of_the_token(lab: Homelab) -> None:
    client = EndpointClient(parse_endpoint(lab.url), lambda: "s3cret")
    theirs = {"authorization": "Bearer theirs", "ACCEPT": "x", "content-type": "x", "X-Session-ID": "x"}
    async with client.chat(BODY, session="tab-1", headers=theirs) as reply:
        await read(reply)
    await client.aclose()
    (sent,) = [exchange.headers for exchange in lab.log]
    assert sent["authorization"] == "Bearer s3cret"
    assert sent["content-type"] == "application/json"
    assert sent["accept"].startswith("text/event-stream")
    assert sent["x-session-id"] == "tab-1"


async def test_without_a_token_there_is_no_authorization_whatever_is_asked_for() -> None:
    async with scripted(
        response(b'{"choices": [{"message": {"content": "hi"}}]}', Content_Type="application/json")
    ) as server:
        client = EndpointClient(parse_endpoint(server.url))
        async with client.chat(BODY, headers={"Authorization": "Bearer theirs", "X-A": "1"}) as reply:
            await read(reply)
        await client.aclose()
    (request,) = server.requests
    assert "authorization:" not in request.lower()
    assert request.lower().count("x-a: 1") == 1

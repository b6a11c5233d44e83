"""What the client tells of requests and responses: everything but secrets."""

from typing import Any

import pytest

from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.errors import HttpStatus
from aishtui.wire.address import parse_endpoint
from aishtui.wire.secrets import HIDDEN, Headers
from tests.servers import lan
from tests.servers.behaviour import Behaviour, errs_after, refuses
from tests.servers.homelab import Homelab

TOKEN = "t0ken-of-nobody"
BODY: dict[str, Any] = {"model": lan.FAST, "messages": [{"role": "user", "content": "hi"}], "stream": True}


async def asked(lab: Homelab) -> tuple[list[tuple[str, Headers]], Headers]:
    """What was told of the request, and the response's headers."""
    told: list[tuple[str, Headers]] = []
    client = EndpointClient(parse_endpoint(lab.url), lambda: TOKEN)
    try:
        async with client.chat(BODY, lambda url, headers: told.append((url, headers))) as reply:
            _ = [some async for some in reply.deltas()]
            return told, reply.shown_headers
    finally:
        await client.aclose()


async def test_the_request_is_told_as_it_reaches_the_server_without_the_token(lab: Homelab) -> None:
    ((url, headers),), _ = await asked(lab)
    assert url == f"{lab.url}/v1/chat/completions"
    received = lab.chats[0].headers
    assert received["authorization"] == f"Bearer {TOKEN}"
    assert {name.lower(): value for name, value in headers} == {**received, "authorization": HIDDEN}


async def test_the_response_is_told_without_secrets(lab: Homelab) -> None:
    sent = {"Set-Cookie": "session=1", "X-Echo": f"you sent {TOKEN}", "X-Region": "cellar"}
    lab.script(lan.FAST, Behaviour(headers=sent))
    _, headers = await asked(lab)
    found = dict(headers)
    assert found["X-LLM-Backend"] == "hertz"
    assert (found["Set-Cookie"], found["X-Echo"], found["X-Region"]) == (HIDDEN, f"you sent {HIDDEN}", "cellar")


async def test_a_refusal_brings_its_headers_and_never_repeats_the_token(lab: Homelab) -> None:
    lab.script(lan.FAST, refuses(401, f"the key {TOKEN} is not known", headers={"X-Reason": "key"}))
    with pytest.raises(HttpStatus) as caught:
        await asked(lab)
    assert TOKEN not in str(caught.value)
    assert f"the key {HIDDEN} is not known" in str(caught.value)
    assert ("X-Reason", "key") in caught.value.shown_headers


async def test_an_error_amid_the_answer_does_not_repeat_the_token_either(lab: Homelab) -> None:
    lab.script(lan.FAST, errs_after(1, {"message": f"{TOKEN} has run out", "code": 402}))
    client = EndpointClient(parse_endpoint(lab.url), lambda: TOKEN)
    try:
        async with client.chat(BODY) as reply:
            _ = [some async for some in reply.deltas()]
            _, _, error = reply.verdict()
    finally:
        await client.aclose()
    assert f"{HIDDEN} has run out" in (error or "")


async def test_the_session_that_we_sent_is_shown_and_one_that_a_server_sets_is_not(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(headers={"X-Session-ID": "theirs"}))
    client = EndpointClient(parse_endpoint(lab.url), lambda: TOKEN)
    sent: list[Headers] = []
    async with client.chat(BODY, lambda _url, headers: sent.append(headers), "tab-1") as reply:
        assert dict(reply.shown_headers)["X-Session-ID"] == HIDDEN
    await client.aclose()
    assert dict(sent[0])["X-Session-ID"] == "tab-1"
    assert lab.chats[0].headers["x-session-id"] == "tab-1"

"""The endpoint client against homelab, on real sockets."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from aishtui.chat.answers import AnsweredByFrom, Status
from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.errors import BadCatalog, BadRequest, BadToken, ConnectionLost, EndpointError, HttpStatus
from aishtui.endpoint.reply import Reply
from aishtui.wire.address import parse_endpoint
from aishtui.wire.deltas import Delta, Finished, Named, TextDelta, ThinkingDelta, Usage
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, errs_after, holds_after, refuses, sends, web_page
from tests.servers.homelab import Homelab
from tests.servers.scripted import scripted


@pytest.fixture
def lab() -> Iterator[Homelab]:
    with Homelab(speed=200) as running:
        yield running


@asynccontextmanager
async def client_of(lab: Homelab, token: str | None = None) -> AsyncIterator[EndpointClient]:
    client = EndpointClient(parse_endpoint(lab.url), (lambda: token) if token else None)
    try:
        yield client
    finally:
        await client.aclose()


def asking(model: str, *turns: str, **more: Any) -> dict[str, Any]:
    roles = ("user", "assistant")
    messages = [{"role": roles[n % 2], "content": text} for n, text in enumerate(turns)]
    return {"model": model, "messages": messages, "stream": True, "stream_options": {"include_usage": True}, **more}


async def read(
    client: EndpointClient, body: dict[str, Any]
) -> tuple[list[Delta], tuple[Status, str | None, str | None]]:
    async with client.chat(body) as reply:
        deltas = [delta async for some in reply.deltas() for delta in some]
        return deltas, reply.verdict()


def text_of(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas if isinstance(delta, TextDelta))


async def wait_for(lab: Homelab, condition: Any) -> None:
    """Waits for the server's log without holding the loop."""
    await asyncio.to_thread(lab.wait_for, condition)


async def test_the_catalogue_is_what_the_lan_serves(lab: Homelab) -> None:
    async with client_of(lab) as client:
        catalog = await client.catalog()
    assert len(catalog.entries) == 11
    assert catalog.serves(lan.FAST)
    assert not catalog.serves(lan.DEEP)
    assert catalog.endpoint == lab.url
    assert catalog.fetched_at.endswith("+00:00")
    assert catalog.found == ()


async def test_the_backend_is_known_before_the_first_word(lab: Homelab) -> None:
    release = threading.Event()
    lab.script(lan.FAST, holds_after(0, release))
    async with client_of(lab) as client, client.chat(asking(lan.FAST, "hi")) as reply:
        assert (reply.status, reply.answered_by, reply.answered_by_from) == (200, "hertz", AnsweredByFrom.HEADER)
        assert lab.chats[0].sent_text == ""
        release.set()
        assert text_of([delta async for some in reply.deltas() for delta in some]).startswith("You asked: *hi*")


async def test_an_answer_comes_in_pieces_and_whole(lab: Homelab) -> None:
    async with client_of(lab) as client, client.chat(asking(lan.CLOUD, "hi")) as reply:
        lists = [some async for some in reply.deltas()]
        assert reply.verdict() == (Status.COMPLETE, "stop", None)
    deltas = [delta for some in lists for delta in some]
    assert len(lists) > 20
    assert text_of(deltas) == lab.chats[0].sent_text
    assert deltas[0] == Named(lan.CLOUD, None, "chatcmpl-1")
    assert Finished("stop") in deltas
    (usage,) = (delta for delta in deltas if isinstance(delta, Usage))
    assert usage.tokens_out == 74
    assert usage.cost is not None


async def test_what_is_sent_is_what_was_asked(lab: Homelab) -> None:
    body = asking(lan.FAST, "größer 😀", temperature=0.1)
    async with client_of(lab) as client:
        await read(client, body)
    (exchange,) = lab.chats
    assert exchange.body == body
    assert exchange.path == "/v1/chat/completions"
    assert exchange.headers["content-type"] == "application/json"
    assert exchange.headers["accept"].startswith("text/event-stream")
    assert "authorization" not in exchange.headers


async def test_a_body_of_megabytes_arrives_whole(lab: Homelab) -> None:
    async with client_of(lab) as client:
        await read(client, asking(lan.FAST, "x" * 2_000_000))
    assert lab.chats[0].messages[0]["content"] == "x" * 2_000_000


async def test_an_answer_without_the_header_names_nobody(lab: Homelab) -> None:
    async with client_of(lab) as client, client.chat(asking(lan.NAMELESS, "hi")) as reply:
        assert (reply.answered_by, reply.answered_by_from) == (None, AnsweredByFrom.UNKNOWN)


async def test_the_body_names_the_provider_where_no_header_does(lab: Homelab) -> None:
    event = (
        b'data: {"id":"gen-1","provider":"Bedrock","choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}\n\n'
    )
    lab.script(lan.NAMELESS, sends(event))
    async with client_of(lab) as client, client.chat(asking(lan.NAMELESS, "hi")) as reply:
        assert [some async for some in reply.deltas()]
        assert (reply.answered_by, reply.answered_by_from) == ("Bedrock", AnsweredByFrom.BODY)
        assert reply.request_id == "gen-1"


async def test_arithmetic_goes_on_from_the_history(lab: Homelab) -> None:
    async with client_of(lab) as client:
        first, _ = await read(client, asking(lan.FAST, "7×8"))
        second, _ = await read(client, asking(lan.FAST, "7×8", text_of(first), "×2"))
    assert text_of(first).endswith("= 56")
    assert text_of(second).endswith("= 112")


async def test_two_answers_are_in_flight_together(lab: Homelab) -> None:
    release = threading.Event()
    lab.script(lan.FAST, holds_after(2, release))
    lab.script(lan.CLOUD, holds_after(2, release))
    async with client_of(lab) as client:
        both = asyncio.gather(read(client, asking(lan.FAST, "a")), read(client, asking(lan.CLOUD, "b")))
        await wait_for(lab, lambda log: len([e for e in log if e.sent_text]) == 2)
        release.set()
        for _, verdict in await both:
            assert verdict[0] is Status.COMPLETE
    assert lab.in_flight_together(lan.FAST, lan.CLOUD)


async def test_leaving_closes_the_connection_at_once(lab: Homelab) -> None:
    lab.script(lan.FAST, holds_after(3, threading.Event()))
    async with client_of(lab) as client:
        async with client.chat(asking(lan.FAST, "hi")) as reply:
            async for _ in reply.deltas():
                break
        await wait_for(lab, lambda log: log[0].client_closed)


async def test_going_but_listening_on_tells_the_server_as_closing_does(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=threading.Event()))
    async with client_of(lab) as client, client.chat(asking(lan.FAST, "hi")) as reply:
        deltas = reply.deltas()
        await anext(deltas)
        assert reply.leave()
        with pytest.raises(ConnectionLost):
            async for _ in deltas:
                pass
    await asyncio.to_thread(lab.wait_for, lambda log: log[-1].client_closed)


async def test_a_server_that_does_not_mind_is_heard_to_its_end(lab: Homelab) -> None:
    lab.broken.goes_on = True
    async with client_of(lab) as client, client.chat(asking(lan.FAST, "Count from 1 to 9")) as reply:
        assert reply.leave()
        deltas = [delta async for some in reply.deltas() for delta in some]
        assert "".join(delta.text for delta in deltas if isinstance(delta, TextDelta)) == "1 2 3 4 5 6 7 8 9"
        assert reply.verdict() == (Status.COMPLETE, "stop", None)


async def test_cancelling_an_answer_closes_its_connection_alone(lab: Homelab) -> None:
    release = threading.Event()
    lab.script(lan.FAST, holds_after(3, threading.Event()))
    lab.script(lan.CLOUD, holds_after(3, release))
    async with client_of(lab) as client:
        stopped = asyncio.create_task(read(client, asking(lan.FAST, "a")))
        other = asyncio.create_task(read(client, asking(lan.CLOUD, "b")))
        await wait_for(lab, lambda log: all(e.sent_text.count(" ") >= 2 for e in log) and len(log) == 2)
        stopped.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopped
        await wait_for(lab, lambda log: [e.client_closed for e in log if e.model == lan.FAST] == [True])
        release.set()
        _, verdict = await other
    assert verdict[0] is Status.COMPLETE


async def test_cancelling_while_waiting_for_the_headers_closes_the_connection(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(headers_after_s=1e6))
    async with client_of(lab) as client:
        waiting = asyncio.create_task(read(client, asking(lan.FAST, "hi")))
        await wait_for(lab, lambda log: len(log) == 1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await wait_for(lab, lambda log: log[0].client_closed)


async def test_what_the_reader_holds_is_there_for_who_stops(lab: Homelab) -> None:
    half = b'data: {"choices":[{"delta":{"content":"a\\ud83d"}}]}\n\ndata: {"choices":[{"delta":{"content":"b"}}]}'
    lab.script(lan.FAST, sends(half))
    async with client_of(lab) as client, client.chat(asking(lan.FAST, "hi")) as reply:
        async for some in reply.deltas():
            assert some == [TextDelta("a")]
            break
        assert text_of(reply.leftovers()) == "\ufffdb"
        assert reply.leftovers() == []


async def test_a_lost_connection_is_said_after_all_that_came(lab: Homelab) -> None:
    lab.script(lan.FAST, dies_after(5))
    got: list[Delta] = []

    async def collect(reply: Reply) -> None:
        async for some in reply.deltas():
            got.extend(some)

    async with client_of(lab) as client, client.chat(asking(lan.FAST, "hi")) as reply:
        with pytest.raises(ConnectionLost) as caught:
            await collect(reply)
    assert text_of(got) == lab.chats[0].sent_text == "You asked: *hi*. This is "
    assert str(caught.value) == f"The connection to {client.address.label} was lost after 25 characters of the answer."
    assert caught.value.after == 25


async def test_a_connection_lost_after_the_finish_reason_is_a_whole_answer() -> None:
    text = b'data: {"choices":[{"delta":{"content":"all"},"finish_reason":"stop"}]}\n\n'
    chunk = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(text), text)
    async with scripted(chunk) as server:
        client = EndpointClient(parse_endpoint(server.url))
        deltas, verdict = await read(client, asking("m", "hi"))
        await client.aclose()
    assert text_of(deltas) == "all"
    assert verdict == (Status.COMPLETE, "stop", None)


async def test_an_end_without_a_finish_reason_is_cut_off(lab: Homelab) -> None:
    async with client_of(lab) as client:
        _, verdict = await read(client, asking("case/no-end", "hi"))
    assert verdict == (Status.CUT_OFF, None, None)


async def test_an_error_amid_the_answer_keeps_its_text(lab: Homelab) -> None:
    lab.script(lan.FAST, errs_after(3, {"message": "context exceeded"}))
    async with client_of(lab) as client:
        deltas, verdict = await read(client, asking(lan.FAST, "hi"))
    assert text_of(deltas) == "You asked: *hi*. "
    assert verdict == (Status.FAILED, None, "context exceeded")


async def test_thinking_comes_before_the_text(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(thinking="hm hm", text="yes"))
    async with client_of(lab) as client:
        deltas, _ = await read(client, asking(lan.FAST, "hi"))
    assert "".join(d.text for d in deltas if isinstance(d, ThinkingDelta)) == "hm hm"
    assert text_of(deltas) == "yes"


async def test_length_is_cut_off(lab: Homelab) -> None:
    async with client_of(lab) as client:
        _, verdict = await read(client, asking("case/length", "hi"))
    assert verdict == (Status.CUT_OFF, "length", None)


async def test_an_answer_in_one_piece_is_read_the_same(lab: Homelab) -> None:
    async with client_of(lab) as client:
        deltas, verdict = await read(client, asking(lan.FAST, "7x8") | {"stream": False})
    assert text_of(deltas) == "7 × 8 = 56"
    assert verdict == (Status.COMPLETE, "stop", None)


async def test_a_refusal_says_the_servers_words_the_status_and_the_backend(lab: Homelab) -> None:
    lab.script(lan.CHAT, refuses(500, "CUDA error: out of memory"))
    async with client_of(lab) as client:
        with pytest.raises(HttpStatus) as caught:
            await read(client, asking(lan.CHAT, "hi"))
    error = caught.value
    assert (error.status, error.words, error.backend) == (500, "CUDA error: out of memory", "boltzmann")
    assert str(error) == f"boltzmann (by {client.address.label}) answered 500: CUDA error: out of memory"
    assert error.cure == "`:retry` asks again."


async def test_a_busy_broker_says_when_to_come_again(lab: Homelab) -> None:
    async with client_of(lab) as client:
        with pytest.raises(HttpStatus) as caught:
            await read(client, asking("case/busy-503", "hi"))
    assert caught.value.retry_after_s == 20


async def test_an_error_page_is_shown_by_its_words(lab: Homelab) -> None:
    lab.script(lan.NAMELESS, web_page(502, "502 Bad Gateway"))
    async with client_of(lab) as client:
        with pytest.raises(HttpStatus) as caught:
            await read(client, asking(lan.NAMELESS, "hi"))
    assert str(caught.value) == f"{client.address.label} answered 502: 502 Bad Gateway nginx"


async def test_a_status_without_words_is_explained(lab: Homelab) -> None:
    lab.script(lan.NAMELESS, Behaviour(status=429))
    async with client_of(lab) as client:
        with pytest.raises(HttpStatus) as caught:
            await read(client, asking(lan.NAMELESS, "hi"))
    assert str(caught.value).endswith("answered 429: too many requests.")


async def test_the_token_is_sent_and_in_no_error(lab: Homelab) -> None:
    async with client_of(lab, token=" s3cret\n") as client:
        await client.catalog()
        with pytest.raises(HttpStatus) as caught:
            await read(client, asking("case/error-500", "hi"))
    assert [exchange.headers["authorization"] for exchange in lab.log] == ["Bearer s3cret"] * 2
    assert "s3cret" not in str(caught.value) + caught.value.cure


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "schlüssel", "a\x00b"])
async def test_an_impossible_token_is_refused_and_not_repeated(lab: Homelab, token: str) -> None:
    async with client_of(lab, token=token) as client:
        with pytest.raises(BadToken) as caught:
            await client.catalog()
    assert token not in str(caught.value)
    assert lab.log == []


async def test_a_parameter_that_json_cannot_carry_is_said_before_anything_is_sent(lab: Homelab) -> None:
    async with client_of(lab) as client:
        with pytest.raises(BadRequest, match="`stop`"):
            await read(client, asking(lan.FAST, "hi", stop=float("nan")))
    assert lab.log == []


async def test_what_is_no_catalogue_is_said(lab: Homelab) -> None:
    lab.catalogue_body = b"<html><title>Sign in</title></html>"
    async with client_of(lab) as client:
        with pytest.raises(BadCatalog, match="sent something else than its list of models: Sign in"):
            await client.catalog()


async def test_what_an_embedded_broker_found_comes_with_its_catalogue(lab: Homelab) -> None:
    lab.catalogue_body = b'{"data": [{"id": "guide"}], "aishtui": {"found": ["llama.cpp on port 8080"]}}'
    async with client_of(lab) as client:
        catalog = await client.catalog()
    assert catalog.found == ("llama.cpp on port 8080",)


async def test_every_error_is_of_the_family(lab: Homelab) -> None:
    async with client_of(lab) as client:
        with pytest.raises(EndpointError) as caught:
            await read(client, asking("nobody/has-this", "hi"))
    assert str(caught.value).endswith("answered 404: the model `nobody/has-this` is not served here")
    assert "`:models`" in caught.value.cure


async def test_a_client_can_be_closed_in_the_midst_of_an_answer(lab: Homelab) -> None:
    lab.script(lan.FAST, holds_after(3, threading.Event()))
    client = EndpointClient(parse_endpoint(lab.url))
    reading = asyncio.create_task(read(client, asking(lan.FAST, "hi")))
    await wait_for(lab, lambda log: log and log[0].sent_text)
    await client.aclose()
    with pytest.raises(ConnectionLost):
        await reading
    await wait_for(lab, lambda log: log[0].client_closed)

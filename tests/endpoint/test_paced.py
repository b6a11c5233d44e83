"""What trickles is read a frame's worth at a time; what is quick, first or short is read as it comes."""

import asyncio

import httpcore
import httpx
import pytest

from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.paced import EXACT_S, FRAME_S, TRICKLE, Pace, PacedStream
from aishtui.wire.address import parse_endpoint
from aishtui.wire.deltas import TextDelta
from tests.servers.scripted import scripted


def paced(*reads: tuple[float, int]) -> Pace:
    """After reads of so many bytes at these times."""
    pace = Pace()
    for now, size in reads:
        pace.took(size, now)
    return pace


def test_the_first_pieces_and_short_answers_are_read_as_they_come() -> None:
    assert Pace().wait(5.0) == 0
    assert paced((5.0, 100), (5.0 + EXACT_S - 0.1, 100)).wait(5.0 + EXACT_S - 0.1) == 0


def test_a_trickle_that_goes_on_is_read_once_a_frame() -> None:
    pace = paced((5.0, 100), (6.5, 100), (7.0, 100), (7.6, 100))
    assert pace.wait(7.6) == pytest.approx(FRAME_S)
    assert pace.wait(7.6 + FRAME_S) == 0
    assert pace.wait(9.0) == 0


def test_what_comes_in_bulk_is_not_waited_for() -> None:
    assert paced((5.0, 100), (6.0, 100), (6.5, 100), (7.2, TRICKLE)).wait(7.2) == 0


def test_after_a_silence_the_times_are_exact_again() -> None:
    pace = paced((5.0, 100), (5.9, 100), (6.2, 100), (6.2 + EXACT_S + 0.1, 100))
    assert pace.wait(6.2 + EXACT_S + 0.1) == 0


def test_the_pool_is_where_httpx_keeps_it() -> None:
    stock = httpx.AsyncHTTPTransport()
    assert hasattr(stock, "_pool"), "httpx keeps its pool under another name: PacedTransport puts ours beside it"
    assert hasattr(type(stock._pool), "handle_async_request")


async def test_every_piece_of_a_trickle_arrives() -> None:
    pieces = 300

    async def trickle(writer: asyncio.StreamWriter, _request: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in range(pieces):
            event = b'data: {"choices": [{"delta": {"content": "%03d "}}]}\n\n' % number
            writer.write(b"%x\r\n%s\r\n" % (len(event), event))
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")

    async with scripted(trickle) as server:
        client = EndpointClient(parse_endpoint(server.url))
        try:
            async with client.chat({"model": "m", "messages": []}) as reply:
                deltas = [delta async for some in reply.deltas() for delta in some]
        finally:
            await client.aclose()
    assert "".join(d.text for d in deltas if isinstance(d, TextDelta)) == "".join(f"{n:03} " for n in range(pieces))


class Piece(httpcore.AsyncNetworkStream):
    """A connection on which there is always a little to read."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return b"piece"


async def test_a_read_waits_for_its_time() -> None:
    stream = PacedStream(Piece())
    loop = asyncio.get_running_loop()
    began, reads, took = loop.time(), 0, 0.0
    while took < FRAME_S / 2 or loop.time() - began < EXACT_S:  # until the first that waits
        assert loop.time() - began < 20 * EXACT_S
        await asyncio.sleep(0.001)
        before = loop.time()
        await stream.read(100)
        took, reads = loop.time() - before, reads + 1
    assert reads > 10
    before = loop.time()
    for _ in range(4):
        assert await stream.read(100) == b"piece"
    assert loop.time() - before > 2 * FRAME_S

"""A list of models that comes in pages, on real sockets: followed to its end, and never without one."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from aishtui.chat.catalog import Catalog
from aishtui.endpoint import errors
from aishtui.endpoint.catalog_pages import MOST_PAGES
from aishtui.endpoint.client import EndpointClient
from aishtui.wire.address import parse_endpoint
from aishtui.wire.catalog import MAX_ENTRIES
from benchmarks.models import openrouter_models
from tests.servers.scripted import Scripted, response, scripted

Answer = Callable[[str], bytes]
"""The response to a path with its query."""


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[Scripted]:
    async def act(writer: asyncio.StreamWriter, request: str) -> None:
        writer.write(answer(request.split()[1]))

    async with scripted(act) as server:
        yield server


async def catalog_of(server: Scripted, catalog_s: float = 5.0) -> Catalog:
    client = EndpointClient(parse_endpoint(server.url), lambda: "s3cret", catalog_s)
    try:
        return await client.catalog()
    finally:
        await client.aclose()


def page(*ids: str, next_: str | None = None, **more: Any) -> bytes:
    return response(json.dumps({"data": [{"id": id} for id in ids], "links": {"next": next_}, **more}).encode())


def ids(catalog: Catalog) -> list[str]:
    return [entry.id for entry in catalog.entries]


def asked(server: Scripted) -> list[str]:
    return [request.split()[1] for request in server.requests]


@pytest.mark.parametrize("absolute", [False, True])
async def test_pages_are_followed_with_the_token(absolute: bool) -> None:
    def answer(path: str) -> bytes:
        start = server.url if absolute else ""
        pages = {
            "/v1/models": page("a", "b", next_=f"{start}/v1/models?offset=2"),
            "/v1/models?offset=2": page("b", "c", next_="?offset=3"),
            "/v1/models?offset=3": page("d"),
        }
        return pages[path]

    async with serving(answer) as server:
        catalog = await catalog_of(server)
    assert (ids(catalog), catalog.whole, catalog.note) == (["a", "b", "c", "d"], True, "")
    assert asked(server) == ["/v1/models", "/v1/models?offset=2", "/v1/models?offset=3"]
    assert all("Bearer s3cret" in request for request in server.requests)


async def test_the_last_id_leads_on_where_there_is_more() -> None:
    pages = {
        "/v1/models": page("a", has_more=True, last_id="a"),
        "/v1/models?after_id=a": page("b", has_more=False, last_id="b"),
    }
    async with serving(pages.__getitem__) as server:
        assert ids(await catalog_of(server)) == ["a", "b"]


async def test_no_other_server_is_asked_or_sees_the_token() -> None:
    async with serving(lambda _: page("stolen")) as other:
        async with serving(lambda _: page("a", next_=f"{other.url}/v1/models?offset=1", total_count=7)) as server:
            catalog = await catalog_of(server)
        assert other.requests == []
    assert ids(catalog) == ["a"]
    assert catalog.note == "1 of 7 models was read: the list goes on at another server, which was not asked."
    assert catalog.whole  # what this one lists, it has listed


@pytest.mark.parametrize("next_", ["/v1/models", "?page=1", "?after_id=a"])
async def test_a_list_that_goes_in_a_circle_ends(next_: str) -> None:
    async with serving(lambda _: page("a", next_=next_)) as server:
        catalog = await catalog_of(server)
    assert (ids(catalog), catalog.whole) == (["a"], True)
    assert len(server.requests) <= 2


async def test_an_endless_list_of_pages_ends() -> None:
    def answer(path: str) -> bytes:
        number = int(path.partition("=")[2] or 0)
        return page(f"m{number}", next_=f"?page={number + 1}")

    async with serving(answer) as server:
        catalog = await catalog_of(server)
    assert len(server.requests) == len(catalog.entries) == MOST_PAGES
    assert (catalog.whole, catalog.note) == (False, "50 models were read: the list has more than 50 pages.")


async def test_a_huge_list_is_bounded_and_its_rest_not_asked_for() -> None:
    many = [str(number) for number in range(MAX_ENTRIES + 5)]
    async with serving(lambda _: page(*many, next_="?page=2")) as server:
        catalog = await catalog_of(server)
    assert (len(catalog.entries), catalog.skipped, len(server.requests)) == (MAX_ENTRIES, 5, 1)
    assert (catalog.whole, catalog.note) == (False, "20000 models were read: aishtui takes no more than 20000.")


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (response(b'{"error": {"message": "try later"}}', "503 Busy"), "503: try later"),
        (response(b"<html><title>Sign in</title></html>"), "sent something else than its list of models: Sign in"),
        (response(b'{"error": "no more"}'), "sent no list of models, but: no more"),
        (b"", "was lost before it answered"),
        (response(b"", "302 Found", Location="http://192.0.2.1/"), "nothing was sent there"),
    ],
)
async def test_a_later_page_that_fails_keeps_what_came_and_says_so(second: bytes, words: str) -> None:
    def answer(path: str) -> bytes:
        return second if "?" in path else page("a", "b", next_="?offset=2", total=9)

    async with serving(answer) as server:
        catalog = await catalog_of(server)
    assert (ids(catalog), catalog.whole) == (["a", "b"], False)
    assert catalog.note.startswith("2 of 9 models were read; page 2 of the list did not come: ")
    assert words in catalog.note


async def test_a_later_page_that_does_not_come_in_time_keeps_what_came() -> None:
    never = asyncio.Event()

    async def act(writer: asyncio.StreamWriter, request: str) -> None:
        if "?" in request.split()[1]:
            await never.wait()
        writer.write(page("a", next_="?offset=1"))

    async with scripted(act) as server:
        catalog = await catalog_of(server, catalog_s=0.3)
        never.set()
    assert (ids(catalog), catalog.whole) == (["a"], False)
    assert "page 2 of the list did not come" in catalog.note


async def test_a_page_without_an_end_keeps_what_came() -> None:
    async def act(writer: asyncio.StreamWriter, request: str) -> None:
        if "?" not in request.split()[1]:
            writer.write(page("a", next_="?offset=1"))
            return
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n[")
        try:
            while not writer.is_closing():
                writer.write(b" " * 1_000_000)
                await writer.drain()
        except ConnectionError:
            pass  # it was given up, as it should be

    async with scripted(act) as server:
        catalog = await catalog_of(server)
    assert (ids(catalog), catalog.whole) == (["a"], False)
    assert "without end" in catalog.note


async def test_a_first_page_that_fails_is_the_lists_failure() -> None:
    async with serving(lambda _: response(b"", "503 Busy")) as server:
        with pytest.raises(errors.HttpStatus):
            await catalog_of(server)


async def test_five_thousand_models_come_with_all_that_is_known_of_them() -> None:
    models = openrouter_models(5000, seed=1)
    async with serving(lambda _: response(json.dumps({"data": models}).encode())) as server:
        catalog = await catalog_of(server, catalog_s=30.0)
    assert len(catalog.entries) == 5000
    assert [dict(entry.raw) for entry in catalog.entries[:20]] == models[:20]
    assert all(entry.price_in and entry.context_length and entry.parameters for entry in catalog.entries)

"""The endpoint in use: its address, whether it answers, what it lists, and swapping it in place."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from aishtui.chat.catalog import Catalog, CatalogEntry, EndpointHealth, HealthState
from aishtui.chat.catalog_news import with_news
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.engine.access import Access, Credentials, Fallback
from aishtui.engine.changes import Changes
from aishtui.engine.embedded import EmbeddedBroker, EmbeddedBrokerFailed
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import kept
from aishtui.wire.address import Address, parse_endpoint

if TYPE_CHECKING:  # httpx comes with it, and it is loaded in the engine's thread after the first paint
    from aishtui.endpoint.client import EndpointClient

EMBEDDED = "embedded"
"""The word that stands for the embedded broker where an address could stand."""
DOWN_S = 30.0
"""A broker that was down is asked again this soon, once the user does something."""
SAVE_AGAIN_S = 3600.0
"""A list that says the same is not written anew before: 5,000 models are 13 MB."""
SHORT_CHARS = 250_000
"""A list so long, of a hundred models that tell much of themselves, is read within 5 ms (measured)."""


class NotConnected(Exception):
    """There is no endpoint to send to. `problem` and `cure` are sentences."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(f"{problem} {cure}")
        self.problem = problem
        self.cure = cure


@dataclass(slots=True)
class _Connection:
    """One endpoint with those who use it, or wait for it to open; it is closed when it is out of use and its last
    answer has ended."""

    opening: asyncio.Task[tuple["EndpointClient", EmbeddedBroker | None]]
    users: int = 0
    retired: bool = False


class Link:
    """Lives in the engine's event loop; `health` and `catalog` are values and may be read from any thread."""

    def __init__(self, changes: Changes, keeper: Keeper, access: Access) -> None:
        self._changes = changes
        self._keeper = keeper
        self._access = access
        self._fallback_clients: dict[str, EndpointClient] = {}
        self._former_clients: list[EndpointClient] = []
        """Of fallbacks as they were; answers may still come through them."""
        self._starting: asyncio.Task[EmbeddedBroker] | None = None
        self._connection: _Connection | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._refreshing: set[asyncio.Task[None]] = set()
        self._address: Address | None = None
        self._generation = 0
        self._warned: set[str] = set()
        self._asked_at: float | None = None
        """When the catalogue was asked for last, by the monotonic clock."""
        self._saved_at: float | None = None
        self.health = EndpointHealth(label="", url="")
        self.catalog: Catalog | None = None

    # -- choosing

    def use(self, address: Address | None) -> None:
        """Take `address` (None: the embedded broker) for everything sent from now on; running answers finish
        where they began. Within the loop."""
        self._retire()
        self._generation += 1
        self._asked_at = self._saved_at = None
        self._address = address
        label, url = (address.label, address.url) if address is not None else ("", "")
        self.health = EndpointHealth(label, url, embedded=address is None)
        self.catalog = None
        if address is None:
            self._starting = asyncio.get_running_loop().create_task(
                asyncio.to_thread(EmbeddedBroker, self._access.broker_file)
            )
        self._changes.of("health")
        self._changes.of("catalog")

    def again(self) -> None:
        """Retry: an embedded broker that did not start, or has died, is started anew. Within the loop."""
        opening = self._connection.opening if self._connection is not None else None
        if opening is None or not opening.done() or opening.cancelled():
            return
        if opening.exception() is not None:
            self.use(self._address)
            return
        _client, broker = opening.result()
        # One that was killed a moment ago may look alive still, and takes no connections any more.
        if broker is not None and (not broker.alive or self.health.state is HealthState.DOWN):
            self.use(self._address)

    def use_access(self, access: Access) -> None:
        """What goes with everything sent from now on. Within the loop."""
        self._access = access
        self._former_clients += self._fallback_clients.values()
        self._fallback_clients = {}
        if self._address is not None:  # the embedded broker is given nothing
            self._retire()

    def _connected(self) -> _Connection:
        """The connection in use, begun now if nobody has needed it yet."""
        if self._connection is None:
            opening = self._open(self._address, self._starting, self._generation)
            self._connection = _Connection(asyncio.get_running_loop().create_task(opening))
        return self._connection

    async def _open(
        self, address: Address | None, starting: asyncio.Task[EmbeddedBroker] | None, generation: int
    ) -> tuple["EndpointClient", EmbeddedBroker | None]:
        """What stands in the fields may be another endpoint's by the time this runs: hence the arguments."""
        broker: EmbeddedBroker | None = None
        if address is None:
            assert starting is not None
            broker, address = await self._start_broker(starting, generation)
        if generation == self._generation:
            self._set_health(replace(self.health, label=address.label, url=address.url))
        return _client(address, self._access.credentials_for(address)), broker

    async def _start_broker(
        self, starting: asyncio.Task[EmbeddedBroker], generation: int
    ) -> tuple[EmbeddedBroker, Address]:
        broker = None
        try:
            broker = await starting
            return broker, parse_endpoint(await asyncio.to_thread(broker.url))
        except EmbeddedBrokerFailed as problem:
            if broker is not None:
                await asyncio.to_thread(broker.close)
            cure = "Or name a broker: `:connect URL`."
            if generation == self._generation:
                self._down(str(problem), cure)
            raise NotConnected(str(problem), cure) from problem

    # -- using

    @asynccontextmanager
    async def client(self) -> AsyncIterator["EndpointClient"]:
        """The client of the endpoint in use now, kept open for as long as the context lasts.

        Raises NotConnected when the embedded broker could not be started.
        """
        connection = self._connected()
        connection.users += 1
        try:
            client, _ = await asyncio.shield(connection.opening)
            yield client
        finally:
            connection.users -= 1
            self._close_unused(connection)

    def fallbacks(self, broker: Address, model: str) -> tuple[Fallback, ...]:
        """Who may answer for `model` while no connection to `broker` can be made."""
        return tuple(known for known in self._access.fallbacks_for(broker) if model in known.models)

    def fallback_client(self, fallback: Fallback) -> "EndpointClient":
        """The client of a fallback, with that one's own credentials."""
        client = self._fallback_clients.get(fallback.name)
        if client is None:
            client = self._fallback_clients[fallback.name] = _client(fallback.address, fallback.credentials)
        return client

    def warn(self, words: str) -> None:
        """Something the user should know of how things are sent; told once."""
        if words and words not in self._warned:
            self._warned.add(words)
            self._set_health(replace(self.health, warning=words))

    async def refresh(self) -> None:
        """Ask for the catalogue: sets `catalog` and `health`. Never raises for what an endpoint can do."""
        await self._begin_refresh()

    def is_old(self, after_s: float) -> bool:
        """Whether the catalogue was asked for so long ago that it is worth asking again. From any thread."""
        if self.health.state is HealthState.DOWN:
            after_s = min(after_s, DOWN_S)
        return self._asked_at is not None and time.monotonic() - self._asked_at >= after_s

    def refresh_if_old(self, after_s: float) -> None:
        """Ask again in the background, unless that is under way. Within the loop."""
        if self.is_old(after_s) and not self._refreshing:
            self._begin_refresh(unasked=True)

    def _begin_refresh(self, unasked: bool = False) -> asyncio.Task[None]:
        self._asked_at = time.monotonic()
        task = asyncio.get_running_loop().create_task(self._refresh(unasked))
        self._refreshing.add(task)
        task.add_done_callback(self._refreshing.discard)
        return task

    async def _refresh(self, unasked: bool) -> None:
        from aishtui.endpoint.errors import EndpointError, NoConnection  # start-up: as above

        asked = self._generation
        await self._show_stored_catalog(asked)
        try:
            async with self.client() as client:
                catalog = await client.catalog()
                self.warn(client.warning)
        except EndpointError as error:
            # Whom nobody asked must not take away a broker that answers prompts: one hanging backend can hold its list.
            passed_over = unasked and self.health.state is HealthState.OK and not isinstance(error, NoConnection)
            if asked == self._generation and not passed_over:
                self._down(error.problem, error.cure)
            return
        except NotConnected:
            return
        await self._take_catalog(catalog, asked)

    async def _take_catalog(self, catalog: Catalog, asked: int) -> None:
        """What the endpoint listed, with its news. A list that says the same as before is no news to the screen."""
        before = self.catalog
        catalog = await asyncio.to_thread(with_news, catalog, before)
        same = before is not None and await asyncio.to_thread(_same, before, catalog)
        if asked != self._generation:
            return
        self.catalog = catalog
        self.answered(self.health.url)
        if not same:
            self._changes.of("catalog")
        if not same or self._saved_at is None or time.monotonic() - self._saved_at > SAVE_AGAIN_S:
            await self._save(catalog)

    async def _save(self, catalog: Catalog) -> None:
        if self.health.embedded:
            return  # its next run has another address
        self._saved_at = time.monotonic()
        await kept(self._keeper.save_catalog(catalog))

    async def show_short_catalog(self) -> None:
        """The last known one for the first frame, if reading it delays nobody."""
        await self._show_stored_catalog(self._generation, SHORT_CHARS)

    async def _show_stored_catalog(self, asked: int, most_chars: int | None = None) -> None:
        """The last known one, before the endpoint has so much as been connected to."""
        if self.catalog is None and self._address is not None:
            stored = await kept(self._keeper.load_catalog(self._address.url, most_chars))
            if stored is not None and self.catalog is None and asked == self._generation:
                self.catalog = stored
                self._changes.of("catalog")

    def answered(self, url: str) -> None:
        """The endpoint at `url` was heard: news only while it is the one in use."""
        if url == self.health.url:
            self._set_health(replace(self.health, state=HealthState.OK, problem="", cure=""))

    def failed(self, url: str, problem: str, cure: str) -> None:
        """No connection to the endpoint at `url` could be made."""
        if url == self.health.url:
            self._down(problem, cure)

    def _down(self, problem: str, cure: str) -> None:
        self._set_health(replace(self.health, state=HealthState.DOWN, problem=problem, cure=cure))

    def _set_health(self, health: EndpointHealth) -> None:
        if health != self.health:
            self.health = health
            self._changes.of("health")

    # -- leaving

    def _retire(self) -> None:
        connection, starting = self._connection, self._starting
        self._connection = self._starting = None
        if connection is not None:
            connection.retired = True
            self._close_unused(connection)
        elif starting is not None:
            self._in_the_end(self._end_broker(starting))

    def _close_unused(self, connection: _Connection) -> None:
        if connection.retired and connection.users == 0:
            self._in_the_end(self._close(connection))

    def _in_the_end(self, closing: Coroutine[None, None, None]) -> None:
        """In a task of its own: neither an answer's end nor its cancelling has to do with how long closing takes."""
        task = asyncio.get_running_loop().create_task(closing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, connection: _Connection) -> None:
        try:
            client, broker = await connection.opening
        except NotConnected:
            return
        await client.aclose()
        if broker is not None:
            await asyncio.to_thread(broker.close)

    async def _end_broker(self, starting: asyncio.Task[EmbeddedBroker]) -> None:
        """End one that nobody has asked anything."""
        try:
            broker = await starting
        except EmbeddedBrokerFailed:
            return
        await asyncio.to_thread(broker.close)

    async def close(self) -> None:
        """Close what is open. Nothing can be sent afterwards."""
        refreshing = tuple(self._refreshing)
        for task in refreshing:
            task.cancel()
        if refreshing:
            await asyncio.wait(refreshing, timeout=1.0)
        self._retire()
        for client in (*self._fallback_clients.values(), *self._former_clients):
            self._in_the_end(client.aclose())
        if self._closing:
            await asyncio.wait(self._closing, timeout=3.0)


def _client(address: Address, credentials: Credentials) -> "EndpointClient":
    from aishtui.endpoint.client import EndpointClient  # start-up: httpx is not needed before this

    return EndpointClient(address, credentials.token, headers=credentials.headers)


_SHOWN = attrgetter(*(field.name for field in fields(CatalogEntry) if field.name != "raw"))


def _same(one: Catalog, other: Catalog) -> bool:
    """Whether they show the same. Some servers write the time of asking into each model's `created`."""
    if len(one.entries) != len(other.entries):
        return False
    # One by one, and not list against list: that would hold the interpreter's lock for all of them.
    if any(_SHOWN(entry) != _SHOWN(its) for entry, its in zip(one.entries, other.entries, strict=True)):
        return False
    return replace(one, fetched_at="", since="", entries=()) == replace(other, fetched_at="", since="", entries=())

"""The endpoint in use: its address, whether it answers, what it lists, and swapping it in place."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aishtui.chat.catalog import Catalog, EndpointHealth, HealthState
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
        self._starting: asyncio.Task[EmbeddedBroker] | None = None
        self._connection: _Connection | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._refreshing: set[asyncio.Task[None]] = set()
        self._address: Address | None = None
        self._generation = 0
        self._warned: set[str] = set()
        self.health = EndpointHealth(label="", url="")
        self.catalog: Catalog | None = None

    # -- choosing

    def use(self, address: Address | None) -> None:
        """Take `address` (None: the embedded broker) for everything sent from now on; running answers finish
        where they began. Within the loop."""
        self._retire()
        self._generation += 1
        self._address = address
        label, url = (address.label, address.url) if address is not None else ("", "")
        self.health = EndpointHealth(label, url, embedded=address is None)
        self.catalog = None
        if address is None:
            self._starting = asyncio.get_running_loop().create_task(asyncio.to_thread(EmbeddedBroker))
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
        if broker is not None and not broker.alive:
            self.use(self._address)

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

    def fallbacks(self, model: str) -> tuple[Fallback, ...]:
        """Who may answer for `model` while no connection to the endpoint in use can be made."""
        if self._address is None:
            return ()
        return tuple(known for known in self._access.fallbacks_for(self._address) if model in known.models)

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
        task = asyncio.get_running_loop().create_task(self._refresh())
        self._refreshing.add(task)
        task.add_done_callback(self._refreshing.discard)
        await task

    async def _refresh(self) -> None:
        from aishtui.endpoint.errors import EndpointError  # start-up: as above

        asked = self._generation
        try:
            async with self.client() as client:
                await self._show_stored_catalog(client.address.url, asked)
                catalog = replace(await client.catalog(), found=client.found)
                self.warn(client.warning)
        except EndpointError as error:
            if asked == self._generation:
                self._down(error.problem, error.cure)
            return
        except NotConnected:
            return
        if asked == self._generation:
            self.catalog = catalog
            self.answered(self.health.url)
            self._changes.of("catalog")
            await kept(self._keeper.save_catalog(catalog))

    async def _show_stored_catalog(self, url: str, asked: int) -> None:
        if self.catalog is None and not self.health.embedded:
            stored = await kept(self._keeper.load_catalog(url))
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
        for client in self._fallback_clients.values():
            self._in_the_end(client.aclose())
        if self._closing:
            await asyncio.wait(self._closing, timeout=3.0)


def _client(address: Address, credentials: Credentials) -> "EndpointClient":
    from aishtui.endpoint.client import EndpointClient  # start-up: httpx is not needed before this

    return EndpointClient(address, credentials.token, headers=credentials.headers)

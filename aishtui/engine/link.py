"""The endpoint in use: its address, whether it answers, what it lists, and swapping it in place."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aishtui.chat.catalog import Catalog, EndpointHealth, HealthState
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
    """One endpoint with those who use it; it is closed when it is out of use and its last answer has ended."""

    client: "EndpointClient"
    address: Address
    broker: EmbeddedBroker | None
    users: int = 0
    retired: bool = False


class Link:
    """Lives in the engine's event loop; `health` and `catalog` are values and may be read from any thread."""

    def __init__(
        self, changes: Changes, keeper: Keeper, token_for: Callable[[Address], Callable[[], str | None] | None]
    ):
        self._changes = changes
        self._keeper = keeper
        self._token_for = token_for
        self._starting: asyncio.Task[EmbeddedBroker] | None = None
        self._connecting: asyncio.Task[_Connection] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._address: Address | None = None
        self._generation = 0
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
        """Retry: an embedded broker that did not start is started anew. Within the loop."""
        connecting = self._connecting
        if connecting is not None and connecting.done() and connecting.exception() is not None:
            self.use(self._address)

    async def _connect(self) -> _Connection:
        broker, address = await self._reach()
        from aishtui.endpoint.client import EndpointClient  # start-up: httpx is not needed before this

        self._set_health(replace(self.health, label=address.label, url=address.url))
        return _Connection(EndpointClient(address, self._token_for(address)), address, broker)

    async def _reach(self) -> tuple[EmbeddedBroker | None, Address]:
        if self._address is not None:
            return None, self._address
        assert self._starting is not None
        broker = await self._starting
        try:
            return broker, parse_endpoint(await asyncio.to_thread(broker.url))
        except EmbeddedBrokerFailed as problem:
            broker.close()
            self._down(str(problem), "Or name a broker: `:connect URL`.")
            raise NotConnected(self.health.problem, self.health.cure) from problem

    # -- using

    @asynccontextmanager
    async def client(self) -> AsyncIterator["EndpointClient"]:
        """The client of the endpoint in use now, kept open for as long as the context lasts.

        Raises NotConnected when the embedded broker could not be started.
        """
        if self._connecting is None:
            self._connecting = asyncio.get_running_loop().create_task(self._connect())
        connection = await asyncio.shield(self._connecting)
        connection.users += 1
        try:
            yield connection.client
        finally:
            connection.users -= 1
            if connection.retired and connection.users == 0:
                await self._close(connection)

    async def refresh(self) -> None:
        """Ask for the catalogue: sets `catalog` and `health`. Never raises for what an endpoint can do."""
        from aishtui.endpoint.errors import EndpointError  # start-up: as above

        asked = self._generation
        try:
            async with self.client() as client:
                await self._show_stored_catalog(client.address.url)
                catalog = replace(await client.catalog(), found=client.found)
        except EndpointError as error:
            if asked == self._generation:
                self._down(error.problem, error.cure)
            return
        except NotConnected:
            return
        if asked == self._generation:
            self.catalog = catalog
            self.answered()
            self._changes.of("catalog")
            await kept(self._keeper.save_catalog(catalog))

    async def _show_stored_catalog(self, url: str) -> None:
        if self.catalog is None:
            stored = await kept(self._keeper.load_catalog(url))
            if stored is not None and self.catalog is None and not self.health.embedded:
                self.catalog = stored
                self._changes.of("catalog")

    def answered(self) -> None:
        """The endpoint was heard."""
        self._set_health(replace(self.health, state=HealthState.OK, problem="", cure=""))

    def failed(self, problem: str, cure: str) -> None:
        """No connection to the endpoint could be made."""
        self._down(problem, cure)

    def _down(self, problem: str, cure: str) -> None:
        self._set_health(replace(self.health, state=HealthState.DOWN, problem=problem, cure=cure))

    def _set_health(self, health: EndpointHealth) -> None:
        if health != self.health:
            self.health = health
            self._changes.of("health")

    # -- leaving

    def _retire(self) -> None:
        if self._connecting is None and self._starting is not None:
            self._connecting = asyncio.get_running_loop().create_task(self._connect())
        connecting, self._connecting, self._starting = self._connecting, None, None
        if connecting is not None:
            task = asyncio.get_running_loop().create_task(self._retire_connection(connecting))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _retire_connection(self, connecting: Awaitable[_Connection]) -> None:
        try:
            connection = await connecting
        except NotConnected:
            return
        connection.retired = True
        if connection.users == 0:
            await self._close(connection)

    async def _close(self, connection: _Connection) -> None:
        await connection.client.aclose()
        if connection.broker is not None:
            await asyncio.to_thread(connection.broker.close)

    async def close(self) -> None:
        """Close what is open. Nothing can be sent afterwards."""
        self._retire()
        if self._closing:
            await asyncio.wait(self._closing, timeout=3.0)

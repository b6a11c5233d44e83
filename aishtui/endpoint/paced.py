"""Reading what trickles in a frame's worth at a time: taking in one token costs as much as taking in ten.

Each piece that is read by itself wakes a thread, and goes through the event loop and every layer of HTTP. At 100 tokens
a second a whole answer, shown and kept, costs a quarter more that way (`docs/performance.md`). Nobody sees the
difference: the screen is drawn 30 times a second at most.
"""

import asyncio
import ssl
from collections.abc import Iterable
from time import monotonic
from typing import Any

from aishtui.endpoint.http import httpx  # before httpcore: see there

# isort: split
import httpcore

FRAME_S = 1 / 28
"""A little longer than the screen's (1/30): what has been read is then drawn at once. With equal ones each text would
wait for as long as the two happen to be apart, up to a whole frame more."""
EXACT_S = 1.0
"""So long every piece is read when it comes, after a pause of at least that length: the times of the first token and of
short answers are exact, those of longer ones to a frame."""
TRICKLE = 4096
"""Bytes. Where more comes at once there is enough to do, and nothing is waited for."""


class Pace:
    """How long to wait before the next read. Times are `time.monotonic()` values."""

    def __init__(self) -> None:
        self._began = self._last = float("-inf")
        self._size = 0

    def wait(self, now: float) -> float:
        """Seconds; 0 where the next read is due."""
        if self._size >= TRICKLE or self._last - self._began < EXACT_S:
            return 0.0
        return max(0.0, self._last + FRAME_S - now)

    def took(self, size: int, now: float) -> None:
        """A read has brought `size` bytes."""
        if now - self._last > EXACT_S:
            self._began = now
        self._last, self._size = now, size


# ruff: noqa: ASYNC109 - the signatures are httpcore's


class PacedStream(httpcore.AsyncNetworkStream):
    """A connection whose reads keep a pace; everything else is as it is."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._pace = Pace()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        wait = self._pace.wait(monotonic())
        if wait:
            await asyncio.sleep(wait)
        data = await self._stream.read(max_bytes, timeout)
        self._pace.took(len(data), monotonic())
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return PacedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class PacedBackend(httpcore.AnyIOBackend):
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return PacedStream(await super().connect_tcp(host, port, timeout, local_address, socket_options))


class PacedTransport(httpx.AsyncHTTPTransport):
    """httpx's own way to the network, with a pool whose connections are paced."""

    def __init__(self, tls: ssl.SSLContext, limits: httpx.Limits) -> None:
        super().__init__(verify=tls, trust_env=False, limits=limits)
        # httpx takes no network backend, httpcore does. `_pool` is httpx's name; a test says when it is another.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            network_backend=PacedBackend(),
        )

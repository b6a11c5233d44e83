"""The way to a server: its address, what is sent along, and what must not come back."""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPSConnection

from aishtui.broker.config import CONNECT_S, BackendConfig, CloudConfig
from aishtui.broker.secrets import Secrets
from aishtui.wire.address import Address, parse_endpoint

Headers = Sequence[tuple[str, str]]

# RFC 9110, 7.6.1: these belong to one connection. Host and Content-Length are made anew for the next one.
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization", "te", "trailer"}
    | {"transfer-encoding", "upgrade", "host", "content-length", "expect"}
)
_TO_THE_CLOUD = frozenset({"content-type", "accept", "user-agent", "http-referer", "x-title"})
"""All that a provider on the internet gets of the client's headers; the last two are OpenRouter's own. Never its
token, its session or its cookies, which are meant for this broker."""


@dataclass(frozen=True, slots=True)
class Route:
    """`own` headers replace the client's of the same name. `only`: the client's headers that go along; None: all."""

    address: Address
    connect_s: float = CONNECT_S
    own: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    only: frozenset[str] | None = None
    secrets: Secrets = field(default_factory=lambda: Secrets(()))
    # Reading all authorities takes tens of milliseconds: once, and only where somebody is asked over https.
    tls: Callable[[], ssl.SSLContext] = field(
        default_factory=lambda: cache(ssl.create_default_context), repr=False, compare=False
    )

    def connection(self, connect_s: float | None = None) -> HTTPConnection:
        """Not yet connected. Certificates are verified against what this machine trusts."""
        host, port, limit = self.address.host, self.address.port, connect_s or self.connect_s
        if self.address.is_https:
            return HTTPSConnection(host, port, timeout=limit, context=self.tls())
        return HTTPConnection(host, port, timeout=limit)

    def path(self, ending: str) -> str:
        """`/v1/models` for `/models`."""
        return "/" + self.address.base.partition("://")[2].partition("/")[2] + ending

    def headers(self, clients: Headers) -> list[tuple[str, str]]:
        """What is sent, one line each: folding is allowed to whoever sends a header (RFC 9112, 5.2), not to who
        passes it on."""
        own = {name.casefold() for name, _ in self.own}
        kept = [
            (name, unfolded(value))
            for name, value in clients
            if name.casefold() not in HOP_BY_HOP | own and (self.only is None or name.casefold() in self.only)
        ]
        if self.secrets:  # which cannot be looked for in what is packed
            kept = [(name, value) for name, value in kept if name.casefold() != "accept-encoding"]
            kept.append(("Accept-Encoding", "identity"))
        return [*kept, *self.own]


def unfolded(value: str) -> str:
    return " ".join(value.split()) if "\r" in value or "\n" in value else value


def route_to_port(port: int, connect_s: float) -> Route:
    """To a server on this machine."""
    return Route(parse_endpoint(f"127.0.0.1:{port}"), connect_s)


def route_to_backend(backend: BackendConfig, connect_s: float) -> Route:
    own = tuple((header.name, header.value) for header in backend.headers)
    secrets = Secrets(header.value.removeprefix("Bearer ") for header in backend.headers if header.secret)
    return Route(backend.address, connect_s, own, None, secrets)


def route_to_cloud(cloud: CloudConfig, connect_s: float) -> Route:
    own = (("Authorization", f"Bearer {cloud.key}"),)
    return Route(cloud.address, connect_s, own, _TO_THE_CLOUD, Secrets([cloud.key]))

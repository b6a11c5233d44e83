"""The client of one endpoint: its catalogue, and answers as they come."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aishtui.chat.catalog import Catalog
from aishtui.endpoint import errors
from aishtui.endpoint.catalog_pages import CatalogPages
from aishtui.endpoint.connection import Connection
from aishtui.endpoint.decoded import decoded
from aishtui.endpoint.exposure import exposed
from aishtui.endpoint.http import httpx
from aishtui.endpoint.refusal import read_refusal
from aishtui.endpoint.reply import Reply
from aishtui.endpoint.shown import headers_of
from aishtui.wire.address import Address
from aishtui.wire.answered_by import answered_by
from aishtui.wire.errors import NotSendable
from aishtui.wire.inflate import BadEncoding
from aishtui.wire.request import encode
from aishtui.wire.secrets import Headers, shown_address

CATALOG_S = 5.0
_CATALOG_CONNECT_S = 4.0
"""Less than the whole, so that the sentence can say that no connection was made."""
# Above this, writing or reading JSON would hold the loop for long enough to be felt (measured: 3.3 MB, 118 ms).
_LARGE = 1_000_000
_NOT_OF_A_REQUEST = frozenset({"accept", "authorization", "content-type", "proxy-authorization", "x-session-id"})
"""What one request's own headers cannot be, whoever asks for it: ours, and what belongs to the endpoint."""


class EndpointClient:
    """Talks to one endpoint from within one event loop. Everything it raises is an EndpointError."""

    def __init__(
        self,
        address: Address,
        token: Callable[[], str | None] | None = None,
        catalog_s: float = CATALOG_S,
        headers: Mapping[str, str] = {},
    ) -> None:
        """`headers` go with every request. `token` may take its time: it is read in a thread."""
        self.address = address
        self.warning = ""
        """What the user should know of how things are sent to here; a sentence, or empty."""
        self.listed_by: str | None = None
        """Who sent the last page of the list of models, where its headers say so."""
        self._token = token
        self._headers = dict(headers)
        self._looked = False
        self._catalog_s = catalog_s
        self._connection = Connection(address)

    async def catalog(self) -> Catalog:
        """The models it serves now, from all pages of its list, within `catalog_s` overall."""
        return await CatalogPages(self.address, self._get, self._catalog_s).read()

    @asynccontextmanager
    async def chat(
        self,
        body: Mapping[str, Any],
        sending: Callable[[str, Headers], None] = lambda _url, _headers: None,
        session: str = "",
        sent: Callable[[], None] = lambda: None,
        headers: Mapping[str, str] = {},
    ) -> AsyncIterator[Reply]:
        """Asks, and gives the reply once its headers are here. Leaving closes the connection at once, and so
        does cancelling: that is what makes a server stop writing. `sending` is told the address and the headers,
        without secrets, right before they leave. `session` is the same for all that belongs together;
        `sent` is called when all of the request is out. `headers` go with this request alone, in place of those of the
        same names that go with every one; those that are set here cannot be replaced, nor can `Authorization`."""
        token = await self._read_token()
        all_headers = self._all_headers("text/event-stream, application/json", token, headers)
        all_headers["Content-Type"] = "application/json"
        if session:
            all_headers["X-Session-ID"] = session
        content = await _encoded(body)

        def tell(request: httpx.Request) -> None:
            sending(shown_address(str(request.url), token), headers_of(request, token, session))

        response = await self._connection.open(
            "POST", self.address.chat_url, all_headers, content, sending=tell, sent=sent
        )
        try:
            if not response.is_success:
                raise await read_refusal(response, self.address, token)
            yield Reply(response, self.address, token)
        finally:
            await response.aclose()

    async def aclose(self) -> None:
        await self._connection.aclose()

    async def _get(self, url: str, most_bytes: int) -> tuple[bytes, str]:
        """A body of at most `most_bytes`, and the address it came from in the end."""
        token = await self._read_token()
        headers = self._all_headers("application/json", token)
        response = await self._connection.open("GET", url, headers, connect_s=_CATALOG_CONNECT_S)
        try:
            if not response.is_success:
                raise await read_refusal(response, self.address, token)
            self.listed_by, _ = answered_by({name.lower(): value for name, value in response.headers.items()})
            body = bytearray()
            async for chunk in decoded(response):
                body += chunk
                if len(body) > most_bytes:
                    raise errors.BadCatalog(f"{self.address.label} sent a list of models without end; it was not read.")
            return bytes(body), str(response.url)
        except BadEncoding as problem:
            raise errors.BadCatalog(f"{self.address.label}: {problem}") from None
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise errors.ConnectionLost(self.address) from error
        finally:
            await response.aclose()

    async def _read_token(self) -> str:
        """The bearer token as it is now; empty for none."""
        token = (await asyncio.to_thread(self._token) or "").strip() if self._token else ""
        if token and (not (token.isascii() and token.isprintable()) or " " in token):
            # httpx would refuse the header too, and repeat the token in its error.
            raise errors.BadToken("The token has spaces, line breaks or other characters that no token has.")
        if token and not self._looked:
            self._looked, self.warning = True, await exposed(self.address)
        return token

    def _all_headers(self, accept: str, token: str, of_request: Mapping[str, str] = {}) -> dict[str, str]:
        ours = {"Accept": accept, "Authorization": f"Bearer {token}"} if token else {"Accept": accept}
        of_request = _without(of_request, _NOT_OF_A_REQUEST)
        here = _without(self._headers, {name.lower() for name in (*ours, *of_request)})
        return {**here, **of_request, **ours}


def _without(headers: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in names}


async def _encoded(body: Mapping[str, Any]) -> bytes:
    try:
        if _size(body) > _LARGE:
            return await asyncio.to_thread(encode, body)
        return encode(body)
    except NotSendable as problem:
        raise errors.BadRequest(str(problem)) from None


def _size(body: Mapping[str, Any]) -> int:
    messages = body.get("messages")
    if not isinstance(messages, list):
        return 0
    return sum(len(str(message.get("content", ""))) for message in messages if isinstance(message, dict))

"""Opening a response: one request, followed through redirects on the same host only, with our errors for httpx's."""

import ssl
from collections.abc import Awaitable, Callable, Mapping

from aishtui.endpoint import errors
from aishtui.endpoint.http import httpx
from aishtui.endpoint.paced import PacedTransport
from aishtui.endpoint.probe import speaks_plain_http, speaks_tls
from aishtui.endpoint.translate import no_answer
from aishtui.wire.address import Address

CONNECT_S = 5.0
_WRITE_S = 30.0
# Each request gets a fresh connection: a kept one may be dying when the next prompt is written to it, and then
# nobody knows whether that prompt ran. On a LAN a new one costs a millisecond.
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=0)
_REDIRECTS = (301, 302, 307, 308)
_MOST_REDIRECTS = 5


class Connection:
    """Sends requests to one address, within one event loop."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._clients: dict[bool, httpx.AsyncClient] = {}

    async def open(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None = None,
        connect_s: float = CONNECT_S,
        sending: Callable[[httpx.Request], None] = lambda _request: None,
        sent: Callable[[], None] = lambda: None,
    ) -> httpx.Response:
        """The response, its body still unread: the caller closes it. Raises EndpointError. `sending` is told each
        request right before it leaves, `sent` that all of it is out.

        There is no limit on waiting for the headers: a cold model may take minutes.
        """
        target = httpx.URL(url)
        for _ in range(_MOST_REDIRECTS):
            response = await self._send(method, target, headers, content, connect_s, sending, sent)
            location = response.headers.get("location")
            if response.status_code not in _REDIRECTS or not location:
                return response
            await response.aclose()
            target = self._follow(target, location)
        raise errors.Redirected(self.address, "one place after another, in a circle", errors.RETRY_OR_EMBEDDED)

    async def aclose(self) -> None:
        clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            await client.aclose()

    async def _send(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        content: bytes | None,
        connect_s: float,
        sending: Callable[[httpx.Request], None],
        sent: Callable[[], None],
    ) -> httpx.Response:
        timeout = httpx.Timeout(connect=connect_s, write=_WRITE_S, read=None, pool=None)
        try:
            client = self._client(secure=url.scheme == "https")
            request = client.build_request(method, url, headers=dict(headers), content=content, timeout=timeout)
            request.extensions["trace"] = _told_when_sent(sent)
            sending(request)
            return await client.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            problem = await self._looked_into(no_answer(error, self.address, connect_s))
            raise problem from error

    async def _looked_into(self, problem: errors.EndpointError) -> errors.EndpointError:
        """The problem, or that the port speaks the other of http and https: a plain server that waits for the end
        of a line it will never get looks like a timeout, a TLS server like one that hangs up."""
        host, port = self.address.host, self.address.port
        if self.address.is_https:
            failed = isinstance(problem, errors.TlsProblem | errors.ConnectTimeout | errors.Unreachable)
            trusted = not (isinstance(problem, errors.TlsProblem) and problem.untrusted)
            if failed and trusted and await speaks_plain_http(host, port):
                return errors.PlainHttpExpected(self.address)
        elif isinstance(problem, errors.ConnectionLost) and await speaks_tls(host, port):
            return errors.HttpsExpected(self.address)
        return problem

    def _follow(self, url: httpx.URL, location: str) -> httpx.URL:
        try:
            target = url.join(location)
        except httpx.InvalidURL:
            raise errors.Redirected(self.address, "an address that is none", errors.RETRY_OR_EMBEDDED) from None
        shown = f"{target.scheme}://{target.netloc.decode('ascii', 'replace').rpartition('@')[2]}"
        downgraded = url.scheme == "https" and target.scheme != "https"
        if target.host != url.host or downgraded or target.scheme not in ("http", "https"):
            raise errors.Redirected(self.address, shown, f"If that is right: `:connect {shown}`")
        return target

    def _client(self, secure: bool) -> httpx.AsyncClient:
        if secure not in self._clients:
            self._clients[secure] = httpx.AsyncClient(
                transport=PacedTransport(_tls_context() if secure else _no_tls_context(), _LIMITS),
                trust_env=False,  # httpx would send a LAN host through HTTP_PROXY
                headers={"User-Agent": "aishtui", "Accept-Encoding": "gzip, deflate"},
            )
        return self._clients[secure]


def _told_when_sent(sent: Callable[[], None]) -> Callable[[str, object], Awaitable[None]]:
    """httpcore tells of each step by its name; others than this one are nobody's business."""

    async def trace(step: str, _details: object) -> None:
        if step == "http11.send_request_body.complete":
            sent()

    return trace


def _tls_context() -> ssl.SSLContext:
    """Trusts what httpx ships and what this machine trusts: a broker at home often has its own authority."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _no_tls_context() -> ssl.SSLContext:
    """For plain http: trusts nobody, and spares the 40 ms that reading all authorities takes."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

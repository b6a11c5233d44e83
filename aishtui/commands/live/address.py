"""Point: the address is reached, and http or https is the right one for it."""

import asyncio
import time

from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.live.asker import failed
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import span
from aishtui.endpoint.errors import BadToken, ConnectionLost, EndpointError, NoConnection, Redirected, TlsProblem
from aishtui.wire.address import Address

POINT = "address and scheme"

_CONNECT_S = 5.0
_OWN_CERTIFICATE = (
    "If it is your broker's own certificate, have this machine trust it, or name it (or its authority) in the "
    "environment: SSL_CERT_FILE=/path/to/it.pem"
)


async def check(run: Run) -> Finding:
    """Asks for the catalogue, which is the next point: whatever answers to that speaks the protocol's first half."""
    reached = await _reach(run.address)
    began = time.monotonic()
    try:
        run.catalog = await run.client.catalog()
    except EndpointError as error:
        problem = failed(error)
        if isinstance(error, NoConnection | ConnectionLost | Redirected | BadToken):
            run.stopped = POINT
            untrusted = isinstance(error, TlsProblem) and error.untrusted
            return not_ok(POINT, problem.problem, _OWN_CERTIFICATE if untrusted else problem.cure)
        run.no_catalog = problem
    run.catalog_s = time.monotonic() - began
    scheme = "https, with a certificate that is trusted here" if run.address.is_https else "http"
    return ok(POINT, f"{run.address.url}: {reached} and speaks {scheme}")


async def _reach(address: Address) -> str:
    """Who takes the connection, and how fast. Why nobody does, the client says better."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(_CONNECT_S):
            _, writer = await asyncio.open_connection(address.host, address.port)
    except (OSError, TimeoutError, UnicodeError):
        return "took the connection"
    took = time.monotonic() - began
    peer = str(writer.get_extra_info("peername", ("",))[0])
    writer.close()
    return f"{peer or address.host} took the connection in {span(took)}"

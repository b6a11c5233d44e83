"""Whether a token that goes to an address can be read by others on its way."""

import asyncio
import ipaddress
import socket

from aishtui.wire.address import Address

_LIMIT_S = 2.0


async def exposed(address: Address) -> str:
    """A sentence where plain http leads out of the private ranges (RFC 1918, 4193, 6598, loopback, link-local), else
    empty. A name that cannot be looked up leads nowhere."""
    if address.is_https or address.is_loopback:
        return ""
    try:
        async with asyncio.timeout(_LIMIT_S):
            found = await asyncio.get_running_loop().getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return ""
    public = next((place for *_, (place, *_) in found if _is_public(str(place))), None)
    if public is None:
        return ""
    where = public if public == address.host else f"{address.host} ({public})"
    return (
        f"The token goes to {where} over plain http, and that is outside the private address ranges: anybody on the "
        f"way can read it. Try {address.with_scheme('https')}, or an SSH tunnel."
    )


def _is_public(place: str) -> bool:
    try:
        return ipaddress.ip_address(place.partition("%")[0]).is_global
    except ValueError:
        return False

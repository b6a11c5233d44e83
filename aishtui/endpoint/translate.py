"""httpx's errors in our words: the real reason is often deep in the chain of causes."""

import errno
import os
import socket
import ssl
from collections.abc import Iterator

from aishtui.endpoint import errors
from aishtui.endpoint.http import httpx
from aishtui.wire.address import Address

# What httpcore says when the other side closes before its headers are whole; all else is a line that is no HTTP.
_HUNG_UP = "disconnected without sending a response"
_REFUSED = (errno.ECONNREFUSED,)
_UNREACHABLE = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL)


def no_answer(error: Exception, address: Address, connect_s: float) -> errors.EndpointError:
    """What it means that a request got no headers; `connect_s` was the limit for connecting."""
    if isinstance(error, httpx.ConnectTimeout):
        return errors.ConnectTimeout(address, connect_s)
    if isinstance(error, httpx.ConnectError):
        return _no_connection(error, address)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return errors.NameUnknown(address)
    if isinstance(error, httpx.RemoteProtocolError) and _HUNG_UP not in str(error):
        return errors.NotHttp(address)
    return errors.ConnectionLost(address)


def _no_connection(error: Exception, address: Address) -> errors.EndpointError:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, socket.gaierror | UnicodeError):
            return errors.NameUnknown(address)
        if isinstance(cause, ssl.SSLError):
            return errors.TlsProblem(address, _tls_reason(cause), isinstance(cause, ssl.SSLCertVerificationError))
    codes = {cause.errno for cause in causes if isinstance(cause, OSError)}
    if codes.intersection(_REFUSED):
        return errors.Refused(address)
    lost = codes.intersection(_UNREACHABLE)
    if lost or not address.is_https:
        said = next(filter(None, (*lost, *codes)), None)
        return errors.Unreachable(address, os.strerror(said).lower() if said else "the network says no more")
    return errors.TlsProblem(address, "the other side hung up")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all that it comes from, each once."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__context__, current.__cause__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted here ({error.verify_message})"
    return (error.reason or "the handshake failed").replace("_", " ").lower()

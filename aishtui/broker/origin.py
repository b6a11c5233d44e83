"""Keeps web pages out: a browser on this machine must not spend the user's models for a page it shows."""

import ipaddress
from email.message import Message
from urllib.parse import urlsplit

from aishtui.broker.errors import ForeignOrigin


def check_origin(headers: Message, loopback_only: bool) -> None:
    """Raises ForeignOrigin for a page's request (`Origin`), and for a foreign `Host` while only the loopback is
    served: that is how a page reaches a loopback server under a name of its own (DNS rebinding)."""
    host = _host_of(f"//{headers.get('Host', '')}")
    if loopback_only and host and not _is_loopback(host):
        raise ForeignOrigin(f"Host: {host}")
    origin = headers.get("Origin")
    if origin is None:
        return
    origin_host = _host_of(origin)
    if not origin_host or not (_is_loopback(origin_host) or origin_host == host):
        raise ForeignOrigin(f"Origin: {origin}")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

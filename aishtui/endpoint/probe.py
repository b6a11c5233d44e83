"""Finding out what a port speaks after a request to it failed, so that the error can name the cure.

Nothing of the user's is sent: neither token nor prompt.
"""

import asyncio
import ssl

_LIMIT_S = 1.0


async def speaks_plain_http(host: str, port: int) -> bool:
    """Whether a bare request without TLS gets an HTTP answer."""
    name = f"[{host}]" if ":" in host else host
    try:
        async with asyncio.timeout(_LIMIT_S):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"HEAD / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode("ascii", "replace"))
                return (await reader.read(5)).startswith(b"HTTP/")
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False


async def speaks_tls(host: str, port: int) -> bool:
    """Whether a TLS handshake works, with whatever certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # only asked whether; nothing is said over this connection
    try:
        async with asyncio.timeout(_LIMIT_S):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
            writer.close()
            return True
    except (OSError, TimeoutError):
        return False

"""The smallest server: reads one request, does as the test says, hangs up. For what no proper server would do."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

TLS = Path(__file__).parent / "tls"
CERTIFICATE = TLS / "cert.pem"

Act = Callable[[asyncio.StreamWriter, str], Awaitable[None]]


@dataclass(slots=True)
class Scripted:
    """Where it listens, and the requests it read: heads with their bodies."""

    port: int
    secure: bool
    requests: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"


@asynccontextmanager
async def scripted(act: Act | bytes, secure: bool = False) -> AsyncIterator[Scripted]:
    """`act` is called with each request and where to write the answer, or is the answer."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _request(reader)
            running.requests.append(request)
            if isinstance(act, bytes):
                writer.write(act)
            else:
                await act(writer, request)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went first
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_context() if secure else None)
    running = Scripted(server.sockets[0].getsockname()[1], secure)
    async with server:
        yield running


def response(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole response; underscores in header names stand for hyphens."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _request(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    lengths = [line.split(":")[1] for line in head.splitlines() if line.lower().startswith("content-length:")]
    body = await reader.readexactly(int(lengths[0])) if lengths else b""
    return head + body.decode()


def server_context() -> ssl.SSLContext:
    """With the certificate that is `CERTIFICATE`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, TLS / "key.pem")
    return context

"""The listening socket, and a thread for each connection."""

import errno
import ipaddress
import os
import selectors
import socket
import socketserver
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aishtui.broker.errors import CannotListen, PortInUse
from aishtui.broker.plain import plain

_EXHAUSTED_S = 0.2

MakeHandler = Callable[[Any, Any, socketserver.BaseServer], BaseHTTPRequestHandler]


class Listener(ThreadingHTTPServer):
    """Bound once it exists, so that its port is known; serves from `serve` on."""

    daemon_threads = True
    request_queue_size = 128
    timeout = 0.1
    """For a connection that is gone again before it is accepted."""

    def __init__(self, host: str, port: int) -> None:
        """Raises CannotListen or PortInUse."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._make_handler: MakeHandler = BaseHTTPRequestHandler
        self._wake, self._sleeper = socket.socketpair()
        try:
            super().__init__((host, port), BaseHTTPRequestHandler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(host, port) from error
            why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
            raise CannotListen(plain(host), port, why) from error
        except (OverflowError, UnicodeError) as error:
            raise CannotListen(plain(host), port, "a port is 0 to 65535, and a host a name or an address") from error

    @property
    def url(self) -> str:
        host, port = self.socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def loopback_only(self) -> bool:
        return ipaddress.ip_address(self.socket.getsockname()[0].partition("%")[0]).is_loopback

    def server_bind(self) -> None:
        # HTTPServer would look its own name up in the DNS here, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def serve(self, make_handler: MakeHandler) -> None:
        """Returns after `stop`. Sleeps meanwhile: http.server's own loop would wake twice a second for nothing."""
        self._make_handler = make_handler
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            selector.register(self._sleeper, selectors.EVENT_READ)
            while all(key.fileobj is not self._sleeper for key, _ in selector.select()):
                self.handle_request()

    def stop(self) -> None:
        self._wake.close()

    def server_close(self) -> None:
        super().server_close()
        self._wake.close()
        self._sleeper.close()

    def finish_request(self, request: Any, client_address: Any) -> None:
        self._make_handler(request, client_address, self)

    def get_request(self) -> tuple[Any, Any]:
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                time.sleep(_EXHAUSTED_S)  # the connection stays in the queue: without a pause this would spin
            raise

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections that break between requests are everyday; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

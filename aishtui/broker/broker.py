"""The broker: its parts built and joined, served from a thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from types import TracebackType

from aishtui.broker.desk import Desk
from aishtui.broker.discovery import USUAL_PORTS, Discovery, UsualPort
from aishtui.broker.embedded import EmbeddedBackend
from aishtui.broker.guide import Guide
from aishtui.broker.handler import Handler
from aishtui.broker.listener import Listener
from aishtui.broker.mirror import Mirror
from aishtui.broker.responder import Log

WORDS_PER_S = 80.0


class Broker:
    """Listens once it exists; answers from `start` (or entering the context) to `close`."""

    def __init__(
        self,
        manual: Path,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        ports: Sequence[UsualPort] = USUAL_PORTS,
        words_per_s: float = WORDS_PER_S,
        log: Log = lambda _: None,
    ) -> None:
        """Raises CannotListen or PortInUse. `log` gets one line per request, from the request's thread."""
        self._listener = Listener(host, port)
        self._discovery = Discovery(ports, own_port=self._listener.server_port)
        guide, mirror = Guide(manual), Mirror()
        embedded = EmbeddedBackend({guide.name: guide, mirror.name: mirror}, words_per_s)
        desk = Desk(embedded, self._discovery)
        handler = partial(Handler, desk, log, self._listener.loopback_only)
        self._thread = Thread(target=self._listener.serve, args=(handler,), name="broker", daemon=True)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:40123`, with the port that was free if none was asked for."""
        return self._listener.url

    @property
    def loopback_only(self) -> bool:
        return self._listener.loopback_only

    def start(self) -> None:
        self._thread.start()
        self._discovery.start()

    def close(self) -> None:
        """No new connections from here on; running answers end with the process."""
        self._listener.stop()
        if self._thread.is_alive():
            self._thread.join()
        self._listener.server_close()

    def __enter__(self) -> "Broker":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

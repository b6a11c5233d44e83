"""The broker: its parts built and joined, served from a thread."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from types import TracebackType

from aishtui.broker.cloud import Cloud
from aishtui.broker.config import BrokerConfig
from aishtui.broker.desk import Desk
from aishtui.broker.discovery import FRESH_S, Discovery
from aishtui.broker.embedded import EmbeddedBackend
from aishtui.broker.guide import Guide
from aishtui.broker.handler import Handler
from aishtui.broker.listener import Listener
from aishtui.broker.mirror import Mirror
from aishtui.broker.places import USUAL_PORTS, ConfiguredBackend, Place, UsualPort
from aishtui.broker.responder import Log
from aishtui.broker.secrets import Secrets

WORDS_PER_S = 80.0


class Broker:
    """Listens once it exists; answers from `start` (or entering the context) to `close`."""

    def __init__(
        self,
        manual: Path,
        config: BrokerConfig,
        *,
        ports: Sequence[UsualPort] = USUAL_PORTS,
        words_per_s: float = WORDS_PER_S,
        log: Log = lambda _: None,
        fresh_s: float = FRESH_S,
    ) -> None:
        """Raises CannotListen or PortInUse. `log` gets one line per request, from the request's thread. `ports` are
        looked at if the configuration says so."""
        self._listener = Listener(config.host, config.port)
        via = f"aishtui-{os.urandom(6).hex()}"
        desk = Desk(
            EmbeddedBackend({model.name: model for model in (Guide(manual), Mirror())}, words_per_s),
            Discovery(_places(config, ports, self._listener.server_port), fresh_s),
            Cloud(config.cloud, config.connect_s, via),
            via,
        )
        secrets = _secrets(config)
        handler = partial(Handler, desk, lambda line: log(secrets.hidden(line)), self._listener.loopback_only)
        self._start = desk.start
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
        self._start()

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


def _places(config: BrokerConfig, ports: Sequence[UsualPort], own_port: int) -> list[Place]:
    """The configured backends, then the usual ports that are neither our own nor one of theirs."""
    named = {backend.address.port for backend in config.backends if backend.address.is_loopback}
    usual = [port for port in ports if config.discovery and port.port not in {own_port, *named}]
    return [*(ConfiguredBackend(backend, config.connect_s) for backend in config.backends), *usual]


def _secrets(config: BrokerConfig) -> Secrets:
    """All that no log line may show."""
    headers = (header for backend in config.backends for header in backend.headers if header.secret)
    return Secrets([config.cloud.key, *(header.value.removeprefix("Bearer ") for header in headers)])

"""Who answers what: the merged catalogue, and the backends for a model."""

import time
from dataclasses import dataclass
from typing import Any

import aishtui
from aishtui.broker.backend import EMBEDDED, Backend
from aishtui.broker.chat_request import ChatRequest
from aishtui.broker.cloud import Cloud
from aishtui.broker.discovery import Discovery
from aishtui.broker.embedded import EmbeddedBackend
from aishtui.broker.errors import GoesRound, NoCloudKey, UnknownModel
from aishtui.broker.places import ModelServer
from aishtui.broker.upstream import Upstream

_ASK_AGAIN_S = 2.0
"""For a model nobody had at the last asking: its server may have been started since."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may answer, in the order to be asked. `first` is who would, if all were there."""

    first: str
    backends: tuple[Backend, ...]


class Desk:
    """The built-in models answer for themselves; then come the configured backends in their order, the servers found
    on this machine in the order of their ports, and the cloud."""

    def __init__(self, embedded: EmbeddedBackend, discovery: Discovery, cloud: Cloud, via: str) -> None:
        self._embedded = embedded
        self._discovery = discovery
        self._cloud = cloud
        self._via = via
        self._since = int(time.time())

    def start(self) -> None:
        self._discovery.start()
        self._cloud.look()

    def is_away(self, label: str) -> None:
        """A backend could not be reached."""
        self._discovery.is_away(label)

    def catalogue(self, probe: bool) -> dict[str, Any]:
        """What `/v1/models` answers; to another broker's `probe` without asking around."""
        servers = self._discovery.known() if probe else self._discovery.found()
        self._cloud.look()
        here = [server for server in servers if server.up]
        entries = {entry["id"]: entry for entry in self._embedded.entries(self._since)}
        for server in here:
            for entry in server.models:
                entries.setdefault(entry["id"], _entry(entry, here))
        for entry in self._cloud.entries(self._since):
            entries.setdefault(entry["id"], entry)
        about = {
            "broker": EMBEDDED,
            "version": aishtui.__version__,
            "found": [server.phrase for server in here if server.discovered],
            "away": [server.phrase for server in servers if not server.up and not server.discovered],
        }
        return {"object": "list", "data": list(entries.values()), "aishtui": about}

    def choose(self, request: ChatRequest) -> Choice:
        """Raises UnknownModel, which names the nearest, NoCloudKey, or GoesRound."""
        model = request.model
        if self._via in (request.header("Via") or ""):
            raise GoesRound(model)
        if model in self._embedded.models:
            return Choice(self._embedded.label, (self._embedded,))
        servers = self._serving(model)
        if not servers and not self._cloud.may_answer(model):
            raise UnknownModel(model, self._known_ids())
        backends: list[Backend] = [Upstream(s.label, s.phrase, s.route, self._via) for s in _nearest_first(servers)]
        if not servers or model in self._cloud.models:
            backends.append(self._with_key(model))
        return Choice(servers[0].label if servers else backends[0].label, tuple(backends))

    def _serving(self, model: str) -> list[ModelServer]:
        servers = [server for server in self._discovery.known() if server.serves(model)]
        if servers and not all(server.up for server in servers):
            self._discovery.look_again()
        # A cloud's model is not held up by a machine that sleeps.
        if not servers and not (self._cloud.may_answer(model) and self._discovery.has_asked):
            servers = [server for server in self._discovery.found(_ASK_AGAIN_S) if server.serves(model)]
        return servers

    def _with_key(self, model: str) -> Backend:
        config = self._cloud.config
        if not config.key:
            raise NoCloudKey(model, config.address.host, config.key_env)
        return self._cloud.backend

    def _known_ids(self) -> list[str]:
        here = (entry["id"] for server in self._discovery.known() if server.up for entry in server.models)
        return list(dict.fromkeys([*self._embedded.models, *here, *self._cloud.models]))


def _entry(entry: dict[str, Any], here: list[ModelServer]) -> dict[str, Any]:
    """As its server gave it, with who serves it: the one that is asked first, and all where there are several."""
    serving = [server.label for server in here if server.serves(entry["id"])]
    others = {"backends": serving} if len(serving) > 1 else {}
    return {"object": "model", **entry, "owned_by": serving[0], **others}


def _nearest_first(servers: list[ModelServer]) -> list[ModelServer]:
    """Those that are there before those that were away when asked last."""
    return sorted(servers, key=lambda server: not server.up)

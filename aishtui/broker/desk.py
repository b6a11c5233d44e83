"""Who answers what: the merged catalogue, and the backend for a model."""

import time
from typing import Any

import aishtui
from aishtui.broker.backend import EMBEDDED, Backend
from aishtui.broker.discovery import Discovery, LocalServer
from aishtui.broker.embedded import EmbeddedBackend
from aishtui.broker.errors import UnknownModel
from aishtui.broker.local import LocalBackend

_ASK_AGAIN_S = 2.0
"""For a model nobody had at the last asking: its server may have been started since."""


class Desk:
    """The first that has a model answers for it: the built-in ones, then local servers in the order of their ports."""

    def __init__(self, embedded: EmbeddedBackend, discovery: Discovery) -> None:
        self._embedded = embedded
        self._discovery = discovery
        self._since = int(time.time())

    def catalogue(self, probe: bool) -> dict[str, Any]:
        """What `/v1/models` answers; to another broker's `probe` without asking around."""
        servers = self._discovery.known() if probe else self._discovery.found()
        entries = {entry["id"]: entry for entry in self._embedded.entries(self._since)}
        for server in servers:
            for entry in server.models:
                entries.setdefault(entry["id"], {"object": "model", **entry, "owned_by": server.label})
        about = {"broker": EMBEDDED, "version": aishtui.__version__, "found": [server.phrase for server in servers]}
        return {"object": "list", "data": list(entries.values()), "aishtui": about}

    def backend_for(self, model: str) -> Backend:
        """Raises UnknownModel, which names the nearest."""
        if model in self._embedded.models:
            return self._embedded
        servers = self._discovery.known()
        server = _first_with(model, servers)
        if server is None:
            servers = self._discovery.found(_ASK_AGAIN_S)
            server = _first_with(model, servers)
        if server is None:
            local = (entry["id"] for found in servers for entry in found.models)
            raise UnknownModel(model, list(dict.fromkeys([*self._embedded.models, *local])))
        return LocalBackend(server)


def _first_with(model: str, servers: tuple[LocalServer, ...]) -> LocalServer | None:
    return next((server for server in servers if server.serves(model)), None)

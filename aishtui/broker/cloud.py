"""The models of a provider on the internet, asked for with a key that stays here."""

import time
from threading import Lock, Thread
from typing import Any

from aishtui.broker.config import CloudConfig
from aishtui.broker.listing import Patience, ask_for_models
from aishtui.broker.route import route_to_cloud
from aishtui.broker.upstream import Upstream

_FRESH_S = 3600.0
_AGAIN_S = 60.0
"""After a listing that could not be had."""
_PATIENCE = Patience(limit_s=10.0, whole_s=30.0, most_bytes=32_000_000)


class Cloud:
    """`backend` answers for its models. Without a key nothing is offered."""

    def __init__(self, config: CloudConfig, connect_s: float, via: str) -> None:
        self.config = config
        self.route = route_to_cloud(config, connect_s)
        self.backend = Upstream(config.name, config.address.label.partition("/")[0], self.route, via)
        self._lock = Lock()
        self._said: dict[str, dict[str, Any]] = {}
        self._ask_at = 0.0

    @property
    def models(self) -> tuple[str, ...]:
        """What the catalogue offers of it."""
        return self.config.models if self.config.key else ()

    def may_answer(self, model: str) -> bool:
        """Whether the id is one of its own, with or without a key."""
        return model in self.config.models or self.config.has_prefix(model)

    def entries(self, created: int) -> list[dict[str, Any]]:
        """For the catalogue: with context, prices and whatever else the provider said of them last."""
        usual = {"object": "model", "created": created}
        return [
            {**usual, **self._said.get(name, {}), "id": name, "owned_by": self.backend.label} for name in self.models
        ]

    def look(self) -> None:
        """Asks the provider what it says of its models, in the background and once an hour."""
        with self._lock:
            if not self.models or time.monotonic() < self._ask_at:
                return
            self._ask_at = time.monotonic() + _AGAIN_S
        Thread(target=self._ask, name="cloud models", daemon=True).start()

    def _ask(self) -> None:
        listing = ask_for_models(self.route, _PATIENCE)
        if listing is not None and listing.entries is not None:
            wanted = frozenset(self.models)
            self._said = {entry["id"]: entry for entry in listing.entries if entry["id"] in wanted}
            self._ask_at = time.monotonic() + _FRESH_S

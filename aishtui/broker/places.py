"""Where model servers may be: usual ports of this machine, and the backends of the configuration."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from aishtui.broker.config import CONNECT_S, BackendConfig
from aishtui.broker.listing import Patience, ask_for_models
from aishtui.broker.route import Route, route_to_backend, route_to_port


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A model server. `models` are its catalogue's entries as they came; `label` is for `X-LLM-Backend` and
    `owned_by`, `phrase` for people."""

    label: str
    phrase: str
    route: Route
    models: tuple[dict[str, Any], ...]
    up: bool = True
    """Whether it answered when it was asked last. One that did not may have been started since."""
    discovered: bool = False
    ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", frozenset(entry["id"] for entry in self.models))

    def serves(self, model: str) -> bool:
        return model in self.ids


class Place(Protocol):
    def unasked(self) -> ModelServer | None:
        """What is known before anybody has asked."""

    def ask(self, before: ModelServer | None) -> ModelServer | None:
        """Who is there now; `before` is what was there at the last asking."""


@dataclass(frozen=True, slots=True)
class UsualPort:
    """`server` is who listens there where nothing else is usual on that port; empty where the reply must say it."""

    port: int
    server: str = ""
    connect_s: float = CONNECT_S

    def unasked(self) -> ModelServer | None:
        return None

    def ask(self, before: ModelServer | None = None) -> ModelServer | None:  # noqa: ARG002 as a Place
        """None where none answers with a list of models. Another embedded broker finds the same servers: it adds
        nothing."""
        route = route_to_port(self.port, self.connect_s)
        listing = ask_for_models(route, Patience())
        if listing is None or listing.entries is None or listing.embedded:
            return None
        name = _who(listing.entries, listing.server) or self.server or "model server"
        label = f"{name.casefold().replace(' ', '-')}:{self.port}"
        return ModelServer(label, f"{name} on port {self.port}", route, listing.entries, discovered=True)


# 8080-8083 and 8000 are everybody's ports: there only what the server says of itself gives it a name.
USUAL_PORTS: tuple[UsualPort, ...] = (
    *(UsualPort(port) for port in range(8080, 8084)),
    UsualPort(11434, "Ollama"),
    UsualPort(1234, "LM Studio"),
    UsualPort(8000),
    UsualPort(9931),  # llama.cpp's default to come: github.com/ggml-org/llama.cpp/pull/26508
)


class ConfiguredBackend:
    """Stays known while it is away, with what it served last: another can stand in for it by name."""

    def __init__(self, config: BackendConfig, connect_s: float) -> None:
        self._ids = config.models
        self._route = route_to_backend(config, connect_s)
        models = tuple({"id": name, "object": "model"} for name in self._ids)
        self._unasked = ModelServer(config.name, f"{config.name} ({config.address.label})", self._route, models)

    def unasked(self) -> ModelServer:
        return self._unasked

    def ask(self, before: ModelServer | None) -> ModelServer:
        listing = ask_for_models(self._route, Patience(limit_s=min(self._route.connect_s, 3.0), whole_s=5.0))
        known = before or self._unasked
        if listing is None:
            return replace(known, up=False)
        return replace(known, models=self._served(listing.entries or ()), up=True)

    def _served(self, listed: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
        """What it lists, or the ids it may answer for, with what it says of them."""
        if not self._ids:
            return tuple(listed)
        said = {entry["id"]: entry for entry in listed}
        return tuple(said.get(name, {"id": name, "object": "model"}) for name in self._ids)


# What servers write into `owned_by` of their models, or say first in their `Server` header.
_SIGNS = {
    "llamacpp": "llama.cpp",
    "llama.cpp": "llama.cpp",
    "llamafile": "llamafile",
    "llamafiler": "llamafile",
    "library": "Ollama",
    "organization_owner": "LM Studio",
    "organization-owner": "LM Studio",
    "vllm": "vLLM",
}


def _who(entries: Sequence[dict[str, Any]], server_header: str) -> str:
    said = [str(entry.get("owned_by", "")) for entry in entries[:1]] + server_header.replace("/", " ").split()[:1]
    return next((_SIGNS[word.casefold()] for word in said if word.casefold() in _SIGNS), "")

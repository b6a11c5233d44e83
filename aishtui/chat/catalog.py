"""The broker's catalogue and its state, as the screen and the command line show them."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One model of `/v1/models`. Every field but `id` may be missing at the server; unknown is None."""

    id: str
    owned_by: str | None = None
    name: str | None = None
    description: str | None = None
    context_length: int | None = None
    context_from: str = ""
    """The field that says so; `meta.n_ctx_train` is what was trained, which is not what is served."""
    price_in: float | None = None
    """US dollars per input token."""
    price_out: float | None = None
    price_request: float | None = None
    """US dollars per request, on top."""
    modalities_in: tuple[str, ...] = ()
    modalities_out: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    """What of the request's fields the model takes; empty where nothing says so."""
    status: str | None = None
    """`loaded`, `unloaded`, `sleeping`, … in the server's word."""
    raw: Mapping[str, Any] = field(default_factory=dict)
    """All that the server said of it."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What the endpoint listed at `fetched_at` (ISO 8601 UTC; empty: never). `skipped` entries had no usable id."""

    endpoint: str = ""
    fetched_at: str = ""
    entries: tuple[CatalogEntry, ...] = ()
    skipped: int = 0
    found: tuple[str, ...] = ()
    """What the embedded broker discovered on its machine, one phrase each: `llama.cpp on port 8080`."""
    note: str = ""
    """A sentence for the user where not all of the list was read."""
    whole: bool = True
    """False: there may be models that are not in here, so that an id's absence means nothing."""
    since: str = ""
    """When the list was fetched against which `new` and `gone` were found; empty where there was none."""
    new: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()

    def serves(self, model: str) -> bool:
        return any(entry.id == model for entry in self.entries)


class HealthState(StrEnum):
    UNKNOWN = "unknown"
    """Nothing heard yet: the first request is under way."""
    OK = "ok"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class EndpointHealth:
    """Whether the endpoint answers. `problem` is a sentence; `cure` says what to do about it."""

    label: str
    """The address without the scheme, as the header line shows it: `hossenfelder.fritz.box:8082`."""
    url: str
    state: HealthState = HealthState.UNKNOWN
    problem: str = ""
    cure: str = ""
    embedded: bool = False
    warning: str = ""
    """What the user should know of how things are sent there; a sentence."""

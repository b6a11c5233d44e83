"""What the points of one run share: whom they ask, and what the earlier ones heard."""

from collections.abc import Callable, Sequence

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset, is_cloud_id
from aishtui.commands.live.asker import Asker, Failed
from aishtui.commands.live.heard import Heard
from aishtui.endpoint.client import EndpointClient
from aishtui.wire.address import Address

OWN_BROKER = "embedded"
"""The owner of the models that aishtui's own broker plays itself: they are no language models."""


@dataclass(slots=True)
class Run:
    address: Address
    client: EndpointClient
    token: str
    """Empty: none is configured."""
    client_with: Callable[[str], EndpointClient]
    """Another client of the same place that sends this token."""
    presets: Sequence[Preset]
    cloud_prefixes: Sequence[str]
    note: Callable[[str], None]
    """For what is to be read at once, beside the findings."""
    asker: Asker | None = None
    """Of the local model; None: there is none."""
    catalog: Catalog | None = None
    no_catalog: Failed | None = None
    """Why there is none."""
    catalog_s: float = 0.0
    stopped: str = ""
    """The point after which nobody need be asked any more."""
    cloud: Asker | None = None
    """Of the cloud model; None: there is none, or it is not to be asked."""
    cloud_answer: Heard | None = None
    whole: Heard | None = None
    streamed: Heard | None = None
    full_count: Heard | None = None
    """The answer to the long question, heard to its end."""
    side_by_side: bool | None = None
    """Whether the model answered two at once; None: not known."""

    @property
    def model(self) -> Asker:
        """The local model, where it is known that there is one."""
        assert self.asker is not None
        return self.asker

    def is_cloud(self, model: str) -> bool:
        return is_cloud_id(model, self.cloud_prefixes)

    def entry(self, model: str) -> CatalogEntry | None:
        entries = self.catalog.entries if self.catalog is not None else ()
        return next((entry for entry in entries if entry.id == model), None)

    def is_own(self, model: str) -> bool:
        """Whether aishtui's own broker plays it."""
        entry = self.entry(model)
        return entry is not None and entry.owned_by == OWN_BROKER

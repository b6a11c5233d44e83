"""What can be wrong with the whole LAN of `homelab`: a broker that does not keep its contract."""

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Broken:
    """The defaults are a healthy broker. May be changed while it runs."""

    only_streams: bool = False
    """Requests without `stream: true` are refused."""
    never_streams: bool = False
    """`stream: true` is not heeded."""
    lumps: bool = False
    """A stream is held back until its end, as by a proxy that buffers."""
    hides_backend: bool = False
    """No response has `X-LLM-Backend`."""
    hides_backend_of_streams: bool = False
    one_at_a_time: Literal["", "backend", "broker"] = ""
    """Who takes a request only once the one before it has ended: each backend for itself, or the broker for all."""
    goes_on: bool = False
    """An answer whose client has gone is written to its end."""
    forgets: bool = False
    """Only the last turn reaches the model."""
    refuses_tools: bool = False
    ignores_tools: bool = False
    """Models answer in text all the same."""
    refuses_authorization: bool = False
    wants_authorization: bool = False

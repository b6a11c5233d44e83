"""What goes with requests to which endpoint, and who may answer when it cannot be reached."""

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TypeAlias

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.wire.address import Address

TokenSource: TypeAlias = Callable[[], str | None]
"""Gives the bearer token as it is now; called in a thread, since a command may have to be run."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The token, if any, and headers of the user's own. They go to one endpoint and to no other."""

    token: TokenSource | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fallback:
    """An endpoint that is asked for `models` alone, and only where no connection to the broker can be made: most take
    no notice of the model's name and answer with the one they have."""

    name: str
    address: Address
    models: frozenset[str]
    credentials: Credentials = Credentials()


@dataclass(frozen=True, slots=True)
class Access:
    """What belongs to the endpoint this run was configured with; one swapped in later has none of it."""

    credentials_for: Callable[[Address], Credentials] = lambda _address: Credentials()
    fallbacks_for: Callable[[Address], tuple[Fallback, ...]] = lambda _address: ()
    broker_file: Path | None = None
    """What the embedded broker is to serve."""


NO_ACCESS = Access()
"""Nothing goes with any request, and there is no fallback."""

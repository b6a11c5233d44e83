"""Which answers the same backend was giving at the same time: their times say little."""

from collections.abc import Callable
from dataclasses import field

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(slots=True, eq=False)
class Flight:
    """An answer from the moment its request was sent."""

    name: str
    model: str
    marked: Callable[[str], None] | None = None
    """Told whose answer its backend was giving beside it; None: it is in no comparison, and its own times may be
    what they are."""
    backend: str | None = None
    """By the header."""
    settled: bool = False
    """Its backend is known, or never will be."""
    met: dict["Flight", None] = field(default_factory=dict)
    """Those that were under way at the same time, of which it is not decided whether they shared a backend."""


class Overlaps:
    """Backends are compared for equality, and what is unknown is not guessed: only the same model is taken for the same
    backend where one of two has no name."""

    def __init__(self) -> None:
        self._under_way: dict[Flight, None] = {}

    def sent(self, flight: Flight) -> None:
        """Its request leaves; again, where the one before cannot have run."""
        self.refused(flight)
        for other in self._under_way:
            if flight.marked is not None or other.marked is not None:
                flight.met[other] = other.met[flight] = None
        self._under_way[flight] = None

    def refused(self, flight: Flight) -> None:
        """What was sent cannot have run: it disturbed nobody. Also for one that was never sent."""
        self._under_way.pop(flight, None)
        for other in flight.met:
            other.met.pop(flight, None)
        flight.met.clear()
        flight.backend, flight.settled = None, False

    def routed(self, flight: Flight, backend: str) -> None:
        """The headers name the backend."""
        flight.backend = backend
        self._settle(flight)

    def ended(self, flight: Flight) -> None:
        """No answer comes any more; what the headers have not said will not be known."""
        self._under_way.pop(flight, None)
        self._settle(flight)

    def _settle(self, flight: Flight) -> None:
        flight.settled = True
        for other in tuple(flight.met):
            if other.settled:
                del flight.met[other], other.met[flight]
                if _same_backend(flight, other):
                    _mark(flight, other)
                    _mark(other, flight)


def _mark(flight: Flight, other: Flight) -> None:
    if flight.marked is not None:
        flight.marked(other.name)


def _same_backend(one: Flight, other: Flight) -> bool:
    if one.backend is not None and other.backend is not None:
        return one.backend == other.backend
    return one.model == other.model

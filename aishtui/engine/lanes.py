"""In which order answers of comparisons are asked for: one after another per backend, at once where backends differ."""

from collections.abc import Callable
from enum import Enum, auto
from typing import TypeAlias

from aishtui.chat.lazy_dataclass import dataclass

Lane: TypeAlias = tuple[str, str]
"""What two answers may share, as a kind and a name."""

# A group says that presets share a backend, as long as it is not known of both where they are answered.
_BACKEND, _MODEL, _NAMED, _NAMELESS = "backend", "model", "known in group", "unknown in group"


class Standing(Enum):
    COMING = auto()
    """On its way here, in a moment: it keeps its place in the order."""
    ASIDE = auto()
    """It waits for something else, perhaps long: nobody waits for it."""
    WAITING = auto()
    RUNNING = auto()


@dataclass(slots=True, eq=False)
class Entrant:
    """An answer that is to be asked for."""

    name: str
    """What others are told that they wait for: its preset or model."""
    model: str
    group: str = ""
    in_turn: bool = True
    """False: it waits for nobody, but those in turn wait for it."""
    standing: Standing = Standing.COMING
    looked_up: bool = False
    """Who answered for its model the last time is known, or that nobody did. Until then it may belong anywhere."""
    held: tuple[Lane, ...] = ()
    """The lanes that are its own while it runs."""
    behind: str = ""
    """Whom it waits for, while it is WAITING."""


class Lanes:
    """Holds no loop and no clock. After every change `next` says whose turn has come; where a waiting one belongs is
    looked at anew each time, since every answer's headers may tell something."""

    def __init__(self, backend_of: Callable[[str], str | None]) -> None:
        """`backend_of` is the backend that answered for a model the last time, as far as is known."""
        self._backend_of = backend_of
        self._entrants: dict[Entrant, None] = {}

    def enter(self, entrant: Entrant) -> None:
        """Give it its place in the order: before all that come later."""
        self._entrants[entrant] = None

    def leave(self, entrant: Entrant) -> None:
        """It has ended, in whatever way and wherever it stood; or it never was here."""
        self._entrants.pop(entrant, None)

    def routed(self, entrant: Entrant, backend: str, *, instead: bool = False) -> None:
        """The headers of a running one name its backend: it belongs there, wherever it was expected. `instead`: a
        fallback answered, so that those that are expected where this one was would come to the same fallback."""
        expected = entrant.held if instead else ()
        entrant.held = tuple(dict.fromkeys((*_held(entrant, backend), *expected)))

    def next(self) -> list[Entrant]:
        """Those whose turn has come, in their order. They run now. The others learn whom they wait for."""
        holders = {lane: entrant for entrant in reversed(self._of(running=True)) for lane in entrant.held}
        unknown: Entrant | None = None
        begun = []
        for entrant in self._of(running=False):
            backend = self._backend_of(entrant.model)
            held = _held(entrant, backend)
            before = next((holders[lane] for lane in _wanted(entrant, backend) if lane in holders), unknown)
            if entrant.standing is Standing.WAITING:
                if before is None or not entrant.in_turn:
                    entrant.standing, entrant.held, entrant.behind = Standing.RUNNING, held, ""
                    begun.append(entrant)
                else:
                    entrant.behind = before.name
            elif not entrant.looked_up:
                unknown = unknown or entrant
            for lane in held:
                holders.setdefault(lane, entrant)
        return begun

    def _of(self, *, running: bool) -> list[Entrant]:
        """The running ones, or those that are to run."""
        wanted = (Standing.RUNNING,) if running else (Standing.COMING, Standing.WAITING)
        return [entrant for entrant in self._entrants if entrant.standing in wanted]


def _held(entrant: Entrant, backend: str | None) -> tuple[Lane, ...]:
    """What nobody else may have meanwhile; whatever one model gives comes from one place in any case."""
    known = () if backend is None else ((_BACKEND, backend),)
    group = () if not entrant.group else ((_NAMELESS if backend is None else _NAMED, entrant.group),)
    return (*known, *group, (_MODEL, entrant.model))


def _wanted(entrant: Entrant, backend: str | None) -> tuple[Lane, ...]:
    """What has to be free."""
    known = () if backend is None else ((_BACKEND, backend),)
    groups = () if not entrant.group else ((_NAMELESS, entrant.group),)
    mates = () if not entrant.group or backend is not None else ((_NAMED, entrant.group),)
    return (*known, *groups, *mates, (_MODEL, entrant.model))

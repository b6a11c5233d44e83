"""What layout needs to know of the moment it is for."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.lines import Line


class Growing(Protocol):
    """The lines of a text that is still arriving."""

    lines: list[Line]

    def feed(self, text: str) -> None: ...

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        ...

    def finish(self) -> int:
        """The same, knowing that nothing follows."""
        ...


class Renderer(Protocol):
    """Makes lines of an answer's text."""

    def body(self, source: str, width: int) -> Sequence[Line]: ...

    def growing(self, width: int) -> Growing: ...


@dataclass(frozen=True, slots=True)
class KeyNames:
    """What to press, or to type where there is no key, for what the foot of an answer or of a prompt that is held
    offers."""

    retry: str = "F6"
    go_on: str = "F7"
    send_on: str = "Alt+S"
    take_back: str = "Alt+T"


@dataclass(frozen=True, slots=True)
class Frame:
    """The pane's size in cells, how text is shown, and the time: `now` is `time.monotonic()`."""

    width: int
    height: int
    renderer: Renderer
    now: float
    today: date
    keys: KeyNames = KeyNames()
    step: int = 1
    """By how many lines at once the view goes on when an answer grows below it."""

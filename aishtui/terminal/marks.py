"""Marks: short texts, a different one for each way that a copy can go. Pasted, they tell by which way they came."""

from collections.abc import Sequence
from typing import Literal

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.clipboard_config import CopyRoute
from aishtui.terminal.environment import TerminalFacts

Way = CopyRoute | Literal["tmux-buffer"]
"""`tmux-buffer` is the one that only tmux's own paste can bring."""


@dataclass(frozen=True, slots=True)
class Marks:
    """`run` tells them from those of another time, which may still be in a clipboard."""

    run: str

    def of(self, way: Way) -> str:
        return f"aishtui-{way}-{self.run}"

    def found(self, pasted: str, ways: Sequence[Way]) -> tuple[Way, ...]:
        """Those of `ways` whose mark is in it: more than one where a terminal appends a copy to the one before."""
        return tuple(way for way in ways if self.of(way) in pasted)


def ways_from_here(facts: TerminalFacts, wanted: Sequence[CopyRoute], name: str = "") -> tuple[CopyRoute, ...]:
    """All that can lead anywhere, and the `wanted` ones last: of what arrives, a clipboard keeps the last.

    `name` is the terminal's own. To GNU screen nothing is sent in tmux's wrapping, which it prints on the display.
    """
    tmux = facts.in_tmux or tmux_on_the_users_side(facts, name)
    screen = facts.behind_screen or (facts.term_is_multiplexer and facts.term.startswith("screen") and not tmux)
    possible: list[CopyRoute] = ["desktop"] if facts.desktop else []
    possible += ["osc52-tmux"] if tmux else []
    possible += ["osc52-screen"] if screen else []
    possible += ["osc52", "tmux"] if facts.in_tmux else ["osc52"]
    return (*(way for way in possible if way not in wanted), *(way for way in wanted if way != "file"))


def tmux_on_the_users_side(facts: TerminalFacts, name: str) -> bool:
    """tmux has TERM `screen` or `screen-256color` as well, but says its name when it is asked."""
    return facts.term_is_multiplexer and (facts.term.startswith("tmux") or name.startswith("tmux"))

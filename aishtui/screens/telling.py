"""What the terminal around aishtui is told: the tabs' state in its title, and that a long answer has ended."""

import asyncio
import time
from collections.abc import Callable, Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import plural
from aishtui.terminal.attention import Attention
from aishtui.widgets.tab_bar import TabLabel, TabState

_NAME = "aishtui"
_MOST_NAMED = 3
_ENDS = {
    TabState.DONE: "ok",
    TabState.STOPPED: "stopped",
    TabState.CUT_OFF: "cut off",
    TabState.FAILED: "failed",
}
_UNDER_WAY = (TabState.ANSWERING, TabState.QUEUED)

TITLE_REST_S = 0.5
"""The title is set at most so often: terminals and window managers redraw their frames for it."""


def title_words(labels: Sequence[TabLabel]) -> str:
    """`aishtui: 2 answering`, `aishtui: fast ok, deep failed`; just the name where there is nothing to say."""
    under_way = sum(label.state in _UNDER_WAY for label in labels)
    if under_way:
        return f"{_NAME}: {under_way} answering"
    ended = [f"{label.title} {_ENDS[label.state]}" for label in labels if label.state in _ENDS]
    if len(ended) > _MOST_NAMED:
        ended[_MOST_NAMED - 1 :] = [plural(len(ended) - _MOST_NAMED + 1, "other")]
    return f"{_NAME}: {', '.join(ended)}" if ended else _NAME


@dataclass(frozen=True, slots=True)
class TellingWays:
    """How the terminal is told; `after_s` is how long an answer must have taken to be worth a signal."""

    signal: Callable[[str], str] = str
    """The sequence for a signal with these words; empty: none is wanted."""
    after_s: float = 20.0


class Telling:
    """Sees the tab bar's labels whenever they change. A comparison is one of them, so a whole round is one signal."""

    def __init__(
        self,
        ways: TellingWays,
        attention: Attention,
        show_title: Callable[[str], object],
        write: Callable[[str], object],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ways = ways
        self._attention = attention
        self._show_title = show_title
        self._write = write
        self._monotonic = monotonic
        self._began: dict[str, float] = {}
        self._shown = self._wanted = ""
        self._due: asyncio.TimerHandle | None = None

    def use(self, ways: TellingWays) -> None:
        """From now on."""
        self._ways = ways

    def saw(self, labels: Sequence[TabLabel]) -> None:
        """The tabs as they are now, in a running event loop."""
        self._wanted = title_words(labels)
        if self._wanted != self._shown and self._due is None:
            self._put_title()
            self._due = asyncio.get_running_loop().call_later(TITLE_REST_S, self._rested)
        for label in labels:
            if label.state in _UNDER_WAY:
                self._began.setdefault(label.id, self._monotonic())
            else:
                self._ended(label)
        for gone in self._began.keys() - {label.id for label in labels}:
            del self._began[gone]

    def _ended(self, label: TabLabel) -> None:
        began = self._began.pop(label.id, None)
        if began is None or label.state not in _ENDS:
            return
        long_enough = self._monotonic() - began >= self._ways.after_s
        if long_enough and self._attention.is_elsewhere(self._ways.after_s):
            self._write(self._ways.signal(f"{label.title}: {_ENDS[label.state]}"))

    def _rested(self) -> None:
        self._due = None
        if self._wanted != self._shown:
            self._put_title()

    def _put_title(self) -> None:
        self._shown = self._wanted
        self._show_title(self._wanted)

"""What the terminal sends, as Textual's events: its own parser with a quicker Esc, Alt+digits and whole pastes."""

import re
import time
from collections.abc import Callable, Iterable, Iterator

from textual import events
from textual.keys import Keys
from textual.message import Message

from aishtui.terminal.textual_private import PASTE_END, PASTE_START, OpenParser

LONE_ESCAPE_S = 0.025
"""A terminal sends a key's sequence in one piece, so an ESC that stays alone this long is the key itself."""

PASTE_SILENCE_S = 2.0
"""A paste that says nothing more for so long has lost its end mark on the way; what came of it is taken."""

_CTRL_C = "\x03"
_PAUSE_S = 0.3
"""Ctrl+C by itself after so long a pause in a paste is no part of it: somebody wants the keyboard back."""

# Terminals without the kitty protocol send Alt and a key as ESC and the key. Textual reads ESC 1 to ESC 9 as what
# one terminal on macOS means by them (`¡`, `™`, …), ESC CR as plain Enter, ESC and a sign as those two, and ESC and a
# letter as Alt only where nothing follows at once. ESC b and ESC f are what some terminals send for Alt and an arrow.
_ALT_KEYS = {
    **{f"\x1b{key}": f"alt+{key}" for key in "123456789acdeghijklmnopqrstuvwxyz"},
    "\x1b\r": "alt+enter",
    "\x1b.": "alt+full_stop",
    "\x1b,": "alt+comma",
}

_MODE_REPORT = re.compile(r"\x1b\[\?(\d{1,5});(\d)\$y")

_ESCAPE_PICTURE = "\N{SYMBOL FOR ESCAPE}"


class InputParser(OpenParser):
    """Feed it decoded text, `tick` it when `seconds_left` has run out.

    A bracketed paste is one `Paste` event, with what looks like keys inside it left as text: an ESC shows as `␛`.
    (Textual replays what follows an ESC in a paste as key presses, Enter among them.)
    """

    def __init__(
        self,
        lone_escape_s: float = LONE_ESCAPE_S,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        told_of_mode: Callable[[int, int], object] = lambda _mode, _setting: None,
    ) -> None:
        """`told_of_mode` is called with a mode of the terminal and how it is set, where that was asked for (DECRPM)."""
        self._lone_escape_s = lone_escape_s
        self._monotonic = monotonic
        self._told_of_mode = told_of_mode
        self._pasted: list[str] | None = None
        self._tail = ""
        self._heard = 0.0
        super().__init__()

    @property
    def seconds_left(self) -> float | None:
        if self._pasted is None:
            return super().seconds_left
        return max(0.0, self._heard + PASTE_SILENCE_S - self._monotonic())

    def patience(self, begun: bool, stock_s: float) -> float:
        return stock_s if begun else self._lone_escape_s

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        if report := _MODE_REPORT.fullmatch(sequence):
            self._told_of_mode(int(report[1]), int(report[2]))
        if sequence in _ALT_KEYS:
            return [events.Key(_ALT_KEYS[sequence], None)]
        try:
            return list(super().keys_of(sequence, alt))
        except (ValueError, OverflowError):  # a key report with a number that is no character
            return [events.Key(Keys.Ignore, sequence)]

    def feed(self, data: str) -> Iterator[Message]:
        paused = self._monotonic() - self._heard >= _PAUSE_S
        self._heard = self._monotonic()
        if self._pasted is not None and data == _CTRL_C and paused:
            yield from self._paste(self._pasted)
        while data:
            found, data = self._outside(data) if self._pasted is None else self._inside(data, self._pasted)
            yield from found

    def tick(self) -> Iterator[Message]:
        if self._pasted is not None and self.seconds_left == 0:
            yield from self._paste(self._pasted)
        yield from super().tick()

    def _outside(self, data: str) -> tuple[Iterable[Message], str]:
        """What `data` means up to and with the mark that begins a paste, and the rest."""
        seen = self._tail + data
        at = seen.find(PASTE_START)
        if at < 0:
            self._tail = seen[-(len(PASTE_START) - 1) :]
            return super().feed(data), ""
        cut = at + len(PASTE_START) - len(self._tail)
        self._tail, self._pasted = "", []
        return super().feed(data[:cut]), data[cut:]

    def _inside(self, data: str, pasted: list[str]) -> tuple[Iterable[Message], str]:
        """The paste, if `data` has the mark that ends it, and the rest."""
        seen = self._tail + data
        at = seen.find(PASTE_END)
        if at < 0:
            pasted.append(data)
            self._tail = seen[-(len(PASTE_END) - 1) :]
            return (), ""
        cut = at + len(PASTE_END) - len(self._tail)
        return self._paste([*pasted, data[:cut]]), data[cut:]

    def _paste(self, pasted: list[str]) -> Iterable[Message]:
        """The event of a paste that has ended, with or without its mark."""
        text = "".join(pasted).removesuffix(PASTE_END)
        self._tail, self._pasted = "", None
        # Textual's parser is told too, since it saw the beginning; the empty paste it makes of it is dropped.
        others = [event for event in super().feed(PASTE_END) if not isinstance(event, events.Paste)]
        return [*others, events.Paste(_harmless(text))]


def _harmless(text: str) -> str:
    return text.replace("\x00", "").replace("\x1b", _ESCAPE_PICTURE)

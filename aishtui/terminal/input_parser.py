"""What the terminal sends, as Textual's events: its own parser with a quicker Esc, Alt+digits and whole pastes."""

from collections.abc import Iterable, Iterator
from itertools import chain

from textual import events
from textual.keys import Keys
from textual.message import Message

from aishtui.terminal.textual_private import PASTE_END, PASTE_START, OpenParser

LONE_ESCAPE_S = 0.025
"""A terminal sends a key's sequence in one piece, so an ESC that stays alone this long is the key itself."""

# Terminals without the kitty protocol send Alt and a key as ESC and the key. Textual reads ESC 1 to ESC 9 as what
# one terminal on macOS means by them (`¡`, `™`, …), and ESC CR as plain Enter.
_ALT_KEYS = {f"\x1b{digit}": f"alt+{digit}" for digit in "123456789"} | {"\x1b\r": "alt+enter"}

_ESCAPE_PICTURE = "\N{SYMBOL FOR ESCAPE}"


class InputParser(OpenParser):
    """Feed it decoded text, `tick` it when `seconds_left` has run out.

    A bracketed paste is one `Paste` event, with what looks like keys inside it left as text: an ESC shows as `␛`.
    (Textual replays what follows an ESC in a paste as key presses, Enter among them.)
    """

    def __init__(self, lone_escape_s: float = LONE_ESCAPE_S) -> None:
        self._lone_escape_s = lone_escape_s
        self._pasted: list[str] | None = None
        self._tail = ""
        super().__init__()

    def patience(self, begun: bool, stock_s: float) -> float:
        return stock_s if begun else self._lone_escape_s

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        if sequence in _ALT_KEYS:
            return [events.Key(_ALT_KEYS[sequence], None)]
        try:
            return list(super().keys_of(sequence, alt))
        except (ValueError, OverflowError):  # a key report with a number that is no character
            return [events.Key(Keys.Ignore, sequence)]

    def feed(self, data: str) -> Iterator[Message]:
        while data:
            found, data = self._outside(data) if self._pasted is None else self._inside(data, self._pasted)
            yield from found

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
        text = "".join((*pasted, data[:cut])).removesuffix(PASTE_END)
        self._tail, self._pasted = "", None
        # Textual's parser is told too, since it saw the beginning; the empty paste it makes of it is dropped.
        others = (event for event in super().feed(PASTE_END) if not isinstance(event, events.Paste))
        return chain(others, [events.Paste(_harmless(text))]), data[cut:]


def _harmless(text: str) -> str:
    return text.replace("\x00", "").replace("\x1b", _ESCAPE_PICTURE)

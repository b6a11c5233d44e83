"""What the terminal sends, as Textual's events: its own parser with a quicker Esc, Alt+digits and whole pastes."""

import re
import time
from collections.abc import Callable, Iterable, Iterator

from textual import events
from textual.keys import Keys
from textual.message import Message

from aishtui.terminal.drain import ANSWER
from aishtui.terminal.key_names import ALT_KEYS
from aishtui.terminal.textual_private import PASTE_END, PASTE_START, OpenParser

LONE_ESCAPE_S = 0.025
"""A terminal sends a key's sequence in one piece, so an ESC that stays alone this long is the key itself."""

PASTE_SILENCE_S = 2.0
"""A paste that says nothing more for so long has lost its end mark on the way; what came of it is taken."""

_CTRL_C = "\x03"
_PAUSE_S = 0.3
"""Ctrl+C by itself after so long a pause in a paste is no part of it: somebody wants the keyboard back."""

# What a terminal pastes that does not say it is a paste: so much in one piece was typed by nobody. One line with its
# Enter may be a script's doing, or a slow line's, and stays keys.
_BURST, _BURST_LINES, _BURST_OF_ONE_LINE = 64, 2, 1024
BURST_SILENCE_S = 0.05
"""What follows within this time belongs to it."""
_LINE_ENDS_AND_TABS = str.maketrans("", "", "\r\n\t")

_KEYBOARD_REPORT = re.compile(r"\x1b\[\?(\d+)u")
_DISAMBIGUATED = 1
"""The flag of the kitty protocol under which each key has a sequence of its own."""

# xterm's SGR form, with the bit that says "moved". What follows at once, with the same buttons, says where it is now.
_OVERTAKEN_MOVE = re.compile(r"\x1b\[<(3[2-9]|[45]\d|6[0-3]);\d+;\d+M(?=\x1b\[<\1;\d+;\d+M)")

_MOST_MOUSE = 16
"""So many reports of the mouse in one piece are heard, the last ones: nobody's hand is so fast, and what a line has
held back is no longer meant."""
_MOUSE_FLOOD = re.compile(rf"(?:\x1b\[<\d+;\d+;\d+[Mm])+(?=(?:\x1b\[<\d+;\d+;\d+[Mm]){{{_MOST_MOUSE}}})")
_MODE_REPORT = re.compile(r"\x1b\[\?(\d{1,5});(\d)\$y")

_ESCAPE_PICTURE = "\N{SYMBOL FOR ESCAPE}"


class KeyboardReported(Message):
    """The terminal speaks the kitty protocol; `all_keys`: it tells every key and its modifiers from every other."""

    def __init__(self, all_keys: bool) -> None:
        self.all_keys = all_keys
        super().__init__()


class InputParser(OpenParser):
    """Feed it decoded text, `tick` it when `seconds_left` has run out.

    A bracketed paste is one `Paste` event, with what looks like keys inside it left as text: an ESC shows as `␛`. So is
    a paste that does not say it is one, as far as that can be told.
    (Textual replays what follows an ESC in a paste as key presses, Enter among them.)
    """

    def __init__(
        self,
        lone_escape_s: float = LONE_ESCAPE_S,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        told_of_mode: Callable[[int, int], object] = lambda _mode, _setting: None,
        told_of_drain: Callable[[str], bool] = lambda _answer: False,
    ) -> None:
        """`told_of_mode` is called with a mode of the terminal and how it is set, where that was asked for (DECRPM);
        `told_of_drain` with what may be an answer to the question how far it has got, and returns whether it is."""
        self._lone_escape_s = lone_escape_s
        self._monotonic = monotonic
        self._told_of_mode = told_of_mode
        self._told_of_drain = told_of_drain
        self._pasted: list[str] | None = None
        self._tail = ""
        self._heard = 0.0
        self._burst: list[str] = []
        self._reported: KeyboardReported | None = None
        super().__init__()

    @property
    def seconds_left(self) -> float | None:
        if self._pasted is None and not self._burst:
            return super().seconds_left
        silence_s = BURST_SILENCE_S if self._pasted is None else PASTE_SILENCE_S
        return max(0.0, self._heard + silence_s - self._monotonic())

    def patience(self, begun: bool, stock_s: float) -> float:
        return stock_s if begun else self._lone_escape_s

    def keys_of(self, sequence: str, alt: bool) -> Iterable[events.Key]:
        if report := _MODE_REPORT.fullmatch(sequence):
            self._told_of_mode(int(report[1]), int(report[2]))
        if ANSWER.fullmatch(sequence):  # one that came in two pieces, or that nobody has asked for
            self._told_of_drain(sequence)
            return [events.Key(Keys.Ignore, sequence)]
        if sequence in ALT_KEYS:
            return [events.Key(ALT_KEYS[sequence], None)]
        if (report := _KEYBOARD_REPORT.fullmatch(sequence)) is not None:
            self._reported = KeyboardReported(bool(int(report[1]) & _DISAMBIGUATED))
            return [events.Key(Keys.Ignore, sequence)]
        try:
            return list(super().keys_of(sequence, alt))
        except (ValueError, OverflowError):  # a key report with a number that is no character
            return [events.Key(Keys.Ignore, sequence)]

    def feed(self, data: str) -> Iterator[Message]:
        # Answers come unasked for by the user, between any two keys and in the middle of a paste.
        if ANSWER.search(data):
            data = self._without_answers(data)
            if not data:
                return
        paused = self._monotonic() - self._heard >= _PAUSE_S
        self._heard = self._monotonic()
        if self._is_of_burst(data):
            self._burst.append(data)
            return
        yield from self._end_of_burst()
        if self._pasted is not None and data == _CTRL_C and paused:
            yield from self._paste(self._pasted)
        while data:
            found, data = self._outside(data) if self._pasted is None else self._inside(data, self._pasted)
            yield from found
            if self._reported is not None:
                reported, self._reported = self._reported, None
                yield reported

    def _is_of_burst(self, data: str) -> bool:
        if not data or self._pasted is not None or super().seconds_left is not None:
            return False
        if not data.translate(_LINE_ENDS_AND_TABS).isprintable():
            return False
        return bool(self._burst) or _is_burst(data)

    def _end_of_burst(self) -> Iterator[Message]:
        if self._burst:
            text, self._burst, self._tail = "".join(self._burst), [], ""
            yield events.Paste(text)

    def tick(self) -> Iterator[Message]:
        if self._burst and self.seconds_left == 0:
            yield from self._end_of_burst()
        if self._pasted is not None and self.seconds_left == 0:
            yield from self._paste(self._pasted)
        yield from super().tick()

    def _outside(self, data: str) -> tuple[Iterable[Message], str]:
        """What `data` means up to and with the mark that begins a paste, and the rest."""
        seen = self._tail + data
        at = seen.find(PASTE_START)
        if at < 0:
            self._tail = seen[-(len(PASTE_START) - 1) :]
            return super().feed(_without_flood(data)), ""
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

    def _without_answers(self, data: str) -> str:
        """Those that were asked for are told of and left out."""
        return ANSWER.sub(lambda answer: "" if self._told_of_drain(answer[0]) else answer[0], data)

    def _paste(self, pasted: list[str]) -> Iterable[Message]:
        """The event of a paste that has ended, with or without its mark."""
        text = self._without_answers("".join(pasted).removesuffix(PASTE_END))
        self._tail, self._pasted = "", None
        # Textual's parser is told too, since it saw the beginning; the empty paste it makes of it is dropped.
        others = [event for event in super().feed(PASTE_END) if not isinstance(event, events.Paste)]
        return [*others, events.Paste(_harmless(text))]


def _is_burst(data: str) -> bool:
    """Whether so much plain text in one piece is a paste."""
    lines = data.count("\r") + data.count("\n")
    return len(data) >= _BURST_OF_ONE_LINE or (len(data) >= _BURST and lines >= _BURST_LINES)


def _without_flood(data: str) -> str:
    return _MOUSE_FLOOD.sub("", _OVERTAKEN_MOVE.sub("", data)) if data.count("\x1b[<") > 1 else data


def _harmless(text: str) -> str:
    return text.replace("\x00", "").replace("\x1b", _ESCAPE_PICTURE)

"""Editing one line of text: a value and the keys that change it, as shells and text fields have them."""

import re
from unicodedata import combining

from rich.cells import cell_len

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.fit import start_of

_WORD_END = re.compile(r"\W*\w+|\W+")


@dataclass(frozen=True, slots=True)
class LineEditor:
    """`text` with the cursor before its character `at`. Every change makes another one."""

    text: str = ""
    at: int = 0

    def typed(self, more: str) -> "LineEditor":
        return LineEditor(self.text[: self.at] + more + self.text[self.at :], self.at + len(more))

    def pressed(self, key: str) -> "LineEditor | None":
        """What an editing key makes of it; None for other keys."""
        match key:
            case "left" | "right" | "home" | "ctrl+a" | "end" | "ctrl+e":
                return LineEditor(self.text, self._place(key))
            case "ctrl+left" | "alt+left" | "alt+b":
                return LineEditor(self.text, self._word_left())
            case "ctrl+right" | "alt+right" | "alt+f":
                return LineEditor(self.text, self._word_right())
            case "backspace" | "ctrl+h":
                return self._without(self._place("left"), self.at)
            case "delete" | "ctrl+d":
                return self._without(self.at, self._place("right"))
            case "ctrl+w" | "alt+backspace" | "ctrl+backspace":
                return self._without(self._word_left(), self.at)
            case "ctrl+u":
                return self._without(0, self.at)
            case "ctrl+k":
                return self._without(self.at, len(self.text))
            case _:
                return None

    def in_view(self, room: int) -> tuple[str, int]:
        """The part of the text that is shown in so many cells, and where the cursor is in it."""
        first = 0
        while cell_len(self.text[first : self.at]) >= room and first < self.at:
            first += 1
        rest = self.text[first:]
        return start_of(rest, max(room - (self.at == len(self.text)), 0)), self.at - first

    def _place(self, key: str) -> int:
        """Where the cursor goes; a letter and its accents are one step."""
        match key:
            case "left":
                at = max(0, self.at - 1)
                while at > 0 and combining(self.text[at]):
                    at -= 1
                return at
            case "right":
                at = min(len(self.text), self.at + 1)
                while at < len(self.text) and combining(self.text[at]):
                    at += 1
                return at
            case "home" | "ctrl+a":
                return 0
            case _:
                return len(self.text)

    def _word_left(self) -> int:
        before = _WORD_END.match(self.text[: self.at][::-1])
        return self.at - before.end() if before else 0

    def _word_right(self) -> int:
        after = _WORD_END.match(self.text, self.at)
        return after.end() if after else len(self.text)

    def _without(self, start: int, stop: int) -> "LineEditor":
        return LineEditor(self.text[:start] + self.text[stop:], start)

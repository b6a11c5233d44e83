"""Large pastes in the prompt: folded to a short label that stands for the whole text until it is sent.

Textual's TextArea needs 2 s for 100 kB in one line and 1.3 s for each key after it (measured), and whatever it
holds is drawn as it is. So what is large, and what has control characters in it, is kept beside the text.
"""

import re

from aishtui.chat.clean import clean_text
from aishtui.chat.wording import plural, size

MOST_LINES = 20
MOST_CHARACTERS = 2_000
MOST_LINE_CHARACTERS = 4_000
"""Small pastes too are folded once the line they go into is longer than this."""
MOST_TEXT_CHARACTERS = 20_000


def newlines_only(text: str) -> str:
    """Terminals paste line ends as CR or CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shows_badly(text: str) -> bool:
    """Whether drawing the text as it is could steer the terminal."""
    return clean_text(text) != text


class Pastes:
    """The folded texts by label. Labels are unique, so a label in the text can only mean one of them."""

    def __init__(self) -> None:
        self._by_label: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return bool(self._by_label)

    def needs_folding(self, text: str) -> bool:
        """Whether a pasted text is long, would be drawn badly, or could be taken for a label."""
        labelled = self._pattern is not None and self._pattern.search(text) is not None
        return len(text) > MOST_CHARACTERS or text.count("\n") >= MOST_LINES or labelled or shows_badly(text)

    def would_stall(self, text: str) -> bool:
        """Whether a text that was typed or restored is too much to edit: folding it is the lesser evil."""
        longest = max((len(line) for line in text.split("\n")), default=0)
        return len(text) > MOST_TEXT_CHARACTERS or longest > MOST_LINE_CHARACTERS or shows_badly(text)

    def can_be_edited(self, text: str) -> bool:
        """Whether a folded text could stand in the prompt as it is."""
        labelled = self._pattern is not None and self._pattern.search(text) is not None
        return not labelled and not self.would_stall(text)

    def fold(self, text: str, what: str = "pasted") -> str:
        """Keeps `text` and returns its label: `[pasted 214 lines, 9.8 kB]`."""
        for label, kept in self._by_label.items():
            if kept == text:
                return label
        label = self._free_label(text, what)
        self._by_label[label] = text
        longest_first = sorted(self._by_label, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(known) for known in longest_first))
        return label

    def unfold(self, text: str) -> str:
        """`text` with every label replaced by what it stands for. Labels inside what was pasted are just text."""
        return text if self._pattern is None else self._pattern.sub(lambda found: self._by_label[found.group()], text)

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Where labels stand in a line of the prompt: from, to."""
        return [] if self._pattern is None else [found.span() for found in self._pattern.finditer(line)]

    def _free_label(self, text: str, what: str) -> str:
        lines = text.count("\n") + 1
        parts = [f"{what} {plural(lines, 'line')}", size(len(text.encode("utf-8", "surrogatepass")))]
        if shows_badly(text):
            parts.append("with control characters")
        words = ", ".join(parts)
        number = 1
        while (label := f"[{words}]" if number == 1 else f"[{words}, no. {number}]") in self._by_label:
            number += 1
        return label

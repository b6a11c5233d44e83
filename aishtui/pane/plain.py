"""Text as it was typed: wrapped, whitespace kept. Also what answers look like until Markdown is loaded."""

from collections.abc import Iterator

from aishtui.chat.clean import clean_text
from aishtui.pane.arriving import Arriving
from aishtui.pane.lines import PLAIN, Line, Look
from aishtui.pane.wrapping import expand_tabs, wrap


def plain_lines(text: str, width: int, look: Look = PLAIN) -> Iterator[Line]:
    """`text` (cleaned) as lines, one by one: who shows ten lines of five megabytes pays for ten."""
    at = 0
    while at <= len(text):
        newline = text.find("\n", at)
        stop = len(text) if newline < 0 else newline
        yield from wrap(expand_tabs(text[at:stop], look), width, look)
        at = stop + 1


class PlainGrowing:
    """A growing text as plain lines; all but the last paragraph are settled."""

    def __init__(self, width: int) -> None:
        self.lines: list[Line] = []
        self._width = width
        self._settled = 0
        self._arriving = Arriving()
        self._tail = ""

    def feed(self, text: str) -> None:
        self._tail += self._arriving.clean(text)

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        first = self._settled
        done, newline, tail = self._tail.rpartition("\n")
        del self.lines[first:]
        if newline:
            self.lines.extend(plain_lines(done, self._width))
            self._settled = len(self.lines)
            self._tail = tail
        self.lines.extend(plain_lines(tail, self._width))
        return first

    def finish(self) -> int:
        self._tail += self._arriving.rest()
        return self.advance()


class PlainRenderer:
    """Shows answers as plain text."""

    def body(self, source: str, width: int) -> list[Line]:
        return list(plain_lines(clean_text(source), width)) if source else []

    def growing(self, width: int) -> PlainGrowing:
        return PlainGrowing(width)

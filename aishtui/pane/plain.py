"""Text as it was typed: wrapped, whitespace kept. Also what answers look like until Markdown is loaded."""

from collections.abc import Iterator

from aishtui.chat.clean import clean_text
from aishtui.pane.arriving import Arriving
from aishtui.pane.lines import PLAIN, Line, Look
from aishtui.pane.open_block import OpenWrap
from aishtui.pane.wrapping import expand_tabs, wrap

_LONGEST_REST = 4_000
_SHORTEST_REST = 500


def plain_lines(text: str, width: int, look: Look = PLAIN) -> Iterator[Line]:
    """`text` (cleaned) as lines, one by one: who shows ten lines of five megabytes pays for ten."""
    at = 0
    while at <= len(text):
        newline = text.find("\n", at)
        stop = len(text) if newline < 0 else newline
        yield from wrap(expand_tabs(text[at:stop], look), width, look)
        at = stop + 1


class PlainGrowing:
    """A growing text (cleaned) as plain lines; all but the last paragraph are settled, and most of a long one."""

    def __init__(self, width: int, look: Look = PLAIN) -> None:
        self.lines: list[Line] = []
        self._width = width
        self._look = look
        self._settled = 0
        self._begin = 0
        """The first line of the last paragraph."""
        self._read: list[str] = []
        """What of that paragraph has been wrapped for good, until its end is there."""
        self._rest = ""
        self._wrapped = OpenWrap(width, look)

    def feed(self, text: str) -> None:
        self._rest += text

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        first = self._settled
        if "\n" in self._rest:
            done, _, rest = self._rest.rpartition("\n")
            first = self._all_lines("".join(self._read) + done)
            self._settled = self._begin = len(self.lines)
            self._read, self._rest, self._wrapped = [], rest, OpenWrap(self._width, self._look)
        del self.lines[self._settled :]
        at = 0
        while len(self._rest) - at > _LONGEST_REST:
            most = at + _LONGEST_REST - _SHORTEST_REST
            cut = self._rest.rfind(" ", at, most) + 1 or most
            self.lines.extend(self._wrapped.settled(expand_tabs(self._rest[at:cut], self._look)))
            at, self._settled = cut, len(self.lines)
        if at:
            self._read.append(self._rest[:at])
            self._rest = self._rest[at:]
        self.lines.extend(self._wrapped.rest(expand_tabs(self._rest, self._look)))
        return first

    def finish(self) -> int:
        """The same, knowing that nothing follows: a long paragraph is wrapped as if it had come in one go."""
        first = self.advance()
        return min(first, self._all_lines("".join(self._read) + self._rest))

    def _all_lines(self, text: str) -> int:
        del self.lines[self._begin :]
        self.lines.extend(plain_lines(text, self._width, self._look))
        return self._begin


class PlainArriving(PlainGrowing):
    """A growing text as it came from outside."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self._arriving = Arriving()

    def feed(self, text: str) -> None:
        super().feed(self._arriving.clean(text))

    def finish(self) -> int:
        super().feed(self._arriving.rest())
        return super().finish()


class PlainRenderer:
    """Shows answers as plain text."""

    def body(self, source: str, width: int) -> list[Line]:
        return list(plain_lines(clean_text(source), width)) if source else []

    def growing(self, width: int) -> PlainGrowing:
        return PlainArriving(width)

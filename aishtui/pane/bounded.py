"""Markdown up to a length, and plain text from there on: no text whatever can hold up the screen."""

from aishtui.pane.arriving import Arriving
from aishtui.pane.growing import BOUNDS, Bounds, GrowingMarkdown
from aishtui.pane.lines import Line
from aishtui.pane.parsing import Parser
from aishtui.pane.plain import PlainGrowing, plain_lines
from aishtui.pane.top_level import whole

LONGEST_TEXT = 256_000
"""Characters: four times the longest answers that models give."""
MOST_ROWS = 20_000
_LONGEST_ROW = 16_000
"""The row at the limit is Markdown to its end, if that is not further."""


class Limit:
    """Finds where plain text begins, the same for any pieces the text comes in."""

    def __init__(self) -> None:
        self._length = 0
        self._rows = 0

    def reached(self, text: str) -> int:
        """How much of `text`, which comes next, is before the limit; -1 if all of it is."""
        if self._length + len(text) < LONGEST_TEXT and self._rows + text.count("\n") < MOST_ROWS:
            self._length += len(text)
            self._rows += text.count("\n")
            return -1
        at = 0
        while True:
            newline = text.find("\n", at)
            stop = len(text) if newline < 0 else newline + 1
            longest = LONGEST_TEXT + _LONGEST_ROW - self._length
            if longest <= stop - at:
                return at + longest
            self._length += stop - at
            self._rows += newline >= 0
            at = stop
            if newline >= 0 and (self._length >= LONGEST_TEXT or self._rows >= MOST_ROWS):
                return at
            if at == len(text):
                return -1


def at_once(parser: Parser, source: str, width: int) -> list[Line]:
    """The lines of a complete text (cleaned)."""
    limit = Limit().reached(source)
    if limit < 0:
        return whole(parser, source, width)
    return [*whole(parser, source[:limit], width), *plain_lines(source[limit:].rstrip("\n"), width)]


class BoundedMarkdown:
    """The lines of a text that grows, as it came from outside."""

    def __init__(self, parser: Parser, width: int, bounds: Bounds = BOUNDS) -> None:
        self._width = width
        self._arriving = Arriving()
        self._limit = Limit()
        self._markdown = GrowingMarkdown(parser, width, bounds)
        self._plain: PlainGrowing | None = None
        self._newlines = ""
        """Those at the end of the plain text: they are shown once something follows."""
        self._begin = 0
        """Where the plain text's lines begin."""
        self._changed: int | None = None

    @property
    def lines(self) -> list[Line]:
        return self._markdown.lines

    def feed(self, text: str) -> None:
        self._take(self._arriving.clean(text))

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        return self._markdown.advance() if self._plain is None else self._show_plain(self._plain.advance())

    def finish(self) -> int:
        """The same, knowing that nothing follows."""
        self._take(self._arriving.rest())
        return self._markdown.finish() if self._plain is None else self._show_plain(self._plain.finish())

    def _take(self, text: str) -> None:
        if self._plain is None:
            limit = self._limit.reached(text)
            self._markdown.feed(text if limit < 0 else text[:limit])
            if limit < 0:
                return
            self._changed = self._markdown.finish()
            self._plain, self._begin = PlainGrowing(self._width), len(self.lines)
            text = text[limit:]
        kept = (self._newlines + text).rstrip("\n")
        self._newlines = (self._newlines + text)[len(kept) :]
        self._plain.feed(kept)

    def _show_plain(self, changed: int) -> int:
        if self._plain is None:
            return len(self.lines)
        first = self._begin + changed
        del self.lines[first:]
        self.lines.extend(self._plain.lines[changed:])
        if self._changed is not None:
            first, self._changed = min(first, self._changed), None
        return first

"""Lines to Textual's strips, each made once and kept while it is drawn."""

from collections import OrderedDict

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from aishtui.pane.lines import CODE, CODE_BAR, PLAIN, Line, Look, Span
from aishtui.pane.palette import Palette
from aishtui.pane.whole_characters import whole_characters
from aishtui.pane.wrapping import span_cells

MARGIN = 1
"""The cells left and right of the text: the left one shows the message cursor, the right one is the scroll bar's."""

_KEPT = 2000
_CURSOR = Look(("cursor",))
_BAR = "▎"


class StripCache:
    """The strips of the lines drawn lately: the same object for the same line, so that its own caches stay warm."""

    def __init__(self, palette: Palette, width: int) -> None:
        self._palette = palette
        self.width = width
        # By identity: hashing a line costs more than drawing it. The line is kept with its strip, so no id is reused.
        self._strips: OrderedDict[tuple[int, bool], tuple[Line, Strip]] = OrderedDict()

    def strip(self, line: Line, marked: bool) -> Strip:
        key = (id(line), marked)
        found = self._strips.get(key)
        if found is not None:
            self._strips.move_to_end(key)
            return found[1]
        strip = self._make(line, marked)
        self._strips[key] = (line, strip)
        if len(self._strips) > _KEPT:
            self._strips.popitem(last=False)
        return strip

    def blank(self) -> Strip:
        return Strip.blank(self.width, self._palette.style(PLAIN))

    def _make(self, line: Line, marked: bool) -> Strip:
        pieces = [Span("▌", _CURSOR) if marked else Span(" ")]
        pieces.extend(line.spans)
        used = MARGIN + span_cells(line.spans)
        pieces.append(Span(" " * max(0, self.width - used), line.fill))
        used = max(used, self.width)
        strip = Strip(self._segments(pieces), used)
        return strip.crop(0, self.width) if used > self.width else strip

    def _segments(self, pieces: list[Span]) -> list[Segment]:
        """One segment for each stretch of one style: the terminal is told a style only where it changes."""
        segments: list[Segment] = []
        for text, look in map(self._drawn, pieces):
            if not text:
                continue
            style = self._palette.style(look)
            if segments and segments[-1].style == style:
                segments[-1] = Segment(segments[-1].text + text, style)
            else:
                segments.append(Segment(text, style))
        return segments

    def _drawn(self, span: Span) -> tuple[str, Look]:
        if span.look != CODE_BAR:
            return span.text, span.look
        return (_BAR, CODE_BAR) if self._palette.code_needs_bar else (span.text, CODE)


def highlighted(strip: Strip, start: int, stop: int | None, style: Style) -> Strip:
    """`strip` with its characters from `start` to `stop` (in code points) in another style."""
    said = strip.text
    start, stop = whole_characters(said, start, len(said.rstrip()) if stop is None else min(stop, len(said)))
    if start >= stop:
        return strip
    segments: list[Segment] = []
    at = 0
    for text, own, _ in strip:
        first, last = max(0, start - at), max(0, stop - at)
        over = (own or Style()) + style
        parts = (Segment(text[:first], own), Segment(text[first:last], over), Segment(text[last:], own))
        segments.extend(part for part in parts if part.text)
        at += len(text)
    return Strip(segments, strip.cell_length)

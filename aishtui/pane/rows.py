"""The rows of the pane as strips: the document's lines, and what lies over them for as long as they are drawn."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from aishtui.chat import wording
from aishtui.pane.document import Document
from aishtui.pane.finder import Finder
from aishtui.pane.lines import Look
from aishtui.pane.palette import Palette
from aishtui.pane.parts import FOLDED, HEADER
from aishtui.pane.selecting import selection_y
from aishtui.pane.strips import MARGIN, StripCache, highlighted
from aishtui.pane.whole_characters import by_characters

_MORE = Look(("more",))
_HIT = Look(("hit",))
_HIT_HERE = Look(("hit-here",))


class Rows:
    """Draws rows of one widget. A line's strip is kept; overlays (selection, keys, marks) are made for each drawing."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._palette = Palette(widget)
        self._strips = StripCache(self._palette, 0)

    def fit(self, width: int) -> None:
        """Rows are `width` cells wide."""
        if self._strips.width != width:
            self._strips = StripCache(self._palette, width)

    def colours_changed(self) -> None:
        """Another theme: lines stay, strips do not."""
        self._palette = Palette(self._widget)
        self._strips = StripCache(self._palette, self._strips.width)

    def selectable(self, document: Document, y: int) -> Strip:
        """One row with the offsets by which Textual selects text."""
        for entry, line, content in document.rows(y, 1):
            strip = self._strips.strip(content, document.marked(entry, line))
            return by_characters(strip).apply_offsets(0, selection_y(entry, line))
        return self._strips.blank()

    def drawn(
        self, document: Document, first: int, count: int, height: int, *,
        focused: bool, selection: Selection | None, finder: Finder | None,
    ) -> list[Strip]:  # fmt: skip
        """`count` rows of a pane of `height`, from row `first` on: the cached strips where nothing lies over them."""
        if self._palette.outdated:
            self.colours_changed()
        strips: list[Strip] = []
        at_hand = document.fold_at_hand(height) if focused else None
        for entry, line, content in document.rows(first, count):
            strip = self._strips.strip(content, document.marked(entry, line))
            if at_hand is not None and content.fold and (entry, content.fold) == at_hand:
                strip = self._with_key(strip, "Enter" if document.cursor is None else "o")
            if finder is not None:
                strip = self._with_hits(strip, finder, entry, line)
            span = selection.get_span(selection_y(entry, line)) if selection is not None else None
            if span is not None:
                strip = highlighted(strip, max(MARGIN, span[0]), None if span[1] == -1 else span[1], self._selected)
            strips.append(strip)
        strips.extend([self._strips.blank()] * (count - len(strips)))
        if first + count == height and strips:
            strips[-1] = self._with_mark(strips[-1], document)
        return strips

    @property
    def _selected(self) -> Style:
        return self._palette.filtered(self._widget.screen.get_component_rich_style("screen--selection"))

    def _with_hits(self, strip: Strip, finder: Finder, entry: int, line: int) -> Strip:
        """The row with its hits marked, the one the search is at otherwise than the rest."""
        for start, stop, here in finder.marks(entry, line):
            style = self._palette.style(_HIT_HERE if here else _HIT)
            strip = highlighted(strip, MARGIN + start, MARGIN + stop, style)
        return strip

    def _with_key(self, strip: Strip, key: str) -> Strip:
        """The row of a fold, with the key that opens or closes it."""
        shown = strip.text.rstrip()
        label = f"  {key} {'opens' if shown.lstrip(' ▌').startswith(FOLDED) else 'closes'}"
        start = cell_len(shown)
        if start + len(label) > self._strips.width:
            return strip
        named = Strip([Segment(label, self._palette.style(HEADER))], len(label))
        return Strip.join([strip.crop(0, start), named, strip.crop(start + len(label))])

    def _with_mark(self, strip: Strip, document: Document) -> Strip:
        """The last row, with what has come below it while the reader is elsewhere."""
        if document.following or not document.new_lines:
            return strip
        label = f" {wording.plural(document.new_lines, 'new line')}, End to follow "
        start = self._strips.width - len(label)
        if start < 0:
            return strip
        return Strip.join([strip.crop(0, start), Strip([Segment(label, self._palette.style(_MORE))], len(label))])
